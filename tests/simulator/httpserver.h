// The one place that touches QHttpServer: turns its requests into values and sends answers, whole or damaged.
#pragma once

#include "httpmessage.h"

#include "qthttp/server.h"

#include <functional>

namespace simulator {

// Calls `handler` on this object's thread, one request at a time. Lives in a thread with an event loop.
class HttpServer final : public aria::qthttp::Server
{
    Q_OBJECT

public:
    using Handler = std::function<Outcome(const Request &)>;
    explicit HttpServer(Handler handler, QObject *parent = nullptr);

    // Loopback addresses only. The port in use, or 0 where the address could not be had.
    quint16 start(const QHostAddress &address, quint16 port);

private:
    bool handle(const QHttpServerRequest &request, QHttpServerResponder responder, quint16 peerPort) override;
    QTcpSocket *socketOf(const QHttpServerRequest &request, quint16 peerPort) const;

    Handler m_handler;
};

} // namespace simulator
