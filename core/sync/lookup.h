// What Google has of an event, where "nothing" may mean a deletion.
#pragma once

#include "google/calendarapi.h"

namespace aria::sync {

// The event as Google has it, cancelled ones too; nullopt: it is not there. That is believed only where the calendar
// itself answered in between: Google says 404 of every event of a calendar that this account does not see just now.
// Else the error says so (calendar_away). `api` outlives the call.
google::Result<std::optional<calendar::Event>> lookUp(
    google::CalendarApi &api, QString calendarId, QString eventId);

// NotFound or Gone.
bool meansMissing(const Error &error);

} // namespace aria::sync
