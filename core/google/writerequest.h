// Turns a Write into its request, and the answer into its result; the same alone and in a batch.
#pragma once

#include "google/batch.h"
#include "google/calendarapi.h"

namespace aria::google {

// "/calendar/v3/calendars/{calendarId}/events"
QByteArray eventsPath(const QString &calendarId);
QByteArray eventPath(const QString &calendarId, const QString &eventId);

// sendUpdates is always sent, conferenceDataVersion only if requested. An insert must contain its id, so that
// repeating it is safe. InvalidInput if something that the request needs is missing.
Expected<ApiRequest> writeRequest(const Write &write);

// The result of one part of a batch. Unavailable, code batch_part_missing, if there is none.
Expected<calendar::Event> writeResult(
    const Write &write, const std::optional<BatchPart> &part, const QDateTime &nowUtc);

// The id of the event that is written.
QString idOf(const Write &write);

} // namespace aria::google
