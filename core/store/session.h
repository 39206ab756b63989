// The statements the service makes, on one open connection. Synchronous: used only inside Store::read and
// Store::write, on the store's own threads.
#pragma once

#include "base/error.h"
#include "store/records.h"

#include <QSet>
#include <QSqlDatabase>

#include <memory>
#include <span>

namespace aria::store {

class Dialect;
class Statements;
class Watchdog;
struct EventTexts;

// Whether an error says something about what was to be written and nothing about the database: others can go on.
bool concernsRows(const Error &error);

// One connection. Every method is one or few statements; bulk ones take the whole list at once.
// Errors: Unavailable "database_away" | "database_busy" | "database_contended" | "disk_full", Conflict
// "duplicate", InvalidInput "database_value" (it cannot hold what was to be written), Internal otherwise. After an error nothing more can be done in this transaction (PostgreSQL); return
// it.
class Session
{
public:
    // Dialect and watchdog outlive the session.
    Session(QSqlDatabase database, const Dialect &dialect, Watchdog &watchdog);
    ~Session();
    void release(); // before the connection is closed; nothing but destruction may follow
    Q_DISABLE_COPY_MOVE(Session)

    // -- events, by key ---------------------------------------------------------------------------------------
    Expected<std::optional<EventRecord>> eventByGoogleId(
        const QString &calendarId, const QString &googleEventId);
    Expected<std::optional<EventRecord>> eventByLocalId(qint64 localId);
    Expected<std::optional<EventRecord>> eventByIdempotencyKey(const QString &key);
    Expected<QHash<QString, EventRecord>> eventsByGoogleId(
        const QString &calendarId, const QStringList &googleEventIds);
    // Exceptions of a series, cancelled ones included.
    Expected<QList<EventRecord>> exceptionsOf(const QString &calendarId, const QString &masterGoogleId);
    Expected<std::optional<EventRecord>> exceptionAt(
        const QString &calendarId, const QString &masterGoogleId, const QString &originalStart);

    // -- events, by what is to be done --------------------------------------------------------------------------
    // Everything that can have an occurrence in [from, to), deleted ones left out, plus all exceptions (cancelled ones
    // too) of the masters among them.
    Expected<QList<EventRecord>> eventsInWindow(
        const QStringList &calendarIds, const QDateTime &from, const QDateTime &to);
    // PendingToGoogle and due at `now`; masters before exceptions, then oldest edit first; `exceptLocalIds` are in
    // flight already.
    Expected<QList<EventRecord>> pendingToGoogle(
        const QString &calendarId, const QDateTime &now, const QList<qint64> &exceptLocalIds, int limit);
    // Events (no occurrences) deleted in ARIA and not yet at Google, for the mass-deletion brake. Those a person has
    // approved (push option "deletionApproved") are not counted.
    Expected<qint64> pendingDeletions(const QString &calendarId);
    Expected<std::optional<QDateTime>> nextAttemptAt(
        const QString &calendarId); // earliest retry still waiting
    // Pending edits of events Google knows whose time was not noted, or not by the clock of this epoch.
    Expected<QList<EditTime>> editsOfOthers(const QString &calendarId, const QString &epoch);
    Expected<QList<EventRecord>> conflicts(const QStringList &calendarIds);
    Expected<QList<EventRecord>> heldDeletions(const QString &calendarId); // PendingToAria
    // Rows of aria_calendar_events without a sync row: ARIA inserted them by SQL. Exceptions are never among them.
    Expected<QList<EventRecord>> unadopted(const QString &calendarId, int limit);
    // Synced rows that the full list of `generation` did not show: agreed on before it (guarantee 7 counts them first), or
    // by a push while it was read.
    enum class Agreed { Before, Meanwhile };
    Expected<QList<EventRecord>> unseen(
        const QString &calendarId, qint64 generation, Agreed agreed = Agreed::Before);
    // Rows in status error become pending again. How many.
    Expected<qint64> retryErrors(const QStringList &calendarIds);
    Expected<Statistics> statistics(const QStringList &calendarIds);

