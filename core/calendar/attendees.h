// Attendees as people: found by e-mail, compared by what a client may say about them. Used inside this room
// only.
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

namespace aria::calendar {

// Who it is: the e-mail address in lower case; Google's id or name where an attendee has none. An element is
// an attendee object or a bare e-mail string.
QString attendeeKey(const QJsonValue &attendee);

// What the element says, defaults left out: responseStatus, optional, displayName, comment, additionalGuests.
// Server-owned members (self, organizer, resource, id, …) say nothing.
QJsonObject attendeeMeaning(const QJsonValue &attendee);

// An attendee object: `wanted` laid over `known`, Google's object for the same person (may be empty).
QJsonObject attendeeOnto(const QJsonObject &known, const QJsonValue &wanted);

// The elements by their keys.
QHash<QString, QJsonValue> attendeesByKey(const QJsonArray &attendees);

// Same people with the same meaning, in any order.
bool sameAttendees(const QJsonArray &a, const QJsonArray &b);

} // namespace aria::calendar
