// The keys of aria_calendar_metadata, in one place.
#pragma once

#include <QString>

namespace aria::store::metadata {

inline const QString syncToken = QStringLiteral("sync_token");
// {"id", "timeZone", "accessRole", "defaultReminders"} as last reported by Google.
inline const QString calendar = QStringLiteral("calendar");
// The calendar's real id, also of "primary"
inline const QString identity = QStringLiteral("calendar_identity");
inline const QString generation = QStringLiteral("generation"); // the number of the latest pull
inline const QString lastSync = QStringLiteral("last_sync_time"); // RFC 3339
// The next sync lists everything anew, because no incremental list will report it: what became of the occurrences of
// a series that exists again at Google, or of an event that was pushed while a full list was read. The value
// distinguishes one demand from a later one.
inline const QString listAnew = QStringLiteral("list_anew");
inline const QString fullListDue = QStringLiteral("full_list_due"); // RFC 3339; see fulllist.h
// Ids of Google's events that could not be read, as a JSON list: each sync asks for them again.
inline const QString unreadable = QStringLiteral("unreadable_events");
inline const QString channel = QStringLiteral("webhook_channel"); // the channel in use, JSON
// JSON list, to be stopped.
inline const QString retiringChannels = QStringLiteral("webhook_channels_retiring");
inline const QString mailsCaused = QStringLiteral("mails_caused"); // a number, ever since
inline const QString paused = QStringLiteral("paused"); // "true"; calendar ''
// calendar '': the Python service's database was taken over; a calendar: its rows are matched with Google's events
inline const QString pythonUpgrade = QStringLiteral("python_upgrade");
// Two instants, RFC 3339: the time that decides about deletions, and the database's clock at
// that moment; calendar ''.
inline const QString trustedTime = QStringLiteral("trusted_time");
// Written by store::Lead alone: "leader" is the sign of life of the service that leads a calendar (its report, JSON).
// What the others ask it to do, and its answer, JSON; "command/" and an id. See service/relay.h.
inline const QString commandPrefix = QStringLiteral("command/");
// Somebody who is signed in would lead instead of a leader that is not; calendar.
inline const QString candidate = QStringLiteral("candidate");

} // namespace aria::store::metadata
