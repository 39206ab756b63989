// What GET /events asks for and gives.
#pragma once

#include "edits/eventtypes.h"

namespace aria::service {

struct WindowRequest
{
    std::optional<calendar::EventTime> from; // dates are days of the zone, from midnight on; nullopt: see faults
    std::optional<calendar::EventTime> to;
    QString words; // which the events must have; blank: all events
    QString calendarId; // empty: all that are synced
    QByteArray zone; // whose days; empty: as the day of eventsToday()
    int limit = 100;
    QString cursor; // of an earlier page; empty: the first one
    // What the reader of the request has found wrong. The answer names it beside what only the service can tell.
    QList<Fault> faults = {};
};

struct WindowPage
{
    AgendaView events;
    QString nextCursor; // empty: there is nothing more
};

} // namespace aria::service
