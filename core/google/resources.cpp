#include "google/resources.h"

#include <QHash>

#include <algorithm>

namespace aria::google {
namespace {

Unexpected incomplete(const QString &why)
{
    return makeError(ErrorCategory::Unavailable, QStringLiteral("incomplete_answer"), why);
}

QString idOf(const QJsonObject &event)
{
    return event.value(QLatin1String("id")).toString();
}

// Ids have at most 1024 characters, plus a suffix for occurrences (Calendar API, Events: id). Anything else cannot be
// requested under any address.
bool isUsableId(const QString &id)
{
    return !id.isEmpty() && id.size() <= 1100
        && std::all_of(id.begin(), id.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

} // namespace

Expected<EventPage> parseEventPage(QJsonObject json)
{
    EventPage page;
    page.nextPageToken = json.value(QLatin1String("nextPageToken")).toString();
    page.nextSyncToken = json.value(QLatin1String("nextSyncToken")).toString();
    if (page.nextPageToken.isEmpty() && page.nextSyncToken.isEmpty())
        return incomplete(
            QStringLiteral("Google's list of events names neither a next page nor a sync token."));
    page.timeZone = json.value(QLatin1String("timeZone")).toString().toUtf8();
    page.accessRole = accessRoleFromString(json.value(QLatin1String("accessRole")).toString());
    page.defaultReminders = json.value(QLatin1String("defaultReminders")).toArray();
    const QJsonValue items = json.value(QLatin1String("items"));
    if (!items.isArray() && !items.isUndefined())
        return incomplete(QStringLiteral("Google's list of events has no items."));
    const QJsonArray list = items.toArray();
    page.items.reserve(list.size());
    for (const QJsonValue &item : list) {
        const QJsonObject event = item.toObject();
        if (isReadableEvent(event))
            page.items.append(calendar::Event(event));
        else
            page.unreadable.append(isUsableId(idOf(event)) ? idOf(event) : QString());
    }
    return page;
}

Expected<calendar::Event> parseEvent(QJsonObject json, const QString &id)
{
    calendar::Event event(std::move(json));
    const bool asked = event.id() == id || (!event.id().isEmpty() && event.isException());
    if (!asked)
        return incomplete(QStringLiteral("Google's answer is not the event that was asked for."));
    if (!isReadableEvent(event.json())) {
        return makeError(ErrorCategory::Unavailable, QStringLiteral("unreadable_event"),
            QStringLiteral("Google's event %1 cannot be read.").arg(id));
    }
    return event;
}

bool isReadableEvent(const QJsonObject &json)
{
    using Type = QJsonValue::Type;
    static const QHash<QString, Type> types{
        { QStringLiteral("id"), Type::String },
        { QStringLiteral("etag"), Type::String },
        { QStringLiteral("status"), Type::String },
        { QStringLiteral("updated"), Type::String },
        { QStringLiteral("iCalUID"), Type::String },
        { QStringLiteral("summary"), Type::String },
        { QStringLiteral("description"), Type::String },
        { QStringLiteral("location"), Type::String },
        { QStringLiteral("colorId"), Type::String },
        { QStringLiteral("visibility"), Type::String },
        { QStringLiteral("transparency"), Type::String },
        { QStringLiteral("recurringEventId"), Type::String },
        { QStringLiteral("start"), Type::Object },
        { QStringLiteral("end"), Type::Object },
        { QStringLiteral("originalStartTime"), Type::Object },
        { QStringLiteral("organizer"), Type::Object },
        { QStringLiteral("reminders"), Type::Object },
        { QStringLiteral("conferenceData"), Type::Object },
        { QStringLiteral("recurrence"), Type::Array },
        { QStringLiteral("attendees"), Type::Array },
    };
    for (auto it = json.begin(); it != json.end(); ++it) {
        const auto type = types.constFind(it.key());
        if (type != types.constEnd() && it->type() != *type && !it->isNull())
            return false;
    }
    const auto allAre = [&json](const QString &member, Type type) {
        const QJsonArray list = json.value(member).toArray();
        return std::all_of(
            list.begin(), list.end(), [type](const QJsonValue &value) { return value.type() == type; });
    };
    if (!allAre(QStringLiteral("recurrence"), Type::String)
        || !allAre(QStringLiteral("attendees"), Type::Object))
        return false;
    const calendar::Event event(json);
    if (!isUsableId(event.id()))
        return false;
    if (event.isException() && (event.originalStart().isNull() || !isUsableId(event.recurringEventId())))
        return false;
    return event.isCancelled() || (!event.start().isNull() && !event.end().isNull());
}

CalendarInfo parseCalendarInfo(const QJsonObject &json)
{
    CalendarInfo info;
    info.id = json.value(QLatin1String("id")).toString();
    info.summary = json.value(QLatin1String("summaryOverride")).toString();
    if (info.summary.isEmpty())
        info.summary = json.value(QLatin1String("summary")).toString();
    info.timeZone = json.value(QLatin1String("timeZone")).toString().toUtf8();
    info.accessRole = accessRoleFromString(json.value(QLatin1String("accessRole")).toString());
    info.backgroundColor = json.value(QLatin1String("backgroundColor")).toString();
    info.primary = json.value(QLatin1String("primary")).toBool();
    return info;
}

Expected<Channel> parseChannel(const QJsonObject &json)
{
    Channel channel;
    channel.id = json.value(QLatin1String("id")).toString();
    channel.token = json.value(QLatin1String("token")).toString();
    channel.resourceId = json.value(QLatin1String("resourceId")).toString();
    channel.resourceUri = json.value(QLatin1String("resourceUri")).toString();
    const QJsonValue expiration = json.value(QLatin1String("expiration"));
    const qint64 ms = expiration.isString() ? expiration.toString().toLongLong() : expiration.toInteger(0);
    if (ms > 0)
        channel.expiration = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    if (channel.id.isEmpty() || channel.resourceId.isEmpty())
        return incomplete(QStringLiteral("Google's answer is not a channel."));
    return channel;
}

} // namespace aria::google
