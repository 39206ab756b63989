// How often an event repeats, as a person chooses it; to and from recurrence lines (RFC 5545). Pure.
#pragma once

#include "calendar/eventtime.h"

#include <QSet>
#include <QStringList>

namespace aria::editor {

struct RepeatRule
{
    enum class Frequency { Never, Daily, Weekly, MonthlyByDay, MonthlyByWeekday, Yearly, Custom };
    enum class End { Never, OnDay, AfterCount };

    Frequency frequency = Frequency::Never;
    int interval = 1; // every so many days, weeks, …
    QSet<int> weekdays; // of Weekly: 1 Monday … 7 Sunday
    End end = End::Never;
    QDate lastDay; // of OnDay, inclusive
    int count = 10; // of AfterCount
    QString custom; // of Custom: the lines, unchanged
    QStringList others; // lines that go with the rule: EXDATE and the like

    friend bool operator==(const RepeatRule &, const RepeatRule &) = default;
};

// A rule that the choice cannot express becomes Custom, so that nothing is lost. `start`: the first day.
RepeatRule repeatRuleOf(const QStringList &lines, QDate start, const QTimeZone &zone);

// The lines of a series that starts at `start`, whose wall time is in `zone`.
QStringList recurrenceLines(const RepeatRule &rule, const calendar::EventTime &start, const QTimeZone &zone);

// The nth weekday of its month; -1 if it is the last one and the fifth.
int weekOfMonth(QDate day);

} // namespace aria::editor
