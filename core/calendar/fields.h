// The fields in which two versions of an event can differ, and how values of one field are compared and merged.
// Start and end are one field; attendees and reminders are sets (see docs/sync.md, "The decision").
#pragma once

#include "calendar/event.h"

#include <QStringList>

namespace aria::calendar {

// Field names are Google's member names, except "times" (start + end, without originalStartTime). Returns all fields
// that either version has and that a client may write; server-owned members (etag, updated, created, htmlLink,
// iCalUID, sequence, organizer, creator, kind, id, hangoutLink, …) are left out.
QStringList writableFieldsOf(const Event &a, const Event &b);

// Whether the field means the same in both after normalisation: instants rather than text, CRLF = LF, absent = the
// default that Google leaves out, attendees and reminders in any order, recurrence lines in any order.
bool sameField(const QString &field, const Event &a, const Event &b);

// Whether every writable field means the same.
bool sameContent(const Event &a, const Event &b);

// A copy of `to` with `field` taken from `from` (if it is absent there, it is absent here).
Event withField(Event to, const QString &field, const Event &from);

// The value of a field, for people and for the answer about conflicts ("times" → {"start": …, "end": …}).
QJsonValue fieldValue(const QString &field, const Event &event);

// Merges a set field (attendees by e-mail, reminders by method + minutes) three ways. nullopt if the same element was
// changed differently on both sides, or if the field is not a set.
std::optional<Event> mergeSetField(
    const QString &field, const Event &base, const Event &aria, const Event &google);

// The name that the local API uses for a field ("summary" → "title", "times" → "start_time"), and back; unknown names
// stay as they are.
QString apiFieldName(const QString &field);
QString fieldOfApiName(const QString &name);

} // namespace aria::calendar
