// What happens in a stretch of time, as the API and the window show it. Inside Store::read.
#pragma once

#include "edits/eventtypes.h"

#include "store/session.h"

#include <QTimeZone>

namespace aria::service {

// Series unfolded, ordered by start; days are days of `zone`. At most `limit`. Inside the horizon of
// aria_calendar_occurrences it is read from there, and only events that the table does not know yet, or that repeat too
// often for it, are unfolded; outside, all of them. Work and memory follow what is answered, not how often something
// repeats.
Expected<AgendaView> readAgenda(store::Session &session, const QStringList &calendarIds, const QDateTime &from,
    const QDateTime &to, const QTimeZone &zone, int limit);

// The same without the table.
Expected<AgendaView> unfoldAgenda(store::Session &session, const QStringList &calendarIds, const QDateTime &from,
    const QDateTime &to, const QTimeZone &zone, int limit);

} // namespace aria::service
