// A Write as the request that makes it, and what its answer means; the same alone and in a batch.
#pragma once

#include "google/batch.h"
#include "google/calendarapi.h"

namespace aria::google {

// "/calendar/v3/calendars/{calendarId}/events"
QByteArray eventsPath(const QString &calendarId);
QByteArray eventPath(const QString &calendarId, const QString &eventId);

// sendUpdates is always sent, conferenceDataVersion only where asked for. An insert must hold its id, so that
// repeating it is safe. InvalidInput where something that the request needs is missing.
Expected<ApiRequest> writeRequest(const Write &write);

// The result of one part of a batch. Unavailable, code batch_part_missing, where there is none.
Expected<calendar::Event> writeResult(
    const Write &write, const std::optional<BatchPart> &part, const QDateTime &nowUtc);

// The id of the event that is written.
QString idOf(const Write &write);

} // namespace aria::google
