// Reads what happens in a period of time, as the API and the windows show it. Inside Store::read.
#pragma once

#include "calendar/agenda.h"
#include "edits/eventtypes.h"
#include "store/session.h"

#include <QSet>
#include <QTimeZone>

namespace aria::service {

// Series unfolded, ordered by start; days are days of `zone`. At most `limit`. Inside the horizon of
// aria_calendar_occurrences it is read from there, and only events that the table does not know yet, or that repeat too
// often for it, are unfolded; outside, all of them. Work and memory follow what is answered, not how often something
// repeats.
Expected<AgendaView> readAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit);

// The same without the table: everything is unfolded.
Expected<AgendaView> unfoldAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit);

// Which part of an agenda is wanted: the first `limit` events that overlap [from, to) and come after `after`.
struct Stretch
{
    QStringList calendarIds;
    QDateTime from;
    QDateTime to;
    QTimeZone zone; // whose days
    qsizetype limit = 0;
    std::optional<calendar::AgendaPlace> after = {}; // source as in Placed
};

// An event and its place in the order. place.source stands for its calendar and its row (sourceOf()).
struct Placed
{
    calendar::AgendaPlace place;
    EventView view;
};
struct PlacedEvents : QList<Placed>
{
    bool truncated = false; // see AgendaView
};
qsizetype sourceOf(const QStringList &calendarIds, const QString &calendarId, qint64 localId);

// From the table, which has to cover the stretch. `unsettled`: events that it does not know yet.
Expected<PlacedEvents> readTable(
    store::Session &session, const Stretch &stretch, const QList<qint64> &unsettled);
// From these records. `matching`: local ids of those that are shown; the others only say which occurrences of their
// series are replaced. Null: all are shown.
Expected<PlacedEvents> unfold(store::Session &session, const QList<store::EventRecord> &records,
    const Stretch &stretch, const QSet<qint64> *matching = nullptr);
// All that reaches into the stretch.
Expected<QList<store::EventRecord>> recordsIn(store::Session &session, const Stretch &stretch);
// The bounds of the stretch, widened so far that a date in any time zone that reaches into it is found.
QDateTime earlierBound(const Stretch &stretch);
QDateTime laterBound(const Stretch &stretch);

// The events that the table does not know yet. Nullopt: the table is still being made, and everything has to be
// unfolded.
Expected<std::optional<QList<qint64>>> unsettledEvents(store::Session &session);

} // namespace aria::service
