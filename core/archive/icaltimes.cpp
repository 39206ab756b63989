#include "archive/icaltimes.h"

#include "base/timezones.h"

#include <algorithm>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

icaltimetype wallTime(const QDateTime &time)
{
    icaltimetype out = icaltime_null_time();
    out.year = time.date().year();
    out.month = time.date().month();
    out.day = time.date().day();
    out.hour = time.time().hour();
    out.minute = time.time().minute();
    out.second = time.time().second();
    return out;
}

icaltimetype dateOf(const QDate &date)
{
    icaltimetype out = icaltime_null_time();
    out.year = date.year();
    out.month = date.month();
    out.day = date.day();
    out.is_date = 1;
    return out;
}

} // namespace

icaltimetype utcTime(const QDateTime &instant)
{
    icaltimetype out = wallTime(instant.toUTC());
    out.zone = icaltimezone_get_utc_timezone();
    return out;
}

QByteArray textOf(icalcomponent *component)
{
    char *text = icalcomponent_as_ical_string_r(component);
    QByteArray out(text);
    std::free(text);
    icalcomponent_free(component);
    return out;
}

QByteArray IcalTimes::zoneFor(const calendar::EventTime &time)
{
    const QByteArray tzid = time.zoned().tzid;
    if (!time.isTimed() || tzid.isEmpty() || tzid == "UTC" || !zoneNamed(tzid)
        || !icaltimezone_get_builtin_timezone(tzid.constData()))
        return {};
    m_used.insert(tzid);
    return tzid;
}

icaltimetype IcalTimes::timeLike(const calendar::EventTime &time, const calendar::EventTime &like)
{
    if (time.isDate())
        return dateOf(time.date());
    const QByteArray tzid = zoneFor(like);
    const QDateTime utc = time.zoned().utc;
    return tzid.isEmpty() ? utcTime(utc) : wallTime(utc.toTimeZone(*zoneNamed(tzid)));
}

icaltimetype IcalTimes::timeOf(const calendar::EventTime &time)
{
    return timeLike(time, time);
}

void IcalTimes::setZone(icalproperty *property, const calendar::EventTime &like)
{
    if (const QByteArray tzid = zoneFor(like); !tzid.isEmpty())
        icalproperty_add_parameter(property, icalparameter_new_tzid(tzid.constData()));
}

void IcalTimes::use(const QByteArray &tzid)
{
    if (icaltimezone_get_builtin_timezone(tzid.constData()))
        m_used.insert(tzid);
}

QByteArray IcalTimes::definitions() const
{
    QList<QByteArray> names = m_used.values();
    std::sort(names.begin(), names.end());
    QByteArray out;
    for (const QByteArray &name : std::as_const(names)) {
        icaltimezone *zone = icaltimezone_get_builtin_timezone(name.constData());
        icalcomponent *definition = icalcomponent_new_clone(icaltimezone_get_component(zone));
        // libical puts a prefix of its own in front of the name.
        if (icalproperty *id = icalcomponent_get_first_property(definition, ICAL_TZID_PROPERTY))
            icalproperty_set_tzid(id, name.constData());
        out += textOf(definition);
    }
    return out;
}

} // namespace aria::archive
