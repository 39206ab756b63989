// How events, changes and states look in answers (contract: Events, Sync).
#pragma once

#include "service/types.h"

#include <QJsonObject>

namespace aria::api {

QJsonObject eventJson(const service::EventView &view);
QJsonArray eventsJson(const QList<service::EventView> &views);
QJsonObject changesJson(const service::Changes &changes);
QJsonObject conflictJson(const service::ConflictView &conflict);
QJsonObject statusJson(const service::StatusView &status);
QJsonObject authJson(const google::AuthStatus &status);

// RFC 3339, null where there is no such instant.
QJsonValue instantJson(const QDateTime &instant);

} // namespace aria::api
