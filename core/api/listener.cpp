#include "api/listener.h"

#include <algorithm>
#include <tuple>

namespace aria::api {

namespace {

// Who shares in the connections: an IPv4 address, or the network of an IPv6 address, of which everybody has plenty.
QByteArray holderOf(const ClientSocket &client)
{
    const QHostAddress address = client.peerAddress();
    if (address.protocol() != QAbstractSocket::IPv6Protocol || address.isLoopback())
        return address.toString().toLatin1();
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return { reinterpret_cast<const char *>(&bytes), 8 };
}

} // namespace

Listener::Listener(const HttpLimits &limits, QObject *parent)
    : QTcpServer(parent)
    , m_limits(limits)
{
    setListenBacklogSize(1024);
}

void Listener::incomingConnection(qintptr descriptor)
{
    makeRoom();
    auto *client = new ClientSocket(
        descriptor, ++m_lastNumber, m_limits, [this](const ClientSocket &asking) { return mayRun(asking); }, this);
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
    int waiting = openConnections() - runs;
    if (waiting < room)
        return;
    QHash<QByteArray, int> held;
    for (const ClientSocket *client : std::as_const(m_clients))
        ++held[holderOf(*client)];
    // Of the address that holds most; of those the one that misses the connection least.
    const auto order = [&held](const ClientSocket *client) {
        return std::tuple(-held.value(holderOf(*client)), client->rank(), -client->waitedMs(), client->number());
    };
    while (waiting-- >= room) {
        ClientSocket *last = nullptr;
        for (ClientSocket *client : std::as_const(m_clients)) {
            if (!client->isRunning() && (!last || order(client) < order(last)))
                last = client;
        }
        last->giveWay(); // takes it out of m_clients
    }
}

int Listener::running() const
{
    return static_cast<int>(std::count_if(
        m_clients.begin(), m_clients.end(), [](const ClientSocket *client) { return client->isRunning(); }));
}

bool Listener::mayRun(const ClientSocket &client) const
{
    if (client.request().path == QLatin1String("/health"))
        return true; // is answered at once
    // On loopback all have the same address. Elsewhere no address may have all.
    const int most =
        client.peerAddress().isLoopback() ? m_limits.maxConnections : m_limits.maxConnections * 3 / 4;
    const QByteArray holder = holderOf(client);
    const auto ofTheSame = std::count_if(m_clients.begin(), m_clients.end(),
        [&](const ClientSocket *other) { return other->isRunning() && holderOf(*other) == holder; });
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
