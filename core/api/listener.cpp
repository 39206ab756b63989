#include "api/listener.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace aria::api {

Listener::Listener(const HttpLimits &limits, RandomSource &random, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
    , m_random(random)
{
    setListenBacklogSize(1024);
}

void Listener::incomingConnection(qintptr descriptor)
{
    makeRoom();
    auto *client = new ClientSocket(
        descriptor, ++m_lastNumber, m_limits, m_random,
        [this](const ClientSocket &asking) { return mayRun(asking); }, this);
    m_clients.insert(client->number(), client);
    const auto gone = [this, number = client->number()] { forget(number); };
    connect(client, &QAbstractSocket::disconnected, this, gone);
    connect(client, &QObject::destroyed, this, gone);
    addPendingConnection(client);
}

void Listener::makeRoom()
{
    const int runs = running();
    const int room = qMax(m_limits.maxConnections - runs, qMax(1, m_limits.maxConnections / 4));
    const auto streams = std::count_if(
        m_clients.begin(), m_clients.end(), [](const ClientSocket *client) { return client->isStreaming(); });
    int waiting = openConnections() - runs - static_cast<int>(streams);
    if (waiting < room)
        return;
    QHash<QByteArray, int> held;
    for (const ClientSocket *client : std::as_const(m_clients)) {
        if (!client->isStreaming())
            ++held[client->holder()];
    }
    while (waiting-- >= room) {
        // Of the address with the most connections, the one that will be missed least.
        ClientSocket *last = nullptr;
        std::tuple<int, int, qint64, qint64> lowest;
        for (ClientSocket *client : std::as_const(m_clients)) {
            if (client->isRunning() || client->isStreaming())
                continue;
            const std::tuple order(
                -held.value(client->holder()), client->rank(), -client->waitedMs(), client->number());
            if (!last || order < lowest) {
                last = client;
                lowest = order;
            }
        }
        if (last->isNew() && openConnections() < 2 * m_limits.maxConnections)
            return;
        last->giveWay(); // this removes it from m_clients
    }
}

int Listener::running() const
{
    return static_cast<int>(std::count_if(
        m_clients.begin(), m_clients.end(), [](const ClientSocket *client) { return client->isRunning(); }));
}

bool Listener::mayRun(const ClientSocket &client) const
{
    if (client.request().path == "/health"_L1)
        return true; // it is answered at once
    // On loopback all clients have the same address. Elsewhere no address may have every connection.
    const int most =
        client.peerAddress().isLoopback() ? m_limits.maxConnections : m_limits.maxConnections * 3 / 4;
    if (openConnections() <= most)
        return true; // so there is nothing to count
    const auto ofTheSame = std::count_if(m_clients.begin(), m_clients.end(),
        [&](const ClientSocket *other) { return other->isRunning() && other->holder() == client.holder(); });
    return running() < m_limits.maxConnections && ofTheSame < most;
}

void Listener::forget(qint64 number)
{
    if (m_clients.remove(number) > 0 && !isListening() && m_clients.isEmpty())
        Q_EMIT emptied();
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
