// One recurrence rule, expanded in wall time; used inside this room only.
#pragma once

#include <QMap>
#include <QString>

#include <functional>
#include <optional>

namespace aria::calendar {

// Wall times are milliseconds since 1970-01-01T00:00 on the wall, whatever the zone.
struct WallRule
{
    QMap<QString, QString> parts; // as of RecurrenceLine::ruleParts()
    std::optional<qint64> until; // inclusive
};

// Calls `visit` for the rule's occurrences in [from, to], in order, until it returns false. The start counts
// as the first of COUNT even where it does not match (RFC 5545, 3.3.10: COUNT); it is visited only if it
// matches. Rules that make no sense have no occurrences. Work is bounded: a rule that hides its matches
// behind a million misses ends early, then false is returned. Thread-safe.
//
// This is our own arithmetic because libical (3.0.16) loses occurrences: days counted from a
// month's end in DAILY rules, BYMONTHDAY of a YEARLY rule outside the start's month, BYSETPOS where it chooses times,
// the weeks of INTERVAL with WKST, weeks that cross the year; and it looks without any bound for what never comes.
bool visitRule(const WallRule &rule, qint64 start, bool allDay, qint64 from, qint64 to,
    const std::function<bool(qint64)> &visit);

// The same for FREQ=HOURLY, MINUTELY and SECONDLY, whose periods are parts of a day.
bool visitSubDailyRule(const class RuleTerms &terms, qint64 start, class RuleCounter &counter);

} // namespace aria::calendar
