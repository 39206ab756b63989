// A sync's plan as the local API shows it.
#pragma once

#include "service/types.h"

#include <QJsonObject>

namespace aria::api {

// {"plan_id", "needs_confirmation", "count", "changes", "conflicts": [id], "conflict_events": [{"google_event_id",
// "calendar_id"}], "plan": {"aria": [write], "google": [write]}}. A write is {"operation", "reason", "held",
// "calendar_id", "google_event_id", "local_event_id", "title", "start_time", "fields": [{"name", "before",
// "after"}]}, and on Google's side also has "send_updates".
QJsonObject planJson(const service::Plan &plan);

} // namespace aria::api
