// A series prepared for expansion: its rules in wall time, its extra and excluded starts; used only inside this room.
#pragma once

#include "calendar/event.h"
#include "calendar/rulesequence.h"

#include <QMap>
#include <QSet>

#include <vector>

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

// The starts of a series one after the other: all its rules and dates merged, computed only as far as needed.
class StartSequence
{
public:
    // The starts in [from, to) (instants), in order. `reach` widens the beginning to starts up to the
    // series' duration before `from`; such a start counts if its occurrence ends after `from`. Series and
    // work must outlive this object.
    StartSequence(const Series &series, qint64 from, qint64 to, bool reach, Work &work);

    // nullopt: there are no more, or the work budget is used up.
    std::optional<EventTime> next();

private:
    struct Source
    {
        RuleSequence walls;
        std::optional<qint64> until; // instant
        std::optional<qint64> wall = {}; // its next
    };

    qint64 earliestWall() const;
    bool isInside(const Series::Start &start) const;
    bool isTakenOut(qint64 wall);
    std::optional<Series::Start> nextOfRules();
    std::optional<Series::Start> nextOfAll();

    const Series &m_series;
    const qint64 m_from;
    const qint64 m_to;
    const bool m_reach;
    Work &m_work;
    std::vector<Source> m_rules; // those that have another start
    std::vector<Source> m_exRules;
    QList<Series::Start>::const_iterator m_extra;
    // Where clocks are put forward, skipped wall times come later than some that follow them: a start waits until
    // nothing can come before it any more.
    QMap<qint64, Series::Start> m_waiting;
    std::optional<qint64> m_settled;
    std::optional<Series::Start> m_ofRules; // taken from the rules, not yet returned
    std::optional<qint64> m_given; // order of the last one returned
};

} // namespace aria::calendar
