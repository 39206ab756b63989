// Google's JSON answers as the values of calendarapi.h. Pure; each either understands an answer or says it is
// bad.
#pragma once

#include "google/calendarapi.h"

namespace aria::google {

// A page without nextPageToken and nextSyncToken is no page: taken for the whole of an empty calendar it
// would delete everything. Unavailable, code incomplete_answer.
Expected<EventPage> parseEventPage(QJsonObject json);

// An event has at least an id.
Expected<calendar::Event> parseEvent(QJsonObject json);

CalendarInfo parseCalendarInfo(const QJsonObject &json);

// expiration is a number of ms since 1970, as a string by discovery's rules or bare as the push guide prints
// it.
Expected<Channel> parseChannel(const QJsonObject &json);

} // namespace aria::google
