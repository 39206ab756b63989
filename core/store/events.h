// Finds events by their keys and by their times, saves them and removes them.
#pragma once

#include "store/eventreading.h"
#include "store/records.h"

#include "base/error.h"

#include <span>

namespace aria::store {

class Dialect;
class EventLog;
struct EventTexts;
class Occurrences;
class Statements;

class Events
{
public:
    Events(Statements &statements, const Dialect &dialect, const EventTexts &texts, Occurrences &occurrences,
        EventLog &log)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_occurrences(occurrences)
        , m_log(log)
        , m_rows(statements)
    {
    }

    Expected<std::optional<EventRecord>> byGoogleId(const QString &calendarId, const QString &googleEventId);
    Expected<std::optional<EventRecord>> byLocalId(qint64 localId);
    Expected<QHash<qint64, EventRecord>> allByLocalId(const QList<qint64> &localIds);
    Expected<std::optional<EventRecord>> byIdempotencyKey(const QString &key);
    Expected<QHash<QString, EventRecord>> allByGoogleId(
        const QString &calendarId, const QStringList &googleEventIds);
    // Exceptions of a series, cancelled ones included.
    Expected<QList<EventRecord>> exceptionsOf(const QString &calendarId, const QString &masterGoogleId);
    Expected<std::optional<EventRecord>> exceptionAt(
        const QString &calendarId, const QString &masterGoogleId, const QString &originalStart);

    // Every event that can have an occurrence in [from, to), except deleted ones, plus all exceptions (cancelled ones
    // too) of the masters among them.
    Expected<QList<EventRecord>> inWindow(
        const QStringList &calendarIds, const QDateTime &from, const QDateTime &to);

    // The same for these events, whatever their times: with the series they belong to and all its exceptions.
    Expected<QList<EventRecord>> familiesOf(const QList<qint64> &localIds);

    // Local ids of events that themselves reach into [from, to) and have words that begin with each of those in
    // `words`, which must have at least one word.
    Expected<QList<qint64>> withWords(
        const QStringList &calendarIds, const QDateTime &from, const QDateTime &to, const QString &words);

    // -- only inside Store::write -- All these keep aria_calendar_occurrences in step, and report the change to the
    // event log. Inserts (localId 0, syncId 0: ids are filled in; a localId of the caller's choice is kept) or updates
    // both rows whole. The rows' own triggers do not see these writes as ARIA's edits; revision is written as given.
    Expected<void> save(QList<EventRecord> &records);
    Expected<void> save(EventRecord &record);
    // Before events are saved one by one, that ARIA may be editing together (store/eventlocks.h).
    Expected<void> lock(const QList<qint64> &localIds);
    Expected<void> markSeen(const QString &calendarId, const QStringList &googleEventIds, qint64 generation);
    Expected<void> remove(qint64 localId); // both rows, for good; history stays
    // Removes what both sides deleted more than `days` ago, and returns how many; cancelled occurrences of living
    // series stay.
    Expected<qint64> removeDeleted(int days, const QDateTime &now);

private:
    Expected<void> saveRows(EventRecord &record);
    Expected<void> saveEvent(EventRecord &record);
    Expected<void> saveSync(EventRecord &record);
    Expected<void> saveTogether(std::span<EventRecord> records);
    Expected<void> giveIds(std::span<EventRecord> records);
    Expected<void> insertSyncs(std::span<EventRecord> records);
    Expected<void> indexWords(std::span<const EventRecord> records, std::span<const EventRecord> asBefore);
    Expected<void> removeAll(const QList<qint64> &localIds);

    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    Occurrences &m_occurrences;
    EventLog &m_log;
    EventReading m_rows;
};

} // namespace aria::store
