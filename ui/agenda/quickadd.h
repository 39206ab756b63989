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

// Understands English, German and the locale's own names of days and months: days (today, tomorrow, Friday, next
// Monday, in 3 days, 24 Dec, 24.12., 2024-12-24), times (12:30, 3pm, 15 Uhr, noon), spans (12:30-14:00, from 2 to 3) and
// lengths (for 45 min, 2 Stunden lang). A time without a day is the next such time; times without an end last an hour.
// `now` and times are read in `zone`.
QuickEvent readQuickEvent(
    const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale = QLocale());

} // namespace aria::agenda
