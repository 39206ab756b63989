// One line of words read as an event: "Lunch with Anna tomorrow 12:30", "Jour fixe jeden Montag 9 Uhr". Pure.
#pragma once

#include "calendar/eventtime.h"

#include <QLocale>
#include <QStringList>

namespace aria::phrase {

struct Phrase
{
    QString title; // what is left of the line; empty: there is nothing to add
    QString place; // behind an @, or behind "at", "im", "chez" … where a place stands
    calendar::EventTime start; // a date where no time was named: an all-day event
    calendar::EventTime end;
    QStringList recurrence; // lines
    QStringList doubts; // words of the line that could mean something else
};

// Days and times are read as in the editor's fields (when/dayreader.h, when/clockreader.h), in the locale's language
// before others; further ranges of both, repeats, lengths, parts of the day and places. A time without a day is the next
// such time; times without an end last an hour. `now` and times are read in `zone`.
Phrase readPhrase(
    const QString &line, const QDateTime &now, const QTimeZone &zone, const QLocale &locale = QLocale());

} // namespace aria::phrase
