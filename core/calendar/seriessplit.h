// "This and following": one series becomes two, which together have the same occurrences (Calendar API,
// guides/recurringevents: the first ends before the chosen occurrence, the second starts at it).
#pragma once

#include "calendar/event.h"

namespace aria::calendar {

struct SeriesSplit
{
    bool isWhole = false; // nothing comes before the chosen occurrence; then there are no lines
    QStringList earlier; // recurrence of the series, ended just before the occurrence (UNTIL)
    QStringList later; // what is left of its recurrence; empty: the occurrence is the only one left
};

// `from`: the original start of one of its occurrences. NotFound: there is no such occurrence. Precondition
// "cannot_split": the rules cannot be divided between two halves (several rules that count together and the like).
Expected<SeriesSplit> splitSeries(const Event &master, const EventTime &from, const QTimeZone &floatingZone);

// The later half as an event of its own: the master's content at `from`, without an id and without
// what Google makes itself.
Event laterHalf(const Event &master, const SeriesSplit &split, const EventTime &from);

// Starts of `series` after `from` that its own EXDATE lines exclude.
QList<EventTime> excludedStarts(const Event &series, const QTimeZone &floatingZone);

// Whether the rules of `series`, ignoring EXDATE, have an occurrence there: then what was stored for that one
// occurrence still means something.
bool hasPlaceFor(const Event &series, const EventTime &originalStart, const QTimeZone &floatingZone);

// Excludes that occurrence from the series (an EXDATE line).
void excludeOccurrence(Event &series, const EventTime &originalStart);

} // namespace aria::calendar
