#include "api/httpadapter.h"

#include "api/errors.h"

#include <QMetaEnum>
#include <QPointer>

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
    for (const auto &[name, value] : qthttp::headersOf(raw))
        request.headers.insert(name, value);
    return request;
}

} // namespace

HttpAdapter::HttpAdapter(Listener *listener, Handler handler, QObject *parent)
    : qthttp::Server(parent)
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
        qthttp::write(*shared, response.status, response.allHeaders(client->keepAlive()), response.body);
        client->answered();
    });
    return true;
}

} // namespace aria::api
