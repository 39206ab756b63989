// What happens in a window of time: single events, series expanded, exceptions in their place.
#pragma once

#include "calendar/event.h"

#include <QList>

#include <limits>

namespace aria::calendar {

// An event of a calendar: ids are unique only there.
struct AgendaSource
{
    QString calendarId;
    Event event;
};

struct AgendaEntry
{
    Event event;
    qsizetype source; // where it comes from, in the list that was given
};

struct Agenda
{
    QList<AgendaEntry> entries;
    QList<qsizetype> cutShort; // series that go on in the window, but not in here: see below
};

// `sources` are singles, masters and exceptions in any order (an exception may lie outside the window although its
// original start is inside, and the other way round). Cancelled ones and cancelled occurrences are left out; what
// overlaps [from, to) is kept (an event without duration counts if its start is inside). Ordered by start, then by
// whether all-day (first), then by title, then by id, then as given. Dates are days of `floatingZone`.
//
// The first `limit` of them: series are unfolded side by side, and each only as far as the answer needs it. No series,
// and not all of them together, may cost more than its work (see Work); one that would is shown as far as it goes.
Agenda agenda(const QList<AgendaSource> &sources, const QDateTime &from, const QDateTime &to,
    const QTimeZone &floatingZone, qsizetype limit = std::numeric_limits<qsizetype>::max());

} // namespace aria::calendar
