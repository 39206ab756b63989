// What happens in a window of time: single events, series expanded, exceptions in their place.
#pragma once

#include "calendar/event.h"

#include <QList>

#include <limits>
#include <optional>

namespace aria::calendar {

// An event and its calendar: ids are unique only within a calendar.
struct AgendaSource
{
    QString calendarId;
    Event event;
};

// Where something stands in an agenda.
struct AgendaPlace
{
    qint64 start; // instant, ms; of days that of their zone
    bool allDay;
    QString title; // as far as it counts for the order
    QString id;
    qsizetype source;

    friend bool operator<(const AgendaPlace &a, const AgendaPlace &b);
};
QString orderedTitle(const QString &title);
AgendaPlace placeOf(const Event &event, const QTimeZone &floatingZone, qsizetype source);

// When something goes on: instants, ms.
struct Extent
{
    qint64 start = 0;
    qint64 end = 0;

    // Whether some of it is in [from, to). What takes no time counts if it starts in there.
    bool overlaps(qint64 from, qint64 to) const { return start < to && (start >= from || end > from); }
};
// Dates are days of `floatingZone`. Nullopt: the event has no start.
std::optional<Extent> extentOf(const Event &event, const QTimeZone &floatingZone);

struct AgendaEntry
{
    Event event;
    qsizetype source; // its index in the list of sources
};

struct Agenda
{
    QList<AgendaEntry> entries;
    QList<qsizetype> cutShort; // series that go on in the window but are not shown whole: see below
};

// `sources` are single events, masters and exceptions in any order (an exception may lie outside the window although
// its original start is inside, or the other way round). Cancelled events and cancelled occurrences are left out;
// what overlaps [from, to) is kept (an event without duration counts if its start is inside). Ordered by start, then
// all-day events first, then by title, then by id, then as given. Dates are days of `floatingZone`.
//
// Returns the first `limit` of them, or of those behind `after` if there is one: series are unfolded side by side, and
// each only as far as the answer needs it. Neither a single series nor all of them together may use more than their
// budget of work (see Work); a series that would is shown as far as the budget goes.
Agenda agenda(const QList<AgendaSource> &sources, const QDateTime &from, const QDateTime &to,
    const QTimeZone &floatingZone, qsizetype limit = std::numeric_limits<qsizetype>::max(),
    const AgendaPlace *after = nullptr);

} // namespace aria::calendar
