// When an event starts or ends: a date without any zone, or an instant with the zone it was meant in.
// The two never mix (Calendar API, Events: start, end), so an all-day event cannot shift by passing through UTC.
#pragma once

#include "base/error.h"
#include "base/timezones.h"

#include <QDate>
#include <QDateTime>
#include <QJsonObject>
#include <QTimeZone>

#include <variant>

namespace aria::calendar {

// An instant (UTC, milliseconds) and the zone of its wall time, by the name it came with; empty: only
// the offset was given.
struct ZonedTime
{
    QDateTime utc;
    QByteArray tzid;
    // East of UTC, as written beside the instant. It stands in for the rules of a zone whose name nobody knows;
    // otherwise it is 0.
    int offsetSeconds = 0;

    // Same instant and same zone, whatever the zone is called. An offset-only time equals one with a zone
    // if the instants agree.
    friend bool operator==(const ZonedTime &a, const ZonedTime &b);
};

// The zone whose rules its wall time follows.
QTimeZone zoneOf(const ZonedTime &time);

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

    // Google's {"date"} or {"dateTime", "timeZone"}. `defaultZone` is used for a dateTime that has neither offset nor
    // zone. Zones keep the name they came with (Windows' names become IANA's); an unknown zone is kept if there is an
    // offset. Category InvalidInput on anything else.
    static Expected<EventTime> fromGoogle(const QJsonObject &json, const QByteArray &defaultZone = {});
    // Timed: dateTime with the zone's offset, and timeZone if known. Dates: {"date": …}.
    QJsonObject toGoogle() const;

    // RFC 3339 text for an API answer (`start_time`): "2024-01-15" or "2024-01-15T14:00:00+01:00".
    QString toText() const;

    friend bool operator==(const EventTime &a, const EventTime &b) = default;

private:
    std::variant<std::monostate, QDate, ZonedTime> m_value;
};

using aria::zoneNamed;

} // namespace aria::calendar
