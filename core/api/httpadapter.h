// Connects Qt's HTTP server with the requests and answers of the API.
#pragma once

#include "api/answer.h"
#include "api/listener.h"

#include "qthttp/server.h"

#include <QHttpServerResponder>

#include <unordered_map>

namespace aria::api {

// Belongs to the server's thread. Passes every request, whatever its path and method, to one handler, and writes the
// answer when it comes.
class HttpAdapter final : public qthttp::Server
{
    Q_OBJECT
public:
    using Handler = std::function<Answer(Request)>;

    // Takes over the listener, which is listening already.
    HttpAdapter(Listener *listener, Handler handler, QObject *parent = nullptr);
    ~HttpAdapter() override;

private:
    bool handle(const QHttpServerRequest &request, QHttpServerResponder responder, quint16 peerPort) override;
    void answer(qint64 connection, const Response &response);

    Listener *m_listener;
    Handler m_handler;
    // By connection. From Qt 6.5 on, a responder's destruction accesses the stream that made it, and the stream
    // accesses its socket: so the responder is destroyed before either, when it has answered or when the server ends.
    std::unordered_map<qint64, QHttpServerResponder> m_running;
};

} // namespace aria::api
