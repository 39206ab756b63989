// What services on one database tell each other, as JSON in its tables. Pure.
#pragma once

#include "service/types.h"
#include "sync/push/push.h"

namespace aria::service {

QJsonObject toJson(const Error &error);
Error errorFromJson(const QJsonObject &json);

QJsonObject toJson(const sync::Changes &changes);
sync::Changes changesFromJson(const QJsonObject &json);

QJsonObject toJson(const google::Channel &channel);
google::Channel channelFromJson(const QJsonObject &json);

QJsonObject toJson(const sync::PushOutcome &outcome);
sync::PushOutcome outcomeFromJson(const QJsonObject &json);

// What the leader does, for the status that the others show: everything except statistics, role and settings.
QJsonObject toJson(const StatusView &status);
void applyReport(StatusView &status, const QJsonObject &report);

} // namespace aria::service
