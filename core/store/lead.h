// Which of several services on one database leads, and how they speak to each other. Where only one works on it, that
// one always leads, and there is nobody to speak to.
#pragma once

#include "store/leadstatements.h"

#include "base/error.h"

#include <QSet>

#include <chrono>

namespace aria::store {

class Dialect;
class Metadata;
class Statements;

class Lead
{
public:
    Lead(Statements &statements, const Dialect &dialect, Metadata &metadata);

    // Takes the calendar's lock if it is free. It stays with this connection, whatever becomes of the transaction,
    // until the connection ends or giveUp(). True: this connection has it.
    Expected<bool> take(const QString &calendarId);
    // Whether this connection took the lock. It keeps the lock for as long as it lives, so a transaction that asks this
    // at its beginning is written by the leader or not at all.
    bool isHeld(const QString &calendarId) const;
    Expected<void> giveUp(const QString &calendarId);
    // Reports that the leader lives: the row "leader" gets this value and the database's time.
    Expected<void> beat(const QString &calendarId, const QString &report);
    // One statement that says "the leader lives" for every calendar led here, in one round trip; empty: none is.
    QString signOfLife() const;
    // The server process of a leader that has given no sign of life for that long; 0: there is none. Ends its
    // connection if it is also the `suspect` that an earlier transaction found.
    Expected<qint64> endSilentLeader(const QString &calendarId, std::chrono::seconds silence, qint64 suspect);
    // The leader's report if it is not older than that; nullopt: nobody leads.
    Expected<std::optional<QString>> report(const QString &calendarId, std::chrono::milliseconds age);
    // Every other service on this database hears changedOutside() when this transaction is committed.
    Expected<void> wakeOthers(const QString &calendarId);
    // What services ask the leader to do: metadata rows "command/ID", oldest first. Key and value.
    Expected<QList<std::pair<QString, QString>>> commands(const QString &calendarId);
    Expected<void> forgetCommands(const QString &calendarId, std::chrono::seconds olderThan);

private:
    Statements &m_statements;
    Metadata &m_metadata;
    const std::optional<LeadStatements> m_texts; // nullopt: there are no others
    QSet<QString> m_held; // calendars whose lock this connection took
};

} // namespace aria::store
