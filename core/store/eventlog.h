// What happened to events, one message per change: written in the transaction that makes the change, and read by
// whoever follows the events (docs/stream.md).
#pragma once

#include "store/eventmessages.h"
#include "store/eventreading.h"
#include "store/eventtelling.h"

#include "base/error.h"

#include <QHash>

#include <span>

namespace aria::store {

class Savepoints;
class Dialect;
struct EventTexts;
class Statements;

class EventLog
{
public:
    EventLog(Statements &statements, const Dialect &dialect, const EventTexts &texts, Savepoints &savepoints)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_savepoints(savepoints)
        , m_rows(statements)
    {
    }

    // -- code that writes events calls these, in this order --
    // Before the first write of these; 0: a row to come.
    Expected<void> willWrite(const QList<qint64> &localIds);
    void wrote(std::span<const EventRecord> records); // ids included
    void removed(const QList<qint64> &localIds);
    void wroteUnseen() { m_isUncertain = true; } // by a statement that has no record at hand

    // -- the connection calls these around each transaction --
    void begin(); // nothing was written yet
    Expected<void> finish(); // the messages, just before the commit
    bool hasNews() const { return m_hasNews; } // after the commit: there is something to read, or to give out

    // -- giving ids to messages that have none yet: ARIA's edits, and those that could not get one because another
    // service held the turn --
    Expected<bool> isWaiting(); // inside Store::read
    enum class Given { All, Some, NotNow }; // NotNow: another service is at it
    Expected<Given> giveOut(int limit);

    // -- reading --
    Expected<EventLogBounds> bounds();
    // The messages after that id of these calendars: up to about `mostBytes`, but at least one message.
    Expected<EventMessages> after(qint64 id, const QStringList &calendarIds, qint64 mostBytes);

    // Removes messages that are older than `days`, and all but the newest `most`; at most `limit` of them. The newest
    // one stays, so that ids continue from it; so do those from `needed` on that are not older than `days`. Returns how
    // many were removed.
    Expected<qint64> removeOld(int days, qint64 most, qint64 needed, const QDateTime &now, int limit);

private:
    struct WaitingEntry
    {
        qint64 entry = 0;
        bool isEdit = false;
        bool hadRow = false;
        bool hasRow = false;
    };
    Expected<QList<ToldChange>> changes();
    Expected<void> readAgain();
    Expected<QHash<QString, EventRecord>> seriesOf(const QList<const EventRecord *> &occurrences);
    Expected<bool> takeTurn(); // nobody else gives out ids until this transaction has ended
    Expected<void> insert(const QList<ToldChange> &changes, bool withIds);
    Expected<QHash<qint64, EventRecord>> snapshots(const QString &column, qint64 upTo);
    Expected<void> giveOutOne(const WaitingEntry &waiting, const QHash<qint64, EventRecord> &before,
        const QHash<qint64, EventRecord> &after);

    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    Savepoints &m_savepoints;
    EventReading m_rows;
    QList<qint64> m_touched; // in order
    QHash<qint64, std::optional<EventRecord>> m_before; // as the transaction found them
    QHash<qint64, EventRecord> m_after;
    bool m_isUncertain = false; // what is there now has to be read again
    bool m_hasNews = false;
};

} // namespace aria::store
