// How events, changes and states appear in answers (contract: Events, Sync).
#pragma once

#include "api/message.h"
#include "service/types.h"

#include <QJsonObject>

namespace aria::api {

QJsonObject eventJson(const service::EventView &view);
QJsonArray eventsJson(const QList<service::EventView> &views);
QJsonObject changesJson(const service::Changes &changes);
QJsonObject conflictJson(const service::ConflictView &conflict);
QJsonObject statusJson(const service::StatusView &status);
QJsonObject authJson(const google::AuthStatus &status);

QJsonObject historyJson(const store::HistoryRecord &record);

// The result of a write, for a person. `done`: "Event created".
QString writtenMessage(const service::WriteOutcome &outcome, const QString &done);
// The answer to a command that writes: 200, or 202 while Google does not have it yet.
Response written(const service::WriteOutcome &outcome, const QString &done);

// RFC 3339; null if there is no such instant.
QJsonValue instantJson(const QDateTime &instant);

} // namespace aria::api
