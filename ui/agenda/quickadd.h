// One line of words read as an event: "Lunch with Anna tomorrow 12:30", "Zahnarzt Freitag 9 Uhr". Pure.
#pragma once

#include "calendar/eventtime.h"

#include <QLocale>

namespace aria::agenda {

struct QuickEvent
{
    QString title; // what is left of the line; empty: there is nothing to add
    QString place; // behind an @ at the end
    calendar::EventTime start; // a date where no time was named: an all-day event
    calendar::EventTime end;
};

// Days and times are read as in the editor's fields (when/dayreader.h, when/clockreader.h), in the locale's language
// before others; further spans (12:30-14:00, from 2 to 3) and lengths (for 45 min, 2 Stunden lang). A time without a day is
// the next such time; times without an end last an hour. `now` and times are read in `zone`.
QuickEvent readQuickEvent(
    const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale = QLocale());

} // namespace aria::agenda
