// When a calendar is listed in full although its sync token is good: what vanished at Google without a tombstone is told
// by no incremental list. The time stands in the database (metadata::fullListDue), so that it outlives restarts; it is
// looked at when a sync runs anyway and wakes nobody.
#pragma once

#include "calendar/event.h"

namespace aria::sync {

// Calendars that Google generates (birthdays of contacts, holidays) let events go without a word.
bool vanishesSilently(const QString &calendarId);
bool vanishesSilently(const calendar::Event &item); // a birthday, in whatever calendar

// `stored`: the metadata's value. A time that is further away than any we set comes from a clock that was wrong.
bool isFullListDue(const QString &stored, const QDateTime &now);

// A week or, where events vanish silently, a day from now, a quarter less or more: `seed` spreads those of many
// services.
QString nextFullList(bool silently, const QString &seed, const QDateTime &now);

// Whether the stored time has to be set anew although no full list was read: there is none, it is not credible, or it
// is too far away for a calendar that turned out to let events vanish.
bool lacksFullListTime(const QString &stored, bool silently, const QDateTime &now);

} // namespace aria::sync
