// Accepts connections on its one address and knows which are open. Nobody can shut others out by holding connections:
// beyond maxConnections the one that has waited longest gives way, unless all are new (HttpLimits::grace). A running
// request cannot give way, so a quarter of the places is left for others even when maxConnections requests are running.
// Event streams have places of their own (HttpLimits::maxStreams).
#pragma once

#include "api/clientsocket.h"

#include <QHash>
#include <QTcpServer>

namespace aria::api {

// Belongs to the server's thread.
class Listener final : public QTcpServer
{
    Q_OBJECT
public:
    Listener(const HttpLimits &limits, RandomSource &random, QObject *parent = nullptr);

    // Null if that connection has ended.
    ClientSocket *client(qint64 number) const { return m_clients.value(number); }
    int openConnections() const { return static_cast<int>(m_clients.size()); }

    // Accepts no new connections; the open ones end after their running request. emptied() follows when the
    // last one is gone.
    void stop();

Q_SIGNALS:
    void emptied();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    bool mayRun(const ClientSocket &client) const;
    int running() const;
    void makeRoom();
    void forget(qint64 number);

    HttpLimits m_limits;
    RandomSource &m_random; // of the calls' ids
    qint64 m_lastNumber = 0;
    QHash<qint64, ClientSocket *> m_clients;
};

} // namespace aria::api
