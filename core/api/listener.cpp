#include "api/listener.h"

namespace aria::api {

Listener::Listener(const HttpLimits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
{
    setListenBacklogSize(128);
}

void Listener::incomingConnection(qintptr descriptor)
{
    auto *client = new ClientSocket(descriptor, ++m_lastNumber, m_limits, this);
    // The few above the limit only live until they have read why; they never reach the HTTP server. Beyond those the
    // connection is just closed.
    const bool tooMany = openConnections() >= m_limits.maxConnections;
    if (openConnections() >= m_limits.maxConnections * 2) {
        delete client;
        return;
    }
    m_clients.insert(client->number(), client);
    connect(client, &QObject::destroyed, this, [this, number = client->number()] {
        m_clients.remove(number);
        if (!isListening() && m_clients.isEmpty())
            Q_EMIT emptied();
    });
    if (tooMany) {
        Response response = Response::detail(503, QStringLiteral("There are too many connections."));
        response.headers.emplaceBack("Retry-After", "1");
        client->refuse(response);
        return;
    }
    addPendingConnection(client);
}

void Listener::stop()
{
    close();
    const QList<ClientSocket *> open = m_clients.values();
    for (ClientSocket *client : open)
        client->stop();
    if (m_clients.isEmpty())
        Q_EMIT emptied();
}

} // namespace aria::api
