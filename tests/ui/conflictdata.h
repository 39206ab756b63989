// Conflicts as the service reports them, for tests and pictures.
#pragma once

#include "service/types.h"

namespace aria::test {

inline QJsonObject eventJson(const QString &id, const QString &title, const QString &start,
    const QString &end, const QString &location = {})
{
    QJsonObject json{ { QStringLiteral("id"), id }, { QStringLiteral("summary"), title },
        { QStringLiteral("start"),
            QJsonObject{ { QStringLiteral("dateTime"), start },
                { QStringLiteral("timeZone"), QStringLiteral("UTC") } } },
        { QStringLiteral("end"),
            QJsonObject{ { QStringLiteral("dateTime"), end },
                { QStringLiteral("timeZone"), QStringLiteral("UTC") } } } };
    if (!location.isEmpty())
        json.insert(QStringLiteral("location"), location);
    return json;
}

inline QJsonValue times(const QJsonObject &event)
{
    return QJsonObject{ { QStringLiteral("start"), event.value(QStringLiteral("start")) },
        { QStringLiteral("end"), event.value(QStringLiteral("end")) } };
}

inline service::ConflictView conflictOf(const QJsonObject &base, const QJsonObject &aria,
    const QJsonObject &google, const QDateTime &changed = QDateTime({ 2024, 1, 14 }, { 9, 0 }, Qt::UTC))
{
    service::ConflictView conflict;
    const QString id = (aria.isEmpty() ? google : aria).value(QStringLiteral("id")).toString();
    conflict.record.googleEventId = id;
    conflict.record.status = store::SyncStatus::Conflict;
    conflict.record.base = base;
    conflict.record.google = google;
    conflict.record.updatedAt = changed;
    conflict.view.googleEventId = id;
    conflict.view.event = calendar::Event(aria.isEmpty() ? base : aria);
    conflict.eventHash = QStringLiteral("hash");
    const auto whole = [](const QJsonObject &json) {
        return json.isEmpty() ? QJsonValue() : QJsonValue(json);
    };
    if (aria.isEmpty() || google.isEmpty()) {
        conflict.fields.append({ QStringLiteral("event"), whole(base), whole(aria), whole(google) });
        return conflict;
    }
    const auto compare = [&](const QString &name, const QString &member) {
        if (aria.value(member) != google.value(member) && aria.value(member) != base.value(member)
            && google.value(member) != base.value(member))
            conflict.fields.append({ name, base.value(member), aria.value(member), google.value(member) });
    };
    compare(QStringLiteral("title"), QStringLiteral("summary"));
    if (times(aria) != times(google) && times(aria) != times(base) && times(google) != times(base))
        conflict.fields.append({ QStringLiteral("start_time"), times(base), times(aria), times(google) });
    compare(QStringLiteral("location"), QStringLiteral("location"));
    compare(QStringLiteral("description"), QStringLiteral("description"));
    compare(QStringLiteral("attendees"), QStringLiteral("attendees"));
    return conflict;
}

} // namespace aria::test
