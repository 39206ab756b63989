// What happens in a window of time: single events, series expanded, exceptions in their place.
#pragma once

#include "calendar/event.h"

#include <QList>

namespace aria::calendar {

// Where an event stands in an agenda.
struct AgendaPlace
{
    QDateTime start;
    bool allDay = false;
    QString title;
    QString id;

    bool operator<(const AgendaPlace &other) const;
};
AgendaPlace agendaPlaceOf(const Event &event, const QTimeZone &floatingZone);

// Of one calendar: ids are unique only there. `events` are singles, masters and exceptions in any order (an exception may lie outside the window although its
// original start is inside, and the other way round). Cancelled ones and cancelled occurrences are left out; what
// overlaps [from, to) is kept (an event without duration counts if its start is inside). Ordered by start, then by
// whether all-day (first), then by title, then by id. Dates are days of `floatingZone`.
QList<Event> agenda(
    const QList<Event> &events, const QDateTime &from, const QDateTime &to, const QTimeZone &floatingZone);

} // namespace aria::calendar
