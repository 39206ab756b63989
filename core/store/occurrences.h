// The table aria_calendar_occurrences: kept in step with the events.
#pragma once

#include "store/eventreading.h"

#include "base/error.h"
#include "calendar/horizon.h"

#include <span>

namespace aria::store {

class Attempts;
class Dialect;
struct EventTexts;
struct OccurrenceChanges;
class Statements;

// Inside Store::write, but for horizon() and howManyDue().
class Occurrences
{
public:
    Occurrences(Statements &statements, const Dialect &dialect, const EventTexts &texts, Attempts &attempts)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_texts(texts)
        , m_attempts(attempts)
        , m_rows(statements)
    {
    }

    // Whoever writes events calls it in the same transaction, so that the table is never behind: their rows, and those
    // of the series whose occurrences they are.
    Expected<void> refresh(std::span<const EventRecord> records);
    Expected<void> refreshById(const QList<qint64> &localIds);
    // An event got another id.
    Expected<void> rename(qint64 before, qint64 after);

    // -- events that are marked (aria_calendar_unfolding) --
    Expected<void> mark(const QList<qint64> &localIds);
    // Makes the rows of the first ones; how many were taken up. 0: nothing is due.
    Expected<qint64> takeUp(int limit);
    Expected<void> takeUpAll();
    Expected<qint64> howManyDue();

    // -- the horizon --
    Expected<calendar::Horizon> horizon();
    // Moves it on to `now` where it is outdated. What reaches into the new days is due then, and what has ended before the
    // horizon is gone. True: it was moved.
    Expected<bool> moveHorizon(const QDateTime &now, const QStringList &calendarIds);
    // Everything anew: the table is empty, and all events are due.
    Expected<void> rebuild(const QDateTime &now);

    // Compares the rows of `limit` events with what the events say, and mends them. How many were wrong. `place` says
    // which events, any number will do.
    Expected<qint64> check(quint64 place, int limit);

private:
    Expected<OccurrenceChanges> changesFor(std::span<const EventRecord> records);
    Expected<void> apply(const OccurrenceChanges &changes);
    Expected<void> takeUpOneByOne(const QList<EventRecord> &records);
    Expected<QList<EventRecord>> recordsOf(const QList<qint64> &localIds);
    Expected<void> forget(const QList<qint64> &localIds); // their marks
    Expected<void> setHorizon(const calendar::Horizon &horizon);
    Expected<void> removeBefore(const QDateTime &from);

    Statements &m_statements;
    const Dialect &m_dialect;
    const EventTexts &m_texts;
    Attempts &m_attempts;
    EventReading m_rows;
};

} // namespace aria::store
