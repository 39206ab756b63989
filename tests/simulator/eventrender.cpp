#include "eventrender.h"

namespace simulator {

using namespace Qt::StringLiterals;

Result<RenderOptions> renderOptions(
    const CalendarData &calendar, const QString &timeZone, const QString &maxAttendees)
{
    RenderOptions options{ calendar.zone(), maxAttendees.toInt() };
    if (!timeZone.isEmpty()) {
        const auto zone = zoneOf(timeZone);
        if (!zone)
            return invalid(u"Invalid value for 'timeZone': \"%1\""_s.arg(timeZone));
        options.zone = *zone;
    }
    return options;
}

// Never set: the calendar's defaults, which an all-day event spells out.
static QJsonObject renderReminders(const CalendarData &calendar, const QJsonObject &json)
{
    const QJsonObject reminders = json.value("reminders"_L1).toObject();
    if (!reminders.isEmpty())
        return reminders;
    if (!json.value("start"_L1).toObject().contains("date"_L1))
        return { { "useDefault"_L1, true } };
    const QJsonArray defaults = calendar.entry.value("defaultReminders"_L1).toArray();
    QJsonObject result{ { "useDefault"_L1, false } };
    if (!defaults.isEmpty())
        result["overrides"_L1] = defaults;
    return result;
}

static void limitAttendees(QJsonObject &json, int maximum)
{
    const QJsonArray all = json.value("attendees"_L1).toArray();
    if (maximum <= 0 || all.size() <= maximum)
        return;
    QJsonArray own;
    for (const QJsonValue attendee : all) {
        if (attendee["self"_L1].toBool())
            own.append(attendee);
    }
    json["attendees"_L1] = own;
    json["attendeesOmitted"_L1] = true;
}

static void renderTime(
    QJsonObject &json, QLatin1String name, const CalendarData &calendar, const QTimeZone &zone)
{
    if (json.contains(name))
        json[name] = EventTime::fromStored(json.value(name).toObject()).render(zone, calendar.zoneId());
}

QJsonObject renderEvent(const World &world, const CalendarData &calendar, const QJsonObject &json,
    quint64 change, const RenderOptions &options)
{
    QJsonObject result = json;
    result["kind"_L1] = u"calendar#event"_s;
    result["etag"_L1] = world.etag(change);
    const QByteArray link = (json.value("id"_L1).toString() + u' ' + calendar.id()).toUtf8();
    result["htmlLink"_L1] = QString(u"https://www.google.com/calendar/event?eid="_s
        + QString::fromLatin1(link.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)));
    result["reminders"_L1] = renderReminders(calendar, json);
    renderTime(result, "start"_L1, calendar, options.zone);
    renderTime(result, "end"_L1, calendar, options.zone);
    renderTime(result, "originalStartTime"_L1, calendar, options.zone);
    limitAttendees(result, options.maxAttendees);
    return result;
}

QJsonObject renderTombstone(const World &world, const CalendarData &calendar, const QJsonObject &json,
    quint64 change, const RenderOptions &options)
{
    QJsonObject result{ { "kind"_L1, u"calendar#event"_s }, { "etag"_L1, world.etag(change) },
        { "id"_L1, json.value("id"_L1) }, { "status"_L1, u"cancelled"_s } };
    for (const QLatin1String name : { "recurringEventId"_L1, "originalStartTime"_L1 }) {
        if (json.contains(name))
            result[name] = json.value(name);
    }
    renderTime(result, "originalStartTime"_L1, calendar, options.zone);
    return result;
}

} // namespace simulator
