// Dates and times in words, by the viewer's locale and zone. All-day events are dates in every zone.
#pragma once

#include "calendar/eventtime.h"
#include "diff/viewer.h"

namespace aria::diff {

// "Mon, 15 Jan 2024".
QString dateText(const QDate &date, const Viewer &viewer);

// "14:00", in the viewer's zone.
QString clockText(const QDateTime &instant, const Viewer &viewer);

// "Mon, 15 Jan 2024, 14:00", or only the date. Empty if there is none.
QString momentText(const calendar::EventTime &time, const Viewer &viewer);

// "Mon, 15 Jan 2024, 14:00–15:00"; two dates if it ends on another day. `end` is exclusive, as in Google's events.
QString spanText(const calendar::EventTime &start, const calendar::EventTime &end, const Viewer &viewer);

// The day on which it begins for the viewer.
QDate dayOf(const calendar::EventTime &time, const Viewer &viewer);

} // namespace aria::diff
