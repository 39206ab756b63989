#include "httpserver.h"

#include <QDateTime>
#include <QLocale>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <memory>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

QByteArray methodName(QHttpServerRequest::Method method)
{
    switch (method) {
    case QHttpServerRequest::Method::Get:
        return "GET";
    case QHttpServerRequest::Method::Put:
        return "PUT";
    case QHttpServerRequest::Method::Delete:
        return "DELETE";
    case QHttpServerRequest::Method::Post:
        return "POST";
    case QHttpServerRequest::Method::Head:
        return "HEAD";
    case QHttpServerRequest::Method::Options:
        return "OPTIONS";
    case QHttpServerRequest::Method::Patch:
        return "PATCH";
    default:
        return "UNKNOWN";
    }
}

Request toRequest(const QHttpServerRequest &request)
{
    Request result;
    result.method = methodName(request.method());
    const QUrl url = request.url();
    result.path = url.path(QUrl::FullyEncoded).toLatin1();
    result.rawQuery = url.query(QUrl::FullyEncoded).toLatin1();
    for (const auto &[name, value] : aria::qthttp::headersOf(request))
        result.headers.insert(name, value);
    result.body = request.body();
    return result;
}

QByteArray httpDate(qint64 offsetSeconds)
{
    const QDateTime when = QDateTime::currentDateTimeUtc().addSecs(offsetSeconds);
    return QLocale::c().toString(when, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
}

// The answer as it goes over the wire. 204 and 304 have no body and no length.
QByteArray serialize(const Outcome &outcome)
{
    const Response &response = outcome.response;
    const bool bodiless = response.status == 204 || response.status == 304;
    QByteArray wire =
        "HTTP/1.1 " + QByteArray::number(response.status) + ' ' + statusText(response.status) + "\r\n";
    wire += "Date: " + httpDate(outcome.delivery.dateOffsetSeconds) + "\r\n";
    for (const auto &[name, value] : response.headers)
        wire += name + ": " + value + "\r\n";
    if (!bodiless)
        wire += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    wire += "\r\n";
    if (!bodiless)
        wire += outcome.delivery.kind == Delivery::Kind::Truncate
            ? response.body.left(response.body.size() / 2)
            : response.body;
    return wire;
}

void send(QTcpSocket *socket, const Outcome &outcome)
{
    if (outcome.delivery.kind == Delivery::Kind::Drop)
        socket->abort();
    else
        socket->write(serialize(outcome));
}

} // namespace

HttpServer::HttpServer(Handler handler, QObject *parent)
    : aria::qthttp::Server(parent)
    , m_handler(std::move(handler))
{
}

quint16 HttpServer::start(const QHostAddress &address, quint16 port)
{
    if (!address.isLoopback())
        return 0;
    auto *server = new QTcpServer(this);
    server->setListenBacklogSize(256); // fifty clients at once must not wait for a retransmitted SYN
    if (!server->listen(address, port)) {
        delete server;
        return 0;
    }
    bind(server);
    return server->serverPort();
}

// It is a child of the server or of the server's stream; its peer's port tells which one it is.
QTcpSocket *HttpServer::socketOf(const QHttpServerRequest &request, quint16 peerPort) const
{
    const auto sockets = findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : sockets) {
        if (socket->peerPort() == peerPort && socket->peerAddress() == request.remoteAddress())
            return socket;
    }
    return nullptr;
}

bool HttpServer::handle(const QHttpServerRequest &request, QHttpServerResponder responder, quint16 peerPort)
{
    const Outcome outcome = m_handler(toRequest(request));
    // Written by hand, because a responder cannot send half an answer. It is kept until then: as long as it lives the
    // connection waits. Never at once, because the server still works with the socket after this function returns.
    auto held = std::make_shared<QHttpServerResponder>(std::move(responder));
    QTimer::singleShot(outcome.delivery.delayMs, this,
        [this, outcome, held, socket = QPointer<QTcpSocket>(socketOf(request, peerPort))] {
            if (!socket)
                return;
            send(socket, outcome);
            if (outcome.delivery.kind == Delivery::Kind::Truncate) {
                // With the responder would go the socket and what it has not sent yet.
                connect(socket, &QTcpSocket::disconnected, this, [held]() mutable { held.reset(); });
                socket->disconnectFromHost();
            }
        });
    return true;
}

} // namespace simulator
