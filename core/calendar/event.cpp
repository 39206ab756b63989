#include "calendar/event.h"

#include "calendar/walltime.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

EventTime readTime(const QJsonValue &value)
{
    QJsonObject json = value.toObject();
    if (auto time = EventTime::fromGoogle(json))
        return *time;
    // An unknown zone does not make an instant with an offset unreadable.
    json.remove("timeZone"_L1);
    const auto instant = EventTime::fromGoogle(json);
    return instant ? *instant : EventTime();
}

} // namespace

QString Event::id() const
{
    return m_json.value("id"_L1).toString();
}

QString Event::etag() const
{
    return m_json.value("etag"_L1).toString();
}

QString Event::iCalUid() const
{
    return m_json.value("iCalUID"_L1).toString();
}

EventStatus Event::status() const
{
    const QString text = m_json.value("status"_L1).toString();
    if (text == "cancelled"_L1)
        return EventStatus::Cancelled;
    return text == "tentative"_L1 ? EventStatus::Tentative : EventStatus::Confirmed;
}

QString Event::summary() const
{
    return m_json.value("summary"_L1).toString();
}

QString Event::description() const
{
    return m_json.value("description"_L1).toString();
}

QString Event::location() const
{
    return m_json.value("location"_L1).toString();
}

QString Event::colorId() const
{
    return m_json.value("colorId"_L1).toString();
}

QDateTime Event::updated() const
{
    const auto parsed = parseDateTimeText(m_json.value("updated"_L1).toString());
    if (!parsed)
        return {};
    return QDateTime(parsed->date, parsed->time, Qt::UTC).addSecs(-parsed->offsetSeconds.value_or(0));
}

EventTime Event::start() const
{
    return readTime(m_json.value("start"_L1));
}

EventTime Event::end() const
{
    return readTime(m_json.value("end"_L1));
}

QStringList Event::recurrence() const
{
    QStringList lines;
    for (const QJsonValue &line : m_json.value("recurrence"_L1).toArray()) {
        if (line.isString())
            lines.append(line.toString());
    }
    return lines;
}

QString Event::recurringEventId() const
{
    return m_json.value("recurringEventId"_L1).toString();
}

EventTime Event::originalStart() const
{
    return readTime(m_json.value("originalStartTime"_L1));
}

QJsonArray Event::attendees() const
{
    return m_json.value("attendees"_L1).toArray();
}

QJsonObject Event::reminders() const
{
    const QJsonObject reminders = m_json.value("reminders"_L1).toObject();
    return reminders.isEmpty() ? QJsonObject{ { u"useDefault"_s, true } } : reminders;
}

QString Event::meetingLink() const
{
    const QString link = m_json.value("hangoutLink"_L1).toString();
    if (!link.isEmpty())
        return link;
    const QJsonObject conference = m_json.value("conferenceData"_L1).toObject();
    for (const QJsonValue &entry : conference.value("entryPoints"_L1).toArray()) {
        if (entry["entryPointType"_L1].toString() == "video"_L1)
            return entry["uri"_L1].toString();
    }
    return {};
}

bool Event::organizedBySelf() const
{
    const QJsonObject organizer = m_json.value("organizer"_L1).toObject();
    if (organizer.value("self"_L1).toBool())
        return true;
    return organizer.value("email"_L1).toString().isEmpty()
        && organizer.value("displayName"_L1).toString().isEmpty()
        && organizer.value("id"_L1).toString().isEmpty();
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
    set(u"start"_s, start.isNull() ? QJsonValue() : QJsonValue(start.toGoogle()));
    set(u"end"_s, end.isNull() ? QJsonValue() : QJsonValue(end.toGoogle()));
}

} // namespace aria::calendar
