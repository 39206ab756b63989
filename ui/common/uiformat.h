// Dates, times and counts for people, by their locale.
#pragma once

#include "calendar/event.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

namespace aria::uicommon {

// What every text depends on. A value. `zone` is the zone of the person's clock; dates of all-day events are never
// converted into it.
struct UiFormat
{
    Q_DECLARE_TR_FUNCTIONS(aria::uicommon::UiFormat)
public:
    QTimeZone zone = QTimeZone::systemTimeZone();
    QLocale locale = QLocale();

    QString time(const QDateTime &instant) const; // "14:00" or "2:00 PM"
    QString date(QDate day) const; // "Mon, 15 Jan 2024"
    QString dateTime(const QDateTime &instant) const; // "Mon, 15 Jan 2024 14:00"
    // "Today", "Tomorrow", "Yesterday", otherwise "Wednesday, 17 January"; with the year if it is
    // not the current one.
    QString day(QDate day, QDate today) const;
    QString range(const QDateTime &start, const QDateTime &end) const; // "14:00–15:00"
    // The whole span of an event in words: "Today, 14:00–15:00", "Mon, 15 Jan 2024 – Wed, 17 Jan 2024".
    QString span(const calendar::EventTime &start, const calendar::EventTime &end, QDate today) const;
    // "just now", "2 min ago", "3 h ago", else the date and time.
    QString ago(const QDateTime &then, const QDateTime &now) const;
    // "now", "in 5 min", "in 2 h", else the date and time.
    QString until(const QDateTime &then, const QDateTime &now) const;
    QString number(qint64 value) const; // "1,240"

    QDate today(const QDateTime &now) const { return now.toTimeZone(zone).date(); }
};

// The event's title, or "(no title)".
QString titleOf(const calendar::Event &event);

} // namespace aria::uicommon
