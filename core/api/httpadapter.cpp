#include "api/httpadapter.h"

#include "api/errors.h"

#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QMetaEnum>
#include <QPointer>

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QHttpHeaders>
#endif

namespace aria::api {

namespace {

Request requestOf(const QHttpServerRequest &raw)
{
    Request request;
    request.method = QByteArray(
        QMetaEnum::fromType<QHttpServerRequest::Method>().valueToKey(static_cast<int>(raw.method())))
                         .toUpper();
    request.path = raw.url().path(QUrl::FullyEncoded);
    request.query = QUrlQuery(raw.url());
    request.body = raw.body();
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    const QHttpHeaders headers = raw.headers();
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const QLatin1StringView name = headers.nameAt(i);
        request.headers.insert(
            QByteArray(name.data(), name.size()).toLower(), headers.valueAt(i).toByteArray());
    }
#else
    for (const auto &[name, value] : raw.headers())
        request.headers.insert(name.toLower(), value);
#endif
    return request;
}

void write(QHttpServerResponder &responder, const Response &response, bool keepAlive)
{
    const auto status = static_cast<QHttpServerResponder::StatusCode>(response.status);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QHttpHeaders headers;
    for (const auto &[name, value] : response.allHeaders(keepAlive))
        headers.append(name, value);
    responder.write(response.body, headers, status);
#else
    responder.writeStatusLine(status);
    for (const auto &[name, value] : response.allHeaders(keepAlive))
        responder.writeHeader(name, value);
    responder.writeHeader("Content-Length", QByteArray::number(response.body.size()));
    responder.writeBody(response.body);
#endif
}

} // namespace

HttpAdapter::HttpAdapter(Listener *listener, Handler handler, QObject *parent)
    : QAbstractHttpServer(parent)
    , m_listener(listener)
    , m_handler(std::move(handler))
{
    bind(listener);
}

bool HttpAdapter::handle(const QHttpServerRequest &raw, QHttpServerResponder responder)
{
    const QPointer<ClientSocket> client = m_listener->client(raw.value(connectionField).toLongLong());
    if (!client)
        return false;
    client->accepted();
    // The responder points at a socket that is gone when the client is: it is not touched after that.
    auto shared = std::make_shared<QHttpServerResponder>(std::move(responder));
    whenFinished(m_handler(requestOf(raw)), this, [client, shared](const Answer &answer) {
        if (!client || client->state() != QAbstractSocket::ConnectedState)
            return;
        const Response response = answer.resultCount() > 0 ? answer.result() : stoppingResponse();
        write(*shared, response, client->keepAlive());
        client->answered();
    });
    return true;
}

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
bool HttpAdapter::handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder)
{
    return handle(request, std::move(responder));
}

void HttpAdapter::missingHandler(const QHttpServerRequest &, QHttpServerResponder &) { }
#else
bool HttpAdapter::handleRequest(const QHttpServerRequest &request, QTcpSocket *socket)
{
    return handle(request, makeResponder(request, socket));
}

void HttpAdapter::missingHandler(const QHttpServerRequest &, QTcpSocket *) { }
#endif

} // namespace aria::api
