// The outgoing hook's outbox: which messages of the event log are still to be sent, and when (docs/stream.md).
#pragma once

#include "store/eventmessages.h"

#include "base/error.h"

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace aria::store {

class Dialect;
class Statements;

struct HookState
{
    QString address; // a hash of it
    QString series; // part of the ids of its messages
    qint64 position = 0; // of the log: everything up to here was taken into the outbox
    bool isDisabled = false;
    QString lastError; // empty: nothing waits for another attempt
};

struct HookMessage
{
    EventMessage message; // data empty: it is not in the log any more
    QString event; // messages with the same keep their order
    int attempts = 0;
    QDateTime firstAttempt; // invalid: none yet
};

class Hook
{
public:
    Hook(Statements &statements, const Dialect &dialect)
        : m_statements(statements)
        , m_dialect(dialect)
    {
    }

    // -- reading --
    Expected<std::optional<HookState>> state(); // nullopt: it was never switched on
    Expected<qint64> pending(const QStringList &calendarIds); // in the outbox, or not yet in it
    Expected<std::optional<QDateTime>> nextDue(); // nullopt: nothing waits
    Expected<bool> isPostponing(const QDateTime &now); // whether a message waits for another attempt
    // The first message of each event, if it is due; at most `limit` messages, and none of `exceptIds`.
    Expected<QList<HookMessage>> due(const QDateTime &now, const QList<qint64> &exceptIds, int limit);
    // The lowest id of the log that is still wanted; nullopt: none is.
    Expected<std::optional<qint64>> neededFrom();

    // -- only inside Store::write --
    Expected<void> save(const HookState &state);
    Expected<void> clear(); // the outbox
    // Moves new messages of the log into the outbox, at most `limit`. Returns how many.
    Expected<qint64> takeUp(const QStringList &calendarIds, const QDateTime &now, int limit);
    Expected<void> done(const QList<HookMessage> &messages, const QDateTime &now); // sent, or given up
    Expected<void> postpone(const HookMessage &message, const QDateTime &until);
    Expected<void> setLastError(const QString &error); // empty: none

private:
    Statements &m_statements;
    const Dialect &m_dialect;
};

} // namespace aria::store
