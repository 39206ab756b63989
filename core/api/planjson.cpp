#include "api/planjson.h"

#include "api/eventjson.h"
#include "calendar/fields.h"

#include <QJsonArray>

namespace aria::api {

using namespace Qt::StringLiterals;
using calendar::Event;
using service::PlannedWrite;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonArray changedFields(const Event &before, const Event &after)
{
    QJsonArray fields;
    if (before.isEmpty() || after.isEmpty())
        return fields; // created or deleted as a whole
    for (const QString &field : calendar::writableFieldsOf(before, after)) {
        if (calendar::sameField(field, before, after))
            continue;
        const auto value = [&field](const Event &event) {
            const QJsonValue found = calendar::fieldValue(field, event);
            return found.isUndefined() ? QJsonValue(QJsonValue::Null) : found;
        };
        fields.append(QJsonObject{ { u"name"_s, calendar::apiFieldName(field) },
            { u"before"_s, value(before) }, { u"after"_s, value(after) } });
    }
    return fields;
}

QJsonObject writeJson(const PlannedWrite &write)
{
    const Event &shown = write.after.isEmpty() ? write.before : write.after;
    QJsonObject json{
        { u"operation"_s, store::toString(write.operation) },
        { u"reason"_s, write.reason },
        { u"held"_s, write.held },
        { u"calendar_id"_s, write.calendarId },
        { u"google_event_id"_s, orNull(write.googleEventId) },
        { u"local_event_id"_s, write.localId > 0 ? QJsonValue(write.localId) : QJsonValue(QJsonValue::Null) },
        { u"title"_s, shown.summary() },
        { u"start_time"_s, orNull(shown.start().isNull() ? QString() : shown.start().toText()) },
        { u"fields"_s, changedFields(write.before, write.after) },
    };
    if (write.side == PlannedWrite::Side::Google)
        json[u"send_updates"_s] = write.sendUpdates;
    return json;
}

} // namespace

QJsonObject planJson(const service::Plan &plan)
{
    QJsonArray aria;
    QJsonArray google;
    QJsonArray ids;
    QJsonArray conflicts;
    for (const service::EventKey &key : plan.conflicts) {
        ids.append(key.id);
        conflicts.append(
            QJsonObject{ { u"google_event_id"_s, key.id }, { u"calendar_id"_s, key.calendarId } });
    }
    for (const PlannedWrite &write : plan.writes)
        (write.side == PlannedWrite::Side::Aria ? aria : google).append(writeJson(write));
    return {
        { u"plan_id"_s, orNull(plan.id()) },
        { u"needs_confirmation"_s, plan.needsConfirmation() },
        { u"count"_s, plan.writes.size() },
        { u"changes"_s, changesJson(plan.changes) },
        { u"conflicts"_s, ids },
        { u"conflict_events"_s, conflicts },
        { u"plan"_s, QJsonObject{ { u"aria"_s, aria }, { u"google"_s, google } } },
    };
}

} // namespace aria::api
