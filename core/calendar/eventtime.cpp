#include "calendar/eventtime.h"

#include "calendar/walltime.h"

#include "base/isotext.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

Unexpected invalidTime(const QString &message)
{
    return makeError(ErrorCategory::InvalidInput, u"invalid_time"_s, message);
}

bool sameZone(const QByteArray &a, const QByteArray &b)
{
    if (a == b)
        return true;
    const auto offset = fixedOffsetOf(a);
    return offset && offset == fixedOffsetOf(b);
}

QString timeText(const QDateTime &wall, int offsetSeconds, bool utc)
{
    const QString text = isoText(wall, wall.time().msec() != 0 ? Fraction::Milliseconds : Fraction::None);
    if (utc)
        return text + u'Z';
    const int minutes = qAbs(offsetSeconds) / 60;
    return text
        + u"%1%2:%3"_s.arg(offsetSeconds < 0 ? QLatin1Char('-') : QLatin1Char('+'))
              .arg(minutes / 60, 2, 10, QLatin1Char('0'))
              .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

bool operator==(const ZonedTime &a, const ZonedTime &b)
{
    return a.utc == b.utc && (a.tzid.isEmpty() || b.tzid.isEmpty() || sameZone(a.tzid, b.tzid));
}

QTimeZone zoneOf(const ZonedTime &time)
{
    return zoneNamed(time.tzid).value_or(zoneOfOffset(time.offsetSeconds));
}

QDate EventTime::date() const
{
    const auto *date = std::get_if<QDate>(&m_value);
    return date ? *date : QDate();
}

ZonedTime EventTime::zoned() const
{
    const auto *time = std::get_if<ZonedTime>(&m_value);
    return time ? *time : ZonedTime();
}

QDateTime EventTime::instant(const QTimeZone &floatingZone) const
{
    if (isDate())
        return wallToUtc(date(), QTime(0, 0), floatingZone);
    return zoned().utc;
}

Expected<EventTime> EventTime::fromGoogle(const QJsonObject &json, const QByteArray &defaultZone)
{
    const QJsonValue dateValue = json.value("date"_L1);
    const QJsonValue timeValue = json.value("dateTime"_L1);
    if (dateValue.isString() == timeValue.isString())
        return invalidTime(u"a time needs either \"date\" or \"dateTime\""_s);

    if (dateValue.isString()) {
        const auto parsed = parseDateTimeText(dateValue.toString());
        if (!parsed || parsed->hasTime)
            return invalidTime(u"\"%1\" is no date (YYYY-MM-DD)"_s.arg(dateValue.toString()));
        return EventTime(parsed->date);
    }

    const auto parsed = parseDateTimeText(timeValue.toString());
    if (!parsed || !parsed->hasTime)
        return invalidTime(u"\"%1\" is no RFC 3339 date-time"_s.arg(timeValue.toString()));

    const QByteArray named = json.value("timeZone"_L1).toString().toUtf8();
    const QByteArray name = named.isEmpty() && !parsed->offsetSeconds ? defaultZone : named;
    const std::optional<QTimeZone> zone = name.isEmpty() ? std::nullopt : zoneNamed(name);
    // What Google calls a zone goes back to Google; but Google does not accept Windows' names.
    const QByteArray tzid = !zone || fixedOffsetOf(name) ? name : zoneNameFor(name);
    if (parsed->offsetSeconds) {
        const QDateTime utc = QDateTime(parsed->date, parsed->time, Qt::UTC).addSecs(-*parsed->offsetSeconds);
        return EventTime(ZonedTime{ utc, tzid, zone || tzid.isEmpty() ? 0 : *parsed->offsetSeconds });
    }
    if (!zone) {
        return invalidTime(name.isEmpty()
                ? u"\"%1\" has no offset, so it needs a time zone"_s.arg(timeValue.toString())
                : u"\"%1\" is no IANA time zone"_s.arg(QString::fromUtf8(name)));
    }
    return EventTime(ZonedTime{ wallToUtc(parsed->date, parsed->time, *zone), tzid });
}

QJsonObject EventTime::toGoogle() const
{
    if (isNull())
        return {};
    if (isDate())
        return { { u"date"_s, toText() } };
    QJsonObject json{ { u"dateTime"_s, toText() } };
    if (const QByteArray tzid = zoned().tzid; !tzid.isEmpty())
        json.insert(u"timeZone"_s, QString::fromUtf8(tzid));
    return json;
}

QString EventTime::toText() const
{
    if (isNull())
        return {};
    if (isDate())
        return isoText(date());
    const ZonedTime time = zoned();
    if (time.tzid.isEmpty() || fixedOffsetOf(time.tzid) == 0)
        return timeText(time.utc, 0, true);
    const QTimeZone zone = zoneOf(time);
    // Offsets of the nineteenth century have seconds, which RFC 3339 cannot express: such an instant
    // is written in UTC.
    const int offset = zone.offsetFromUtc(time.utc);
    return offset % 60 != 0 ? timeText(time.utc, 0, true) : timeText(wallOf(time.utc, zone), offset, false);
}

} // namespace aria::calendar
