// A series prepared for expansion: its rules in wall time, its extra and excluded starts; used only inside this room.
#pragma once

#include "calendar/event.h"
#include "calendar/rulesequence.h"

#include <QSet>

namespace aria::calendar {

// Lenient: lines and values that make no sense are left out. Its times are milliseconds. The text of the lines is
// parsed only once, here.
class Series
{
public:
    Series(const Event &master, const QTimeZone &floatingZone);

    bool isAllDay() const { return m_allDay; }
    qint64 duration() const { return m_duration; } // exact; of all-day series: in days of 24 hours

    // The original starts in [from, to) (instants), in order, at most `limit`; for `reach` see StartSequence.
    QList<EventTime> starts(qint64 from, qint64 to, bool reach, int limit) const;
    // Whether an occurrence starts at exactly this instant.
    bool hasStartAt(qint64 instant) const;

    // The last instant at which an occurrence may still run; nullopt if the series does not end or its
    // end cannot be told.
    std::optional<qint64> lastEnd() const;
    qint64 firstStart() const; // instant

private:
    friend class StartSequence;

    static constexpr qint64 dayMs = 86'400'000;
    static qint64 dayOf(qint64 wall) { return wall - ((wall % dayMs) + dayMs) % dayMs; }

    struct Start
    {
        qint64 instant;
        qint64 wall;
    };
    struct Rule
    {
        WallRule wall;
        std::optional<qint64> untilInstant; // exact, where UNTIL was given in UTC
    };

    qint64 instantOf(qint64 wall) const;
    qint64 wallAt(qint64 instant) const;
    bool isExcluded(const Start &start) const;
    // Days are ordered by their dates: two of them may begin at one instant if a zone skipped a day.
    qint64 orderOf(const Start &start) const { return m_allDay ? start.wall : start.instant; }
    void readRule(const struct RecurrenceLine &line);
    void readDates(const struct RecurrenceLine &line);
    void addStart();
    EventTime timeOf(const Start &start) const;

    QTimeZone m_zone;
    ZonedTime m_zoned; // the start's, for its zone
    bool m_allDay = false;
    bool m_valid = false;
    Start m_start{};
    qint64 m_duration = 0;
    QList<Rule> m_rules;
    QList<Rule> m_exRules;
    QList<Start> m_extra; // RDATE and the start itself; in order, without duplicates
    QSet<qint64> m_excludedInstants; // timed
    QSet<qint64> m_excludedDays; // wall midnights
};

} // namespace aria::calendar
