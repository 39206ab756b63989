// Keeps the table aria_calendar_occurrences in step with the events.
#pragma once

#include "store/eventreading.h"

#include "base/error.h"
#include "calendar/horizon.h"

#include <span>

namespace aria::store {

class Savepoints;
class Dialect;
struct EventTexts;
struct OccurrenceChanges;
class Statements;

// Used inside Store::write, except for horizon() and howManyDue(), which may also be used inside Store::read.
class Occurrences
{
public:
    Occurrences(
        Statements &statements, const Dialect &dialect, const EventTexts &texts, Savepoints &savepoints)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_savepoints(savepoints)
        , m_rows(statements)
    {
    }

    // Called in the transaction that writes these events, so that the table is not behind. Rewrites their rows, and
    // those of the series whose occurrences they are; beyond a limit of rows, the other events are marked instead.
    Expected<void> refresh(std::span<const EventRecord> records);
    Expected<void> refreshById(const QList<qint64> &localIds);
    // An event got another id.
    Expected<void> rename(qint64 before, qint64 after);

    // -- events that are marked (aria_calendar_unfolding) --
    Expected<void> mark(const QList<qint64> &localIds);
    // Makes the rows of the first `limit` marked events, or of as many as one transaction holds. Returns how many were
    // taken up; 0: nothing is due.
    Expected<qint64> takeUp(int limit);
    Expected<qint64> howManyDue();

    // -- the horizon --
    Expected<calendar::Horizon> horizon();
    // Moves the horizon on to `now` if it is outdated: what reaches into the new days is marked as due, and so is what
    // has rows that ended before the horizon. True: it was moved.
    Expected<bool> moveHorizon(const QDateTime &now, const QStringList &calendarIds);
    // Starts from scratch: empties the table and marks all events as due.
    Expected<void> rebuild(const QDateTime &now);

    // Compares the rows of `limit` events with what the events say, and mends them. Returns how many were wrong.
    // `place` chooses the events; any number will do.
    Expected<qint64> check(quint64 place, int limit);

private:
    Expected<OccurrenceChanges> changesFor(std::span<const EventRecord> records);
    // Returns the events whose rows would be too many for one transaction; they are marked.
    Expected<QList<qint64>> rewrite(std::span<const EventRecord> records, const QSet<qint64> &locked);
    Expected<void> apply(const OccurrenceChanges &changes, const QSet<qint64> &locked);
    Expected<void> takeUpOneByOne(const QList<EventRecord> &records);
    Expected<QList<EventRecord>> recordsOf(const QList<qint64> &localIds);
    Expected<void> forget(const QList<qint64> &localIds); // their marks
    Expected<void> setHorizon(const calendar::Horizon &horizon);
    Expected<QList<qint64>> concernedByMove(
        const calendar::Horizon &before, const calendar::Horizon &next, const QStringList &calendarIds);

    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    Savepoints &m_savepoints;
    EventReading m_rows;
};

} // namespace aria::store
