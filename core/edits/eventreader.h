// Events as the API and the window show them, read from the database. Inside Store::read.
#pragma once

#include "edits/conflicttypes.h"
#include "edits/eventlookup.h"

namespace aria::service {

// Google's JSON with ARIA's pending edits; if that cannot be read as an event, the last agreed version.
EventView viewOf(const store::EventRecord &record);

// `event` as a view of its record. `isOccurrence`: it has no row of its own, and the record is its series'.
EventView shownAs(const store::EventRecord &record, const calendar::Event &event, bool isOccurrence);

// An occurrence of a series that has no row of its own.
EventView viewOfOccurrence(const store::EventRecord &master, const calendar::Event &occurrence);

// NotFound if the id is unknown or its event is deleted.
Expected<EventView> readEvent(store::Session &session, const QStringList &calendarIds, const EventKey &key);

Expected<QList<ConflictView>> readConflicts(store::Session &session, const QStringList &calendarIds);

// The zone of the first calendar, as last reported by Google; nullopt before the first sync.
Expected<std::optional<QTimeZone>> calendarZone(store::Session &session, const QString &calendarId);

// Google's default reminders for events that set none of their own, see StatusView; empty before the first sync.
Expected<QJsonArray> calendarReminders(store::Session &session, const QString &calendarId);

} // namespace aria::service
