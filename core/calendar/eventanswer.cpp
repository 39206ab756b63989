#include "calendar/eventanswer.h"

#include "base/exacttext.h"
#include "calendar/fields.h"

#include <algorithm>

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

namespace {

QJsonObject ownMembers(const Event &event, const Standing &standing)
{
    const EventTime start = event.start();
    return {
        { u"google_event_id"_s, standing.googleEventId },
        { u"local_event_id"_s, idOrNull(standing.localId) },
        { u"calendar_id"_s, standing.calendarId },
        { u"sync_status"_s, standing.syncStatus },
        { u"title"_s, event.summary() },
        { u"start_time"_s, timeOrNull(start) },
        { u"end_time"_s, timeOrNull(event.end()) },
        { u"all_day"_s, start.isDate() },
    };
}

} // namespace

QJsonObject eventAnswer(const Event &event, const Standing &standing)
{
    QJsonObject json = event.json();
    const QJsonObject own = ownMembers(event, standing);
    for (auto it = own.begin(); it != own.end(); ++it)
        json.insert(it.key(), it.value());
    return json;
}

QByteArray eventAnswerText(const Event &event, const Standing &standing)
{
    const QJsonObject &json = event.json();
    const QJsonObject own = ownMembers(event, standing);
    const QStringList names = own.keys();
    const bool isApart = !json.isEmpty()
        && std::none_of(names.begin(), names.end(), [&json](const QString &name) { return json.contains(name); });
    return isApart ? compactJson(json).chopped(1) + ',' + compactJson(own).sliced(1)
                   : compactJson(eventAnswer(event, standing));
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
