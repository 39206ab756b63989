#include "google/resources.h"

namespace aria::google {
namespace {

Unexpected incomplete(const QString &why)
{
    return makeError(ErrorCategory::Unavailable, QStringLiteral("incomplete_answer"), why);
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
    page.accessRole = json.value(QLatin1String("accessRole")).toString();
    page.defaultReminders = json.value(QLatin1String("defaultReminders")).toArray();
    const QJsonArray items = json.value(QLatin1String("items")).toArray();
    page.items.reserve(items.size());
    for (const QJsonValue &item : items) {
        const QJsonObject event = item.toObject();
        if (event.value(QLatin1String("id")).toString().isEmpty())
            return incomplete(QStringLiteral("Google's list holds an event without id."));
        page.items.append(calendar::Event(event));
    }
    return page;
}

Expected<calendar::Event> parseEvent(QJsonObject json)
{
    if (json.value(QLatin1String("id")).toString().isEmpty())
        return incomplete(QStringLiteral("Google's answer is not an event."));
    return calendar::Event(std::move(json));
}

CalendarInfo parseCalendarInfo(const QJsonObject &json)
{
    CalendarInfo info;
    info.id = json.value(QLatin1String("id")).toString();
    info.summary = json.value(QLatin1String("summaryOverride")).toString();
    if (info.summary.isEmpty())
        info.summary = json.value(QLatin1String("summary")).toString();
    info.timeZone = json.value(QLatin1String("timeZone")).toString().toUtf8();
    info.accessRole = json.value(QLatin1String("accessRole")).toString();
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