    // -- writing (only inside Store::write) ---------------------------------------------------------------------
    // Inserts (localId 0, syncId 0: ids are filled in; a localId of the caller's choice is kept) or updates both rows
    // whole. The rows' own triggers do not see these writes as ARIA's edits; revision is written as given.
    Expected<void> save(QList<EventRecord> &records);
    Expected<void> save(EventRecord &record);
    Expected<void> saveEditTime(const EditTime &edit);
    Expected<void> shortenWaits(
        const QString &calendarId, const QDateTime &latest); // no attempt waits longer
    Expected<void> markSeen(const QString &calendarId, const QStringList &googleEventIds, qint64 generation);
    Expected<void> remove(qint64 localId); // both rows, for good; history stays
    // What SQL wrote with an id that nothing can go on from (0 is "not stored yet" to us; behind SQLite's last one it
    // gives no other) gets a fresh one, wherever it is referred to.
    Expected<void> tameIds();
    // Of an event that cannot be written as it should be, only this is: status error, and why. A row that ARIA's SQL
    // inserted gets its link with the record's Google id.
    Expected<void> markError(const EventRecord &record, const QString &why);

    // Does work that may fail because of what one row holds. If it does, it is undone and the transaction goes on,
    // which it could not on PostgreSQL.
    template <class Work> // Expected<T>()
    auto attempt(const Work &work) -> std::invoke_result_t<const Work &>;

    // -- what the Python service left behind (PostgreSQL) ---------------------------------------------------------
    // Rows whose event at Google it did not know, oldest id first, after `afterLocalId`; googleEventId is a clue at
    // most (an id that another row has, an iCalUID). They are not among the unadopted until they are released; saving
    // one with the id of the event that it is takes it out too.
    Expected<QList<EventRecord>> unmatched(const QString &calendarId, qint64 afterLocalId, int limit);
    Expected<qint64> releaseUnmatched(const QString &calendarId); // how many; they are new to Google
    // Rows with a link and without a version both sides agreed on, in the same order; new ones are among them.
    Expected<QList<EventRecord>> withoutBase(const QString &calendarId, qint64 afterLocalId, int limit);
    // Deleted and without a link: something else stands for them now. Whoever refers to them still finds them.
    Expected<void> retire(const QList<qint64> &localIds, const QDateTime &now);
    // It knew one calendar and no name for it: its rows are those of the calendar that is synced now.
    Expected<void> renameCalendar(const QString &from, const QString &to);

    // -- history --------------------------------------------------------------------------------------------------
    // A second intended push of the same local id and revision is the same record (its id is returned).
    Expected<qint64> addHistory(const HistoryRecord &record);
    Expected<void> addHistory(const QList<HistoryRecord> &records);
    // The outcome of the push of this revision: done, failed or superseded.
    Expected<void> finishHistory(
        qint64 localId, qint64 revision, const QString &outcome, const QString &error = {});

    // Nothing of a refused edit stays, neither its intended push nor itself.
    Expected<void> removeHistory(qint64 localId, qint64 revision);

    // Newest first; `before`: only older ones than that id (0: from the newest); empty id: of all events; no calendars:
    // of any. Pushes that never happened (failed, superseded) and those under way are left out.
    Expected<QList<HistoryRecord>> history(
        const QStringList &calendarIds, const QString &googleEventId, qint64 before, int limit);
    Expected<std::optional<HistoryRecord>> historyById(qint64 id);
    // The same set, made at `since` or later, oldest last.
    Expected<QList<HistoryRecord>> historySince(const QStringList &calendarIds, const QDateTime &since);

    // -- metadata (key, calendar) ------------------------------------------------------------------------------------
    Expected<QDateTime> now(); // the database's clock, which all services on it share
    // When anything was last noted here, by the database's clock; invalid: never.
    Expected<QDateTime> lastWritten();
    Expected<std::optional<QString>> metadata(const QString &key, const QString &calendarId);
    Expected<void> setMetadata(const QString &key, const QString &calendarId, const QString &value);
    Expected<void> removeMetadata(const QString &key, const QString &calendarId);
    // The number of the next pull: stored and returned, grows by one.
    Expected<qint64> nextGeneration(const QString &calendarId);

