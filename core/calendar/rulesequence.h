// One recurrence rule, expanded in wall time, one occurrence after the other; used only inside this room.
#pragma once

#include "calendar/ruleperiods.h"

namespace aria::calendar {

// Wall times are milliseconds since 1970-01-01T00:00 on the wall, whatever the zone.
struct WallRule
{
    QMap<QString, QString> parts; // as returned by RecurrenceLine::ruleParts()
    std::optional<qint64> until; // inclusive

    bool counts() const { return count().has_value(); }
    // COUNT; nullopt if there is none, or none that makes sense. A count too large for a number is endless.
    std::optional<qint64> count() const;
};

// The rule's occurrences from the start to `last`, in order. COUNT counts them and nothing else: a start that its
// rule does not yield is extra, as in Google's calendar. Rules that make no sense have no occurrences. Each step is
// lazy, and its work is bounded.
//
// This is our own arithmetic because libical (3.0.16) loses occurrences: days counted from a month's end in DAILY
// rules, BYMONTHDAY of a YEARLY rule outside the start's month, BYSETPOS where it chooses times, the weeks of
// INTERVAL with WKST, weeks that cross the year. It also searches without limit for occurrences that never come.
class RuleSequence
{
public:
    RuleSequence(const WallRule &rule, qint64 start, bool allDay, qint64 last);

    // nullopt: there are no more up to `last`, or the work budget is used up.
    std::optional<qint64> next(Work &work);

    // Occurrences before `wall` are no longer needed. Without COUNT they are not even computed.
    void skipTo(qint64 wall);

    // The last occurrence, if the rule is simple enough to compute it directly.
    static std::optional<qint64> lastOf(const WallRule &rule, qint64 start);

private:
    std::unique_ptr<RulePeriods> m_periods; // null: there is nothing more
    qint64 m_start;
    qint64 m_from;
    qint64 m_last;
    std::optional<qint64> m_left; // of COUNT
    QList<qint64> m_set;
    qsizetype m_at = 0; // the next in the set
};

} // namespace aria::calendar
