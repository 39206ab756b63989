// Dates, instants and zones as Google's JSON writes them.
#pragma once

#include "apierror.h"

#include <QDate>
#include <QDateTime>
#include <QTimeZone>

namespace simulator {

// RFC 3339 with mandatory offset, fraction ignored; in UTC.
std::optional<QDateTime> parseInstant(const QString &text);
// RFC 3339 whose offset may be missing.
bool looksLikeDateTime(const QString &text);
QDate parseDate(const QString &text);
// An IANA zone or an offset ("GMT+02:00"); nothing for Windows names and inventions. Cached: QTimeZone reads files.
std::optional<QTimeZone> zoneOf(const QString &id);

// A start or end: a day (all-day) or an instant with the zone it was written in (empty: none given).
struct EventTime
{
    QDate date;
    QDateTime instant; // UTC
    QString zone;

    bool isAllDay() const { return date.isValid(); }
    bool isValid() const { return date.isValid() || instant.isValid(); }
    // yyyyMMdd or yyyyMMddTHHmmssZ: identifies an occurrence by its original start.
    QString key() const;
    // The instant; for a day its midnight in `calendarZone`.
    QDateTime toInstant(const QTimeZone &calendarZone) const;
    // As kept: {date} or {dateTime in UTC, timeZone}.
    QJsonObject toStored() const;
    // As answered: dateTime in `zone` with its offset; timeZone falls back to `calendarZoneId`.
    QJsonObject render(const QTimeZone &zone, const QString &calendarZoneId) const;
    static EventTime fromStored(const QJsonObject &stored);
};

QString formatInstant(const QDateTime &utc, const QTimeZone &zone);
QString formatMilliseconds(const QDateTime &utc);

// A start or end from a request. `which` is "start" or "end"; recurring events need an IANA zone.
Result<EventTime> readEventTime(const QJsonValue &value, const QString &which, bool recurring);

} // namespace simulator
