// The occurrences of one event as they are kept in a table: all that reach into a horizon around today.
#pragma once

#include "calendar/event.h"

#include <QSet>

namespace aria::calendar {

struct Occurrence
{
    EventTime start;
    EventTime end; // exclusive; never before the start, of all-day ones at least a day later
    EventTime originalStart; // null: a single event's
};

// UTC. All-day occurrences are dates of any zone, so theirs are taken from a day before to a day after.
struct Horizon
{
    // Of an event that repeats so often that it would fill the table alone, only the next days are kept: from here on.
    static constexpr int pastDays = 35;
    static constexpr int futureDays = 400;

    QDateTime from;
    QDateTime until;

    static Horizon around(const QDateTime &now); // from midnight to midnight UTC
    QDateTime soon() const { return from.addDays(pastDays - 1); }
    // The horizon has gone so far from `now` that it has to be moved.
    bool isOutdated(const QDateTime &now) const;
    bool covers(const QDateTime &start, const QDateTime &end) const { return from <= start && end <= until; }
    bool isValid() const { return from.isValid() && until.isValid(); }
};

struct Unfolded
{
    QList<Occurrence> occurrences; // in order
    // False: it repeats more often than a table should know; the first ones of soon() are there.
    bool isWhole = true;
};

// `replaced`: original starts, as originalStartKey() has them, that changed or cancelled occurrences stand for. What
// it costs is bounded as in calendar/work.h, and so is how many there are.
Unfolded unfold(const Event &event, const Horizon &horizon, const QSet<QString> &replaced);

} // namespace aria::calendar
