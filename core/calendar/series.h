// A series taken apart for expansion: its rules in wall time, its extra and excluded starts; inside this room
// only.
#pragma once

#include "calendar/event.h"
#include "calendar/wallrule.h"

#include <QSet>

namespace aria::calendar {

// Reads leniently: lines and values that make no sense are left out. Times in it are milliseconds.
class Series
{
public:
    Series(const Event &master, const QTimeZone &floatingZone);

    bool isAllDay() const { return m_allDay; }
    qint64 duration() const { return m_duration; } // exact; of all-day series: in days of 24 hours

    // The original starts in [from, to) (instants), in order, at most `limit`. `reach` widens the beginning
    // to what starts up to that long before `from`; such a start counts if its occurrence ends after `from`.
    QList<EventTime> starts(qint64 from, qint64 to, bool reach, int limit) const;

    // The last instant at which an occurrence may still run; nullopt: it does not end, or nobody can tell.
    std::optional<qint64> lastEnd() const;
    qint64 firstStart() const; // instant

private:
    qint64 instantOf(qint64 wall) const;
    qint64 wallAt(qint64 instant) const;
    bool isExcluded(qint64 wall, qint64 instant) const;
    void readRule(const struct RecurrenceLine &line);
    void readDates(const struct RecurrenceLine &line);
    EventTime timeOf(qint64 wall, qint64 instant) const;

    QTimeZone m_zone;
    QByteArray m_tzid;
    bool m_allDay = false;
    bool m_valid = false;
    // The start belongs to its series whether the rule matches it or not, except where "this and following" at the very
    // first occurrence has left a rule that ended before.
    bool m_startBelongs = true;
    qint64 m_start = 0; // wall
    qint64 m_duration = 0;
    struct Rule
    {
        WallRule wall;
        std::optional<qint64> untilInstant; // exact, where UNTIL was given in UTC
    };
    QList<Rule> m_rules;
    QList<Rule> m_exRules;
    QList<qint64> m_extra; // wall
    QSet<qint64> m_excludedInstants; // timed
    QSet<qint64> m_excludedDays; // wall midnights
};

} // namespace aria::calendar
