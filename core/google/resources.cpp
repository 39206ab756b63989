#include "google/resources.h"

#include "calendar/limits.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

Unexpected incomplete(const QString &why)
{
    return makeError(ErrorCategory::Unavailable, u"incomplete_answer"_s, why);
}

// What the texts of a value take together, and something for each member; counted no further than beyond the limit.
qsizetype sizeOf(const QJsonValue &value, qsizetype limit)
{
    constexpr qsizetype overhead = 8;
    qsizetype size = overhead;
    if (value.isString()) {
        size += value.toString().size();
    } else if (value.isArray()) {
        const QJsonArray list = value.toArray();
        for (auto it = list.begin(); it != list.end() && size <= limit; ++it)
            size += sizeOf(*it, limit - size);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end() && size <= limit; ++it)
            size += it.key().size() + sizeOf(it.value(), limit - size);
    }
    return size;
}

// It is sent back in a header.
bool isUsableEtag(const QString &etag)
{
    return std::none_of(etag.begin(), etag.end(), [](QChar c) { return c < u' ' || c == u'\x7f'; });
}

QString idOf(const QJsonObject &event)
{
    return event.value("id"_L1).toString();
}

// Ids have at most 1024 characters, plus a suffix for occurrences (Calendar API, Events: id). Anything else cannot be
// requested under any address.
bool isUsableId(const QString &id)
{
    return !id.isEmpty() && id.size() <= 1100
        && std::all_of(id.begin(), id.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

bool isTooLarge(const QJsonObject &event)
{
    return sizeOf(event, calendar::maxEventSize) > calendar::maxEventSize;
}

} // namespace

Expected<EventPage> parseEventPage(QJsonObject json)
{
    EventPage page;
    page.nextPageToken = json.value("nextPageToken"_L1).toString();
    page.nextSyncToken = json.value("nextSyncToken"_L1).toString();
    if (page.nextPageToken.isEmpty() && page.nextSyncToken.isEmpty())
        return incomplete(u"Google's list of events names neither a next page nor a sync token."_s);
    page.timeZone = json.value("timeZone"_L1).toString().toUtf8();
    page.accessRole = accessRoleFromString(json.value("accessRole"_L1).toString());
    page.defaultReminders = json.value("defaultReminders"_L1).toArray();
    const QJsonValue items = json.value("items"_L1);
    if (!items.isArray() && !items.isUndefined())
        return incomplete(u"Google's list of events has no items."_s);
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
        return incomplete(u"Google's answer is not the event that was asked for."_s);
    if (!isReadableEvent(event.json())) {
        return makeError(ErrorCategory::Unavailable, u"unreadable_event"_s,
            isTooLarge(event.json())
                ? u"Google's event %1 is larger than %2 KiB."_s.arg(id).arg(calendar::maxEventSize / 1024)
                : u"Google's event %1 cannot be read."_s.arg(id));
    }
    return event;
}

bool isReadableEvent(const QJsonObject &json)
{
    using Type = QJsonValue::Type;
    static const QHash<QString, Type> types{
        { u"id"_s, Type::String },
        { u"etag"_s, Type::String },
        { u"status"_s, Type::String },
        { u"updated"_s, Type::String },
        { u"iCalUID"_s, Type::String },
        { u"summary"_s, Type::String },
        { u"description"_s, Type::String },
        { u"location"_s, Type::String },
        { u"colorId"_s, Type::String },
        { u"visibility"_s, Type::String },
        { u"transparency"_s, Type::String },
        { u"recurringEventId"_s, Type::String },
        { u"start"_s, Type::Object },
        { u"end"_s, Type::Object },
        { u"originalStartTime"_s, Type::Object },
        { u"organizer"_s, Type::Object },
        { u"reminders"_s, Type::Object },
        { u"conferenceData"_s, Type::Object },
        { u"recurrence"_s, Type::Array },
        { u"attendees"_s, Type::Array },
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
    if (!allAre(u"recurrence"_s, Type::String) || !allAre(u"attendees"_s, Type::Object))
        return false;
    const calendar::Event event(json);
    if (!isUsableId(event.id()) || !isUsableEtag(event.etag()) || isTooLarge(json))
        return false;
    if (event.isException() && (event.originalStart().isNull() || !isUsableId(event.recurringEventId())))
        return false;
    return event.isCancelled() || (!event.start().isNull() && !event.end().isNull());
}

CalendarInfo parseCalendarInfo(const QJsonObject &json)
{
    CalendarInfo info;
    info.id = json.value("id"_L1).toString();
    info.summary = json.value("summaryOverride"_L1).toString();
    if (info.summary.isEmpty())
        info.summary = json.value("summary"_L1).toString();
    info.timeZone = json.value("timeZone"_L1).toString().toUtf8();
    info.accessRole = accessRoleFromString(json.value("accessRole"_L1).toString());
    info.backgroundColor = json.value("backgroundColor"_L1).toString();
    info.primary = json.value("primary"_L1).toBool();
    return info;
}

Expected<QList<BusyTimes>> parseFreeBusy(const QJsonObject &json, const QStringList &ids)
{
    const QJsonValue calendars = json.value("calendars"_L1);
    if (!calendars.isObject())
        return incomplete(u"Google's answer does not say who is busy."_s);
    QList<BusyTimes> all;
    for (const QString &id : ids) {
        const QJsonValue said = calendars[id];
        BusyTimes times{ id, {}, said.isObject() ? QString() : u"missing"_s };
        const QJsonArray errors = said["errors"_L1].toArray();
        if (!errors.isEmpty())
            times.problem = errors.first()["reason"_L1].toString(u"missing"_s);
        const QJsonArray busy = said["busy"_L1].toArray();
        for (const QJsonValue &span : busy) {
            const QDateTime start = QDateTime::fromString(span["start"_L1].toString(), Qt::ISODate).toUTC();
            const QDateTime end = QDateTime::fromString(span["end"_L1].toString(), Qt::ISODate).toUTC();
            if (!start.isValid() || !end.isValid() || end < start)
                return incomplete(u"Google's answer names a busy time that cannot be read."_s);
            times.spans.append({ start, end });
        }
        std::sort(times.spans.begin(), times.spans.end(),
            [](const BusySpan &a, const BusySpan &b) { return a.start < b.start; });
        all.append(times);
    }
    return all;
}

Expected<Channel> parseChannel(const QJsonObject &json)
{
    Channel channel;
    channel.id = json.value("id"_L1).toString();
    channel.token = json.value("token"_L1).toString();
    channel.resourceId = json.value("resourceId"_L1).toString();
    channel.resourceUri = json.value("resourceUri"_L1).toString();
    constexpr qint64 lastMoment = 253'402'300'799'999; // of the year 9999: what lies beyond cannot be kept
    const QJsonValue expiration = json.value("expiration"_L1);
    const qint64 ms = expiration.isString() ? expiration.toString().toLongLong() : expiration.toInteger(0);
    if (ms > 0 && ms <= lastMoment)
        channel.expiration = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    if (channel.id.isEmpty() || channel.resourceId.isEmpty())
        return incomplete(u"Google's answer is not a channel."_s);
    return channel;
}

} // namespace aria::google
