#include "api/httpadapter.h"

namespace aria::api {

HttpAdapter::HttpAdapter(Listener *listener, Handler handler, QObject *parent)
    : qthttp::Server(parent)
    , m_listener(listener)
    , m_handler(std::move(handler))
{
    bind(listener);
}

HttpAdapter::~HttpAdapter() =
    default; // destroys the responders while the streams, children of QObject, still live

bool HttpAdapter::handle(const QHttpServerRequest &raw, QHttpServerResponder responder, quint16 /*peerPort*/)
{
    const qint64 connection = raw.value(connectionField).toLongLong();
    ClientSocket *client = m_listener->client(connection);
    if (!client)
        return false;
    client->accepted();
    m_running.emplace(connection, std::move(responder));
    const Answer reply = m_handler(client->request());
    if (reply.isGiven()) { // not from inside the call of Qt's server
        QMetaObject::invokeMethod(
            this, [this, connection, reply] { answer(connection, reply.response()); }, Qt::QueuedConnection);
    } else {
        reply.then(this, [this, connection](const Response &response) { answer(connection, response); });
    }
    return true;
}

void HttpAdapter::answer(qint64 connection, const Response &response)
{
    ClientSocket *client = m_listener->client(connection); // it never goes away while its request runs
    const auto running = m_running.find(connection);
    if (response.stream && client->request().method != "HEAD") {
        // Qt's server knows no answers that go on. It is given one of its own to finish with, and the connection is ours.
        client->ignoreAnswer();
        qthttp::write(running->second, 200, {}, {});
        m_running.erase(running);
        client->stream(response.head(client->request().id), response.stream);
        return;
    }
    if (response.status == 304)
        client->leaveOutBody();
    qthttp::write(running->second, response.status,
        response.allHeaders(client->keepAlive(), client->request().id), response.body);
    m_running.erase(running);
    client->answered();
}

} // namespace aria::api
