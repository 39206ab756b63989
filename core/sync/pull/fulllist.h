// When a calendar is listed in full although its sync token is good: no incremental list reports what vanished at
// Google without a tombstone. The time is in the database (store::metadata::fullListDue), so that it survives restarts; it
// is checked when a sync runs anyway, and wakes nobody.
#pragma once

#include "calendar/event.h"

namespace aria::sync {

// Calendars that Google generates (birthdays of contacts, holidays) remove events without reporting it.
bool vanishesSilently(const QString &calendarId);
bool vanishesSilently(const calendar::Event &item); // a birthday, in whatever calendar

// `stored`: the metadata's value. A time further away than any that we set comes from a clock that was wrong.
bool isFullListDue(const QString &stored, const QDateTime &now);

// A week from now, or a day if events vanish silently, a quarter less or more: `seed` spreads the
// times of many services.
QString nextFullList(bool silently, const QString &seed, const QDateTime &now);

// Whether the stored time has to be set again although no full list was read: there is none, it is not credible, or
// it is too far away for a calendar in which events turned out to vanish.
bool lacksFullListTime(const QString &stored, bool silently, const QDateTime &now);

} // namespace aria::sync
