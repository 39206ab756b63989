#include "calendar/eventanswer.h"

#include "calendar/fields.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

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

QJsonObject eventAnswer(const Event &event, const Standing &standing)
{
    QJsonObject json = event.json();
    json[u"google_event_id"_s] = standing.googleEventId;
    json[u"local_event_id"_s] = idOrNull(standing.localId);
    json[u"calendar_id"_s] = standing.calendarId;
    json[u"sync_status"_s] = standing.syncStatus;
    json[u"title"_s] = event.summary();
    json[u"start_time"_s] = timeOrNull(event.start());
    json[u"end_time"_s] = timeOrNull(event.end());
    json[u"all_day"_s] = event.isAllDay();
    return json;
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
