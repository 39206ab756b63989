#include "api/eventjson.h"

#include "base/clock.h"
#include "calendar/eventanswer.h"

namespace aria::api {

using namespace Qt::StringLiterals;

using calendar::idOrNull;
using calendar::textOrNull;
using calendar::timeOrNull;

QJsonValue instantJson(const QDateTime &instant)
{
    return instant.isValid() ? QJsonValue(toRfc3339(instant)) : QJsonValue(QJsonValue::Null);
}

QJsonObject eventJson(const service::EventView &view)
{
    QJsonObject json = calendar::eventAnswer(
        view.event, { view.googleEventId, view.localId, view.calendarId, store::toString(view.status) });
    if (view.truncated)
        json[u"truncated"_s] = true;
    return json;
}

QJsonArray eventsJson(const QList<service::EventView> &views)
{
    QJsonArray list;
    for (const service::EventView &view : views)
        list.append(eventJson(view));
    return list;
}

QJsonObject changesJson(const service::Changes &changes)
{
    return { { u"created"_s, changes.created }, { u"updated"_s, changes.updated },
        { u"deleted"_s, changes.deleted }, { u"errors"_s, changes.errors } };
}

QJsonObject conflictJson(const service::ConflictView &conflict)
{
    QJsonArray fields;
    for (const service::ConflictField &field : conflict.fields) {
        fields.append(QJsonObject{ { u"name"_s, field.name }, { u"base"_s, field.base },
            { u"aria"_s, field.aria }, { u"google"_s, field.google } });
    }
    const store::EventRecord &record = conflict.record;
    return {
        { u"google_event_id"_s, record.googleEventId },
        { u"local_event_id"_s, idOrNull(record.localId) },
        { u"calendar_id"_s, record.calendarId },
        { u"sync_status"_s, u"conflict"_s },
        { u"event_hash"_s, conflict.eventHash },
        { u"error_message"_s, textOrNull(record.errorMessage) },
        { u"last_synced"_s, instantJson(record.lastSynced) },
        { u"created_at"_s, instantJson(record.syncCreatedAt) },
        { u"title"_s, conflict.view.event.summary() },
        { u"start_time"_s, timeOrNull(conflict.view.event.start()) },
        { u"fields"_s, fields },
    };
}

QJsonObject statusJson(const service::StatusView &status)
{
    QJsonArray calendars;
    for (const service::CalendarStatus &calendar : status.calendars) {
        calendars.append(
            QJsonObject{ { u"calendar_id"_s, calendar.calendarId }, { u"syncing"_s, calendar.syncing },
                { u"read_only"_s, calendar.readOnly }, { u"held_deletions"_s, calendar.heldDeletions },
                { u"last_sync_time"_s, instantJson(calendar.lastSyncTime) },
                { u"last_error"_s, textOrNull(calendar.lastError) } });
    }
    // Deleted events wait there too.
    const qint64 events = std::max(status.statistics.total, status.occurrencesDue);
    const QJsonObject occurrences{ { u"done"_s, events - status.occurrencesDue }, { u"total"_s, events } };
    const QJsonObject notify{ { u"pending"_s, status.notify.pending },
        { u"last_error"_s, textOrNull(status.notify.lastError) }, { u"disabled"_s, status.notify.disabled } };
    const QJsonObject progress{ { u"done"_s, status.progressDone },
        { u"total"_s,
            status.progressTotal ? QJsonValue(*status.progressTotal) : QJsonValue(QJsonValue::Null) } };
    return {
        { u"total_events"_s, status.statistics.total },
        { u"synced"_s, status.statistics.synced },
        { u"pending_to_google"_s, status.statistics.pendingToGoogle },
        { u"pending_to_aria"_s, status.statistics.pendingToAria },
        { u"conflicts"_s, status.statistics.conflicts },
        { u"errors"_s, status.statistics.errors },
        { u"last_sync_time"_s, instantJson(status.lastSyncTime) },
        { u"webhook_active"_s, status.webhookActive },
        { u"conflict_resolution"_s, toString(status.conflictStrategy) },
        { u"state"_s, service::toString(status.state) },
        { u"progress"_s, progress },
        { u"last_error"_s, textOrNull(status.lastError) },
        { u"next_sync_time"_s, instantJson(status.nextSyncTime) },
        { u"webhook_expires"_s, instantJson(status.webhookExpires) },
        { u"role"_s, status.role },
        { u"calendars"_s, calendars },
        { u"mails_caused"_s, status.mailsCaused },
        { u"occurrences"_s, occurrences },
        { u"notify"_s, notify },
    };
}

QJsonObject historyJson(const store::HistoryRecord &record)
{
    const auto version = [](const QJsonObject &event) {
        return event.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(event);
    };
    return {
        { u"id"_s, record.id },
        { u"google_event_id"_s, record.googleEventId },
        { u"local_event_id"_s, idOrNull(record.localId) },
        { u"calendar_id"_s, record.calendarId },
        { u"side"_s, store::toString(record.side) },
        { u"operation"_s, store::toString(record.operation) },
        { u"reason"_s, record.reason },
        { u"before"_s, version(record.before) },
        { u"after"_s, version(record.after) },
        { u"created_at"_s, instantJson(record.createdAt) },
    };
}

QJsonObject authJson(const google::AuthStatus &status)
{
    return {
        { u"client_secrets_configured"_s, status.clientSecretsConfigured },
        { u"token_exists"_s, status.tokenExists },
        { u"credentials_valid"_s, status.credentialsValid },
        { u"credentials_expired"_s,
            status.credentialsExpired ? QJsonValue(*status.credentialsExpired)
                                      : QJsonValue(QJsonValue::Null) },
        { u"has_refresh_token"_s, status.hasRefreshToken },
        { u"expiry"_s, instantJson(status.expiry) },
        { u"scopes"_s, QJsonArray::fromStringList(status.scopes) },
    };
}

QString writtenMessage(const service::WriteOutcome &outcome, const QString &done)
{
    using store::SyncStatus;
    switch (outcome.view.status) {
    case SyncStatus::Conflict:
        return u"%1 here, but changed in Google Calendar too: decide the conflict"_s.arg(done);
    case SyncStatus::Error:
        return u"%1 here, but Google does not take it: %2"_s.arg(done, outcome.view.errorMessage);
    case SyncStatus::PendingToAria:
        return u"%1 here, but deleted in Google Calendar: that waits for a confirmation"_s.arg(done);
    case SyncStatus::PendingToGoogle:
    case SyncStatus::Synced:
    case SyncStatus::Deleted:
        break;
    }
    if (!outcome.pushed)
        return u"%1; Google gets it as soon as it can be reached"_s.arg(done);
    if (outcome.overruled.isEmpty())
        return done;
    return u"%1, except for what was changed elsewhere meanwhile: %2"_s.arg(
        done, outcome.overruled.join(u", "_s));
}

Response written(const service::WriteOutcome &outcome, const QString &done)
{
    const QJsonObject event = eventJson(outcome.view);
    return Response::json(
        {
            { u"success"_s, true },
            { u"google_event_id"_s, event[u"google_event_id"_s] },
            { u"local_event_id"_s, event[u"local_event_id"_s] },
            { u"calendar_id"_s, event[u"calendar_id"_s] },
            { u"message"_s, writtenMessage(outcome, done) },
            { u"event"_s, event },
            { u"sync_status"_s, event[u"sync_status"_s] },
        },
        outcome.pushed ? 200 : 202);
}

} // namespace aria::api
