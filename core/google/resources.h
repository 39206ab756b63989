// Parses Google's JSON answers into the values of calendarapi.h. Pure; each function either understands an answer or
// says it is bad.
#pragma once

#include "google/calendarapi.h"

namespace aria::google {

// A page without nextPageToken and nextSyncToken is not a page: taken for the whole of an empty calendar, it would
// delete everything. Unavailable, code incomplete_answer. Items that are not events are set aside (unreadable).
Expected<EventPage> parseEventPage(QJsonObject json);

// The event with this id, which may be an occurrence that Google names differently from us. Unavailable: something
// else came (incomplete_answer), or the event does not have the shape of one (unreadable_event).
Expected<calendar::Event> parseEvent(QJsonObject json, const QString &id);

// Whether the members we understand have the types that Google documents, and times that can be read, and whether it is
// no larger than an event can be (calendar::maxEventSize). If it were accepted, a title that is a number would look as if
// somebody had emptied it, and one of many megabytes would be read for every answer.
bool isReadableEvent(const QJsonObject &json);

CalendarInfo parseCalendarInfo(const QJsonObject &json);

// Of each of the ids that were asked for, in their order. What Google says nothing about has the problem "missing".
Expected<QList<BusyTimes>> parseFreeBusy(const QJsonObject &json, const QStringList &ids);

// expiration is a number of ms since 1970: a string by the rules of discovery, or bare as the push guide prints it.
Expected<Channel> parseChannel(const QJsonObject &json);

} // namespace aria::google
