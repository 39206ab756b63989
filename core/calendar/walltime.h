// Wall-clock text, and the conversion from wall time to instants.
#pragma once

#include <QDateTime>
#include <QTimeZone>

#include <optional>

namespace aria::calendar {

// What a date-time text says, before any zone is applied.
struct DateTimeText
{
    QDate date;
    QTime time; // midnight if only a date was written
    bool hasTime = false;
    std::optional<int> offsetSeconds; // nullopt: none was written
};

// RFC 3339 and what databases print: "2024-01-15", "2024-01-15T14:00:00.5Z", "2024-01-15 14:00:00+00",
// "2024-01-15T14:00". nullopt for anything else and for dates or times that do not exist.
std::optional<DateTimeText> parseDateTimeText(const QString &text);

// The instant (UTC) of a wall time. A time that a forward change skips is read with the offset before the gap; of a
// time that occurs twice, the first is taken (RFC 5545, 3.3.5).
QDateTime wallToUtc(const QDate &date, const QTime &time, const QTimeZone &zone);

// The same in milliseconds, for large numbers of times: the instant, and whether the clocks skip that wall time.
struct WallInstant
{
    qint64 ms;
    bool isSkipped;
};
WallInstant instantOfWall(qint64 wall, const QTimeZone &zone);

// The wall time of an instant, as a date-time whose spec says UTC but means nothing: only its fields count.
QDateTime wallOf(const QDateTime &utc, const QTimeZone &zone);

// Whether a date-time text can say this instant, with its year from 1 to 9999: in UTC; in whichever zone it is written.
bool isInCalendar(const QDateTime &utc);
bool isInCalendarEverywhere(const QDateTime &utc);

} // namespace aria::calendar
