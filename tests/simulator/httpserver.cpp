#include "httpserver.h"

#include <QDateTime>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QLocale>
#include <QPointer>
#include <QTcpServer>
#include <QTimer>

#include <memory>

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
    const auto headers = request.headers();
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    for (qsizetype i = 0; i < headers.size(); ++i)
        result.headers.insert(QByteArray(headers.nameAt(i).data(), headers.nameAt(i).size()).toLower(),
            headers.valueAt(i).toByteArray());
#else
    for (const auto &[name, value] : headers)
        result.headers.insert(name.toLower(), value);
#endif
    result.body = request.body();
    return result;
}

QByteArray httpDate(qint64 offsetSeconds)
{
    const QDateTime when = QDateTime::currentDateTimeUtc().addSecs(offsetSeconds);
    return QLocale::c().toString(when, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'")).toLatin1();
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
    if (outcome.delivery.kind == Delivery::Kind::Drop) {
        socket->abort();
        return;
    }
    socket->write(serialize(outcome));
    if (outcome.delivery.kind == Delivery::Kind::Truncate)
        socket->disconnectFromHost();
}

} // namespace

HttpServer::HttpServer(Handler handler, QObject *parent)
    : QAbstractHttpServer(parent)
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

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)

bool HttpServer::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    const Outcome outcome = m_handler(toRequest(request));
    // The socket is a child of the server or of its stream; its peer's port tells which one it is.
    QTcpSocket *socket = nullptr;
    const auto candidates = findChildren<QTcpSocket *>();
    for (QTcpSocket *candidate : candidates) {
        if (candidate->peerPort() == request.remotePort())
            socket = candidate;
    }
    auto held = std::make_shared<QHttpServerResponder>(std::move(responder));
    QTimer::singleShot(
        outcome.delivery.delayMs, this, [outcome, held, guarded = QPointer<QTcpSocket>(socket)] {
            if (outcome.delivery.kind != Delivery::Kind::Whole) {
                if (guarded)
                    send(guarded, outcome);
                return;
            }
            QHttpHeaders headers;
            headers.append("Date", httpDate(outcome.delivery.dateOffsetSeconds));
            for (const auto &[name, value] : outcome.response.headers)
                headers.append(name, value);
            held->write(
                outcome.response.body, headers, QHttpServerResponder::StatusCode(outcome.response.status));
        });
    return true;
}

void HttpServer::missingHandler(const QHttpServerRequest &, QHttpServerResponder &) { }

#else

bool HttpServer::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    const Outcome outcome = m_handler(toRequest(request));
    if (outcome.delivery.delayMs <= 0 && outcome.delivery.kind == Delivery::Kind::Whole) {
        send(socket, outcome);
        return true;
    }
    // Later, because QHttpServer still works with the socket after this function returns.
    QTimer::singleShot(outcome.delivery.delayMs, this, [outcome, guarded = QPointer<QTcpSocket>(socket)] {
        if (guarded)
            send(guarded, outcome);
    });
    return true;
}

void HttpServer::missingHandler(const QHttpServerRequest &, QTcpSocket *) { }

#endif

} // namespace simulator
