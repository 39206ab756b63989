// Events as the API and the window show them, read from the database. Inside Store::read.
#pragma once

#include "service/eventlookup.h"
#include "service/eventtypes.h"

namespace aria::service {

// Google's JSON with ARIA's pending edits; what cannot be read as an event shows the last agreed version.
EventView viewOf(const store::EventRecord &record);

// An occurrence of a series that has no row of its own.
EventView viewOfOccurrence(const store::EventRecord &master, const calendar::Event &occurrence);

// NotFound where the id is unknown or names something deleted.
Expected<EventView> readEvent(store::Session &session, const QStringList &calendarIds, const EventKey &key);

// Series expanded, ordered by start; days are days of `zone`. At most `limit`; work and memory follow what is answered, not
// how often something repeats.
Expected<AgendaView> readAgenda(store::Session &session, const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, int limit);

Expected<QList<ConflictView>> readConflicts(store::Session &session, const QStringList &calendarIds);

// The zone of the first calendar as Google last told it; nullopt before the first sync.
Expected<std::optional<QTimeZone>> calendarZone(store::Session &session, const QString &calendarId);

// What Google reminds of events with which do not say so themselves, see StatusView; empty before the first sync.
Expected<QJsonArray> calendarReminders(store::Session &session, const QString &calendarId);

} // namespace aria::service
