#include "calendar/eventanswer.h"

#include "base/jsontext.h"
#include "calendar/fields.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

// Members that answers have beside Google's own.
const QString googleId = u"google_event_id"_s;
const QString localId = u"local_event_id"_s;
const QString calendarId = u"calendar_id"_s;
const QString syncStatus = u"sync_status"_s;
const QString title = u"title"_s;
const QString startTime = u"start_time"_s;
const QString endTime = u"end_time"_s;
const QString allDay = u"all_day"_s;

} // namespace

QJsonValue idOrNull(qint64 id)
{
    return id > 0 ? QJsonValue(id) : QJsonValue(QJsonValue::Null);
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue timeOrNull(const EventTime &time)
{
    return time.isNull() ? QJsonValue(QJsonValue::Null) : QJsonValue(time.toText());
}

void appendTextOrNull(QByteArray &json, const QString &text)
{
    if (text.isEmpty())
        json += "null";
    else
        appendQuoted(json, text);
}

QJsonObject eventAnswer(const Event &event, const Standing &standing)
{
    QJsonObject json = event.json();
    json[googleId] = standing.googleEventId;
    json[localId] = idOrNull(standing.localId);
    json[calendarId] = standing.calendarId;
    json[syncStatus] = standing.syncStatus;
    json[title] = event.summary();
    json[startTime] = timeOrNull(event.start());
    json[endTime] = timeOrNull(event.end());
    json[allDay] = event.isAllDay();
    return json;
}

void appendEventAnswer(QByteArray &text, const Event &event, const QByteArray &json, const Standing &standing)
{
    static const QStringList ours{ googleId, localId, calendarId, syncStatus, title, startTime, endTime,
        allDay };
    const bool isApart = !event.isEmpty()
        && std::none_of(
            ours.begin(), ours.end(), [&event](const QString &name) { return event.json().contains(name); });
    if (!isApart) {
        text += compactJson(eventAnswer(event, standing));
        return;
    }
    const EventTime start = event.start();
    text += QByteArrayView(json).chopped(1);
    text += ",\"google_event_id\":";
    appendQuoted(text, standing.googleEventId);
    text += ",\"local_event_id\":" + (standing.localId > 0 ? QByteArray::number(standing.localId) : "null")
        + ",\"calendar_id\":";
    appendQuoted(text, standing.calendarId);
    text += ",\"sync_status\":";
    appendQuoted(text, standing.syncStatus);
    text += ",\"title\":";
    appendQuoted(text, event.summary());
    text += ",\"start_time\":";
    appendTextOrNull(text, start.toText());
    text += ",\"end_time\":";
    appendTextOrNull(text, event.end().toText());
    text += start.isDate() ? ",\"all_day\":true}" : ",\"all_day\":false}";
}

QStringList changedFields(const Event &before, const Event &after)
{
    QStringList names;
    const QStringList fields = writableFieldsOf(before, after);
    for (const QString &field : fields) {
        if (sameField(field, before, after))
            continue;
        if (field != "times"_L1) {
            names.append(apiFieldName(field));
            continue;
        }
        if (before.start() != after.start())
            names.append(u"start_time"_s);
        if (before.end() != after.end())
            names.append(u"end_time"_s);
        if (before.isAllDay() != after.isAllDay())
            names.append(u"all_day"_s);
    }
    return names;
}

} // namespace aria::calendar
