// What to send to Google so that one version becomes another (Calendar API: patch semantics, guides/performance).
#pragma once

#include "calendar/event.h"

namespace aria::calendar {

// The body of events.patch: only the fields that differ, null for what is cleared (also for the other member when
// start/end switch between date and dateTime), arrays whole. Reminders going back to the default name an empty
// overrides array. conferenceData only when it is a new createRequest. Empty: nothing to send.
QJsonObject patchBetween(const Event &from, const Event &to);

// The body of events.insert: all writable content, with the id, without server-owned members.
QJsonObject insertBody(const Event &event);

// `event` after a patch as Google applies it: objects merge, arrays are replaced whole, null removes.
Event applyPatch(const Event &event, const QJsonObject &patch);

} // namespace aria::calendar
