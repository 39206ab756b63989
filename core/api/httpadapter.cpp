#include "api/httpadapter.h"

#include "api/errors.h"

#include <QHttpServerRequest>

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QHttpHeaders>
#endif

namespace aria::api {

namespace {

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

HttpAdapter::~HttpAdapter() = default; // the responders end while the streams, children of QObject, still live

bool HttpAdapter::handle(const QHttpServerRequest &raw, QHttpServerResponder responder)
{
    const qint64 connection = raw.value(connectionField).toLongLong();
    ClientSocket *client = m_listener->client(connection);
    if (!client)
        return false;
    client->accepted();
    m_running.emplace(connection, std::move(responder));
    whenFinished(m_handler(client->request()), this, [this, connection](const Answer &finished) {
        answer(connection, finished.resultCount() > 0 ? finished.result() : stoppingResponse());
    });
    return true;
}

void HttpAdapter::answer(qint64 connection, const Response &response)
{
    ClientSocket *client = m_listener->client(connection); // never gone while its request runs
    const auto running = m_running.find(connection);
    write(running->second, response, client->keepAlive());
    m_running.erase(running);
    client->answered();
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
