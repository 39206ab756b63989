// The page of an event in Google Calendar. Pure.
#pragma once

#include "calendar/event.h"

#include <QUrl>

namespace aria::card {

// Of an occurrence: the occurrence's own, though only its series may have come from Google. Google's link names what it
// opens in "eid": base64 of the event's id, a space and the calendar. An occurrence's id there is its series' with the
// UTC time at which it was planned (20240115T080000Z; all-day: 20240115), and the link of a series names its first
// occurrence. Empty: Google has not got the event yet.
QUrl pageOf(const calendar::Event &event);

} // namespace aria::card
