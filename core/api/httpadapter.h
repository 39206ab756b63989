// Between Qt's HTTP server and the requests and answers of the API.
#pragma once

#include "api/listener.h"
#include "api/message.h"

#include "qthttp/server.h"

namespace aria::api {

// Hands every request, whatever its path and method, to one handler, and writes the answer when it comes. A
// client that has gone meanwhile costs nothing.
class HttpAdapter final : public qthttp::Server
{
    Q_OBJECT
public:
    using Handler = std::function<Answer(Request)>;

    // Takes over the listener, which listens already.
    HttpAdapter(Listener *listener, Handler handler, QObject *parent = nullptr);

private:
    bool handle(const QHttpServerRequest &request, QHttpServerResponder responder) override;

    Listener *m_listener;
    Handler m_handler;
};

} // namespace aria::api
