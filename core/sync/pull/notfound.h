// What a 404 of Google's means: a deletion, or only that nothing can be seen at the moment.
#pragma once

#include "google/calendarapi.h"

namespace aria::sync {

// The event as Google has it, including cancelled ones; nullopt: it does not exist. That is believed only if the
// calendar itself answered in between: Google says 404 of every event of a calendar that this account does not see at
// the moment. Otherwise the error says so (calendar_away). `api` must outlive the call.
google::Result<std::optional<calendar::Event>> lookUp(
    google::CalendarApi &api, QString calendarId, QString eventId);

// NotFound or Gone.
bool meansMissing(const Error &error);

} // namespace aria::sync
