// The request and the answer of GET /events.
#pragma once

#include "edits/eventtypes.h"

namespace aria::service {

struct WindowRequest
{
    // Dates are days of the zone, from midnight on; nullopt: see faults.
    std::optional<calendar::EventTime> from;
    std::optional<calendar::EventTime> to;
    QString words; // which the events must have; blank: all events
    QString calendarId; // empty: all that are synced
    QByteArray zone; // whose days; empty: as the day of eventsToday()
    int limit = 100;
    QString cursor; // of an earlier page; empty: the first one
    // Faults that reading the request has found. The answer names them together with those that only the service can
    // find.
    QList<Fault> faults = {};
};

struct WindowPage
{
    AgendaView events;
    QString nextCursor; // empty: there is nothing more
};

} // namespace aria::service
