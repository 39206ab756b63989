// When an event starts or ends: a date without any zone, or an instant with the zone it was meant in.
// The two never mix (Calendar API, Events: start, end), so an all-day event cannot shift by passing through UTC.
#pragma once

#include "base/error.h"

#include <QDate>
#include <QDateTime>
#include <QJsonObject>
#include <QTimeZone>

#include <variant>

namespace aria::calendar {

// An instant (UTC, milliseconds) and the IANA zone of its wall time; empty zone: only the offset was given.
struct ZonedTime
{
    QDateTime utc;
    QByteArray tzid;

    // Same instant and same zone. An offset-only time equals one with a zone if the instants agree.
    friend bool operator==(const ZonedTime &a, const ZonedTime &b);
};

class EventTime
{
public:
    EventTime() = default; // null
    explicit EventTime(QDate date)
        : m_value(date)
    {
    }
    explicit EventTime(ZonedTime time)
        : m_value(std::move(time))
    {
    }

    bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    bool isDate() const { return std::holds_alternative<QDate>(m_value); }
    bool isTimed() const { return std::holds_alternative<ZonedTime>(m_value); }
    QDate date() const; // invalid unless isDate()
    ZonedTime zoned() const; // null unless isTimed()

    // The instant it stands for; a date is midnight in `floatingZone` (all-day events float).
    QDateTime instant(const QTimeZone &floatingZone) const;

    // Google's {"date"} or {"dateTime", "timeZone"}. `defaultZone` serves a dateTime that has neither offset nor
    // zone. Windows zone names are mapped to IANA. Category InvalidInput on anything else.
    static Expected<EventTime> fromGoogle(const QJsonObject &json, const QByteArray &defaultZone = {});
    // Timed: dateTime with the zone's offset, and timeZone if known. Dates: {"date": …}.
    QJsonObject toGoogle() const;

    // RFC 3339 text of an API answer (`start_time`): "2024-01-15" or "2024-01-15T14:00:00+01:00".
    QString toText() const;

    friend bool operator==(const EventTime &a, const EventTime &b) = default;

private:
    std::variant<std::monostate, QDate, ZonedTime> m_value;
};

// The IANA zone of a name that is IANA, a Windows name, or "UTC"/"Z"/"GMT"; nullopt if unknown.
std::optional<QTimeZone> zoneNamed(const QByteArray &name);

} // namespace aria::calendar