    // -- several services on one database (PostgreSQL; elsewhere this service always leads) ------------------------
    // Takes the calendar's lock if it is free. It stays with this connection, whatever becomes of the transaction,
    // until the connection ends or stopLeading(). True: this connection has it.
    Expected<bool> tryLead(const QString &calendarId);
    // Whether this connection took the lock. While it lives it has it, so what is written in a transaction that
    // asked this at its beginning is written by the leader or not at all.
    bool leads(const QString &calendarId) const;
    Expected<void> stopLeading(const QString &calendarId);
    // The leader lives: the row "leader" gets this value and the database's time.
    Expected<void> beat(const QString &calendarId, const QString &report);
    // One statement that says "the leader lives" for every calendar led here, in one round trip; empty: none is.
    QString signOfLife() const;
    // The server's process of a leader that has given no sign of life for that long; 0: there is none. Its connection is
    // ended where it is the `suspect` of an earlier transaction.
    Expected<qint64> endSilentLeader(const QString &calendarId, std::chrono::seconds silence, qint64 suspect);
    // The leader's report if it is not older than that; nullopt: nobody leads.
    Expected<std::optional<QString>> leaderReport(const QString &calendarId, std::chrono::milliseconds age);
    // Every other service on this database hears changedOutside() when this transaction is committed.
    Expected<void> wakeOthers(const QString &calendarId);
    // What services ask the leader to do: metadata rows "command/ID", oldest first. Key and value.
    Expected<QList<std::pair<QString, QString>>> commands(const QString &calendarId);
    Expected<void> forgetCommands(const QString &calendarId, std::chrono::seconds olderThan);

    // -- clean-up: how many rows went ------------------------------------------------------------------------------------
    // At most so many, the oldest first: nobody waits long for a transaction.
    Expected<qint64> cleanupOldSyncHistory(int days, const QDateTime &now, int limit = 1'000'000);
    // Deleted on both sides longer ago than that; cancelled occurrences of living series stay.
    Expected<qint64> cleanupDeletedEvents(int days, const QDateTime &now);

    // Everything executed so far on this connection; for a look at its query plans.
    QStringList statementTexts() const;

private:
    Expected<void> beginAttempt();
    Expected<void> endAttempt(bool keep);
    Expected<QList<HistoryRecord>> historyRows(const QString &sql, const QVariantList &values);
    Expected<QList<EventRecord>> events(const QString &sql, const QVariantList &values);
    Expected<std::optional<EventRecord>> event(const QString &sql, const QVariantList &values);
    Expected<void> saveEvent(EventRecord &record);
    Expected<void> saveSync(EventRecord &record);
    Expected<void> saveTogether(std::span<EventRecord> records);
    Expected<void> giveIds(std::span<EventRecord> records);
    Expected<void> insertSyncs(std::span<EventRecord> records);
    Expected<void> changeRows(const QString &sql, const QJsonArray &rows);
    Expected<void> removeAll(const QList<qint64> &localIds);

    const Dialect &m_dialect;
    QSet<QString> m_leads; // calendars whose lock this connection took
    std::unique_ptr<Statements> m_statements; // prepared once each
    std::unique_ptr<const EventTexts> m_texts;
    int m_attempts = 0; // one inside the other
};

template <class Work> auto Session::attempt(const Work &work) -> std::invoke_result_t<const Work &>
{
    if (auto begun = beginAttempt(); !begun)
        return Unexpected(begun.error());
    auto result = std::invoke(work);
    // After another error the whole transaction is rolled back anyway.
    if (!result && !concernsRows(result.error())) {
        --m_attempts;
        return result;
    }
    if (auto ended = endAttempt(result.has_value()); !ended)
        return Unexpected(ended.error());
    return result;
}

} // namespace aria::store
