// Attendees as people: found by e-mail, and compared by what a client may say about them. Used only inside this room.
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

namespace aria::calendar {

// Identifies an attendee: by the e-mail address in lower case, or by Google's id or name if there is no address. An
// element is an attendee object or a bare e-mail string.
QString attendeeKey(const QJsonValue &attendee);

// What the element says, without defaults: responseStatus, optional, displayName, comment, additionalGuests.
// Server-owned members (self, organizer, resource, id, …) do not count.
QJsonObject attendeeMeaning(const QJsonValue &attendee);

// An attendee object: `wanted` laid over `known`, which is Google's object for the same person (may be empty).
QJsonObject attendeeOnto(const QJsonObject &known, const QJsonValue &wanted);

// The elements, by their keys.
QHash<QString, QJsonValue> attendeesByKey(const QJsonArray &attendees);

// Whether both have the same people with the same meaning, in any order.
bool sameAttendees(const QJsonArray &a, const QJsonArray &b);

} // namespace aria::calendar
