// What to send to Google to turn one version into another (Calendar API: patch semantics, guides/performance).
#pragma once

#include "calendar/event.h"

namespace aria::calendar {

// The body of events.patch: only the fields that differ, null for what is cleared (also for the other member when
// start/end switch between date and dateTime), arrays whole. Reminders that go back to the default are sent with an
// empty overrides array. conferenceData is sent only as a new createRequest. Empty: nothing to send.
QJsonObject patchBetween(const Event &from, const Event &to);

// The body of events.insert: all writable content and the id, but no server-owned members.
QJsonObject insertBody(const Event &event);

} // namespace aria::calendar
