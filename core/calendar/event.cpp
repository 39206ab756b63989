#include "calendar/event.h"

#include "calendar/walltime.h"

namespace aria::calendar {

namespace {

EventTime readTime(const QJsonValue &value)
{
    QJsonObject json = value.toObject();
    if (auto time = EventTime::fromGoogle(json))
        return *time;
    // An unknown zone does not make an instant with an offset unreadable.
    json.remove(QLatin1String("timeZone"));
    const auto instant = EventTime::fromGoogle(json);
    return instant ? *instant : EventTime();
}

} // namespace

QString Event::id() const
{
    return m_json.value(QLatin1String("id")).toString();
}

QString Event::etag() const
{
    return m_json.value(QLatin1String("etag")).toString();
}

QString Event::iCalUid() const
{
    return m_json.value(QLatin1String("iCalUID")).toString();
}

EventStatus Event::status() const
{
    const QString text = m_json.value(QLatin1String("status")).toString();
    if (text == QLatin1String("cancelled"))
        return EventStatus::Cancelled;
    return text == QLatin1String("tentative") ? EventStatus::Tentative : EventStatus::Confirmed;
}

QString Event::summary() const
{
    return m_json.value(QLatin1String("summary")).toString();
}

QString Event::description() const
{
    return m_json.value(QLatin1String("description")).toString();
}

QString Event::location() const
{
    return m_json.value(QLatin1String("location")).toString();
}

QString Event::colorId() const
{
    return m_json.value(QLatin1String("colorId")).toString();
}

QDateTime Event::updated() const
{
    const auto parsed = parseDateTimeText(m_json.value(QLatin1String("updated")).toString());
    if (!parsed)
        return {};
    return QDateTime(parsed->date, parsed->time, Qt::UTC).addSecs(-parsed->offsetSeconds.value_or(0));
}

EventTime Event::start() const
{
    return readTime(m_json.value(QLatin1String("start")));
}

EventTime Event::end() const
{
    return readTime(m_json.value(QLatin1String("end")));
}

QStringList Event::recurrence() const
{
    QStringList lines;
    for (const QJsonValue &line : m_json.value(QLatin1String("recurrence")).toArray()) {
        if (line.isString())
            lines.append(line.toString());
    }
    return lines;
}

QString Event::recurringEventId() const
{
    return m_json.value(QLatin1String("recurringEventId")).toString();
}

EventTime Event::originalStart() const
{
    return readTime(m_json.value(QLatin1String("originalStartTime")));
}

QJsonArray Event::attendees() const
{
    return m_json.value(QLatin1String("attendees")).toArray();
}

QJsonObject Event::reminders() const
{
    const QJsonObject reminders = m_json.value(QLatin1String("reminders")).toObject();
    return reminders.isEmpty() ? QJsonObject{ { QStringLiteral("useDefault"), true } } : reminders;
}

QString Event::meetingLink() const
{
    const QString link = m_json.value(QLatin1String("hangoutLink")).toString();
    if (!link.isEmpty())
        return link;
    const QJsonObject conference = m_json.value(QLatin1String("conferenceData")).toObject();
    for (const QJsonValue &entry : conference.value(QLatin1String("entryPoints")).toArray()) {
        if (entry[QLatin1String("entryPointType")].toString() == QLatin1String("video"))
            return entry[QLatin1String("uri")].toString();
    }
    return {};
}

bool Event::organizedBySelf() const
{
    const QJsonObject organizer = m_json.value(QLatin1String("organizer")).toObject();
    if (organizer.value(QLatin1String("self")).toBool())
        return true;
    return organizer.value(QLatin1String("email")).toString().isEmpty()
        && organizer.value(QLatin1String("displayName")).toString().isEmpty()
        && organizer.value(QLatin1String("id")).toString().isEmpty();
}

void Event::set(const QString &member, const QJsonValue &value)
{
    if (value.isNull() || value.isUndefined())
        m_json.remove(member);
    else
        m_json.insert(member, value);
}

void Event::setTimes(const EventTime &start, const EventTime &end)
{
    set(QStringLiteral("start"), start.isNull() ? QJsonValue() : QJsonValue(start.toGoogle()));
    set(QStringLiteral("end"), end.isNull() ? QJsonValue() : QJsonValue(end.toGoogle()));
}

} // namespace aria::calendar
