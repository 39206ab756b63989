#include "eventrules.h"

#include <QRegularExpression>

namespace simulator {

using namespace Qt::StringLiterals;

const QStringList &readOnlyMembers()
{
    static const QStringList names{ u"kind"_s, u"etag"_s, u"htmlLink"_s, u"created"_s, u"updated"_s,
        u"creator"_s, u"organizer"_s, u"hangoutLink"_s, u"locked"_s, u"recurringEventId"_s,
        u"originalStartTime"_s, u"endTimeUnspecified"_s };
    return names;
}

QJsonObject mergePatch(const QJsonObject &base, const QJsonObject &patch)
{
    QJsonObject result = base;
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        const QJsonValue value = it.value();
        if (value.isNull())
            result.remove(it.key());
        else if (value.isObject())
            result[it.key()] = mergePatch(result.value(it.key()).toObject(), value.toObject());
        else
            result[it.key()] = value;
    }
    return result;
}

Result<void> normalizeTimes(const WriteContext &context, QJsonObject &event)
{
    const QJsonArray lines = event.value("recurrence"_L1).toArray();
    const bool recurring = !lines.isEmpty();
    const QJsonObject startJson = event.value("start"_L1).toObject();
    const QJsonObject endJson = event.value("end"_L1).toObject();
    const auto end = readEventTime(endJson, u"end"_s, recurring); // the end is checked first
    if (!end)
        return fail(end.error());
    const auto start = readEventTime(startJson, u"start"_s, recurring);
    if (!start)
        return fail(start.error());
    if (start->isAllDay() != end->isAllDay())
        return invalid(u"Start and end times must either both be date or both be dateTime."_s);
    const bool empty = start->isAllDay() ? end->date <= start->date : end->instant < start->instant;
    if (empty) {
        return fail(ApiError{ .status = 400,
            .reason = u"timeRangeEmpty"_s,
            .message = u"The specified time range is empty."_s,
            .domain = u"calendar"_s,
            .locationType = u"parameter"_s,
            .location = u"timeMax"_s });
    }
    event["start"_L1] = start->toStored();
    event["end"_L1] = end->toStored();
    if (!recurring) {
        event.remove("recurrence"_L1);
        return {};
    }
    return checkRecurrence(Series::fromStored(event), context.person);
}

void normalizeExtendedProperties(QJsonObject &event)
{
    constexpr qsizetype maximalKey = 44;
    constexpr qsizetype maximalValue = 1024;
    if (!event.contains("extendedProperties"_L1))
        return;
    QJsonObject kept;
    const QJsonObject given = event.value("extendedProperties"_L1).toObject();
    for (auto group = given.begin(); group != given.end(); ++group) {
        QJsonObject properties;
        const QJsonObject values = group.value().toObject();
        for (auto it = values.begin(); it != values.end(); ++it) {
            if (it.key().size() <= maximalKey && it.value().isString())
                properties[it.key()] = it.value().toString().left(maximalValue);
        }
        if (!properties.isEmpty())
            kept[group.key()] = properties;
    }
    if (kept.isEmpty())
        event.remove("extendedProperties"_L1);
    else
        event["extendedProperties"_L1] = kept;
}

static Result<void> checkChoice(const QJsonObject &event, QLatin1String name, const QStringList &allowed)
{
    const QJsonValue value = event.value(name);
    if (value.isUndefined() || allowed.contains(value.toString()))
        return {};
    return invalid(u"Invalid value for: %1 is not a valid value"_s.arg(value.toString()));
}

static Result<void> checkChoices(const QJsonObject &event)
{
    if (auto c = checkChoice(event, "status"_L1, { u"confirmed"_s, u"tentative"_s, u"cancelled"_s }); !c)
        return c;
    if (auto c = checkChoice(event, "transparency"_L1, { u"opaque"_s, u"transparent"_s }); !c)
        return c;
    if (auto c = checkChoice(
            event, "visibility"_L1, { u"default"_s, u"public"_s, u"private"_s, u"confidential"_s });
        !c)
        return c;
    if (auto c = checkChoice(event, "eventType"_L1,
            { u"default"_s, u"birthday"_s, u"focusTime"_s, u"fromGmail"_s, u"outOfOffice"_s,
                u"workingLocation"_s });
        !c)
        return c;
    const QString color = event.value("colorId"_L1).toString();
    if (!color.isEmpty() && (color.toInt() < 1 || color.toInt() > 11))
        return invalid(u"Invalid value for: %1 is not a valid event color id"_s.arg(color));
    const QString url = event.value("source"_L1)["url"_L1].toString();
    if (!url.isEmpty() && !url.startsWith("http://"_L1) && !url.startsWith("https://"_L1))
        return invalid(u"Invalid value for: source.url must be http or https"_s);
    return {};
}

// Google answers a member with its default value as if it were absent.
static void dropDefaults(QJsonObject &event)
{
    static const QHash<QString, QJsonValue> defaults{ { u"visibility"_s, u"default"_s },
        { u"transparency"_s, u"opaque"_s }, { u"guestsCanInviteOthers"_s, true },
        { u"guestsCanModify"_s, false }, { u"guestsCanSeeOtherGuests"_s, true },
        { u"anyoneCanAddSelf"_s, false }, { u"attendeesOmitted"_s, false }, { u"locked"_s, false },
        { u"privateCopy"_s, false }, { u"endTimeUnspecified"_s, false }, { u"summary"_s, QString() },
        { u"description"_s, QString() }, { u"location"_s, QString() }, { u"colorId"_s, QString() } };
    for (auto it = defaults.begin(); it != defaults.end(); ++it) {
        if (event.value(it.key()) == it.value())
            event.remove(it.key());
    }
    for (const QLatin1String name : { "attendees"_L1, "attachments"_L1 }) {
        if (event.contains(name) && event.value(name).toArray().isEmpty())
            event.remove(name);
    }
    for (auto it = event.begin(); it != event.end();)
        it = it.value().isNull() ? event.erase(it) : it + 1;
}

// Line ends become \n and scripts vanish, as Google rewrites them.
static void cleanDescription(QJsonObject &event)
{
    if (!event.contains("description"_L1))
        return;
    static const QRegularExpression script(u"<script\\b.*?</script\\s*>"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    QString text = event.value("description"_L1).toString();
    event["description"_L1] = text.replace(u"\r\n"_s, u"\n"_s).remove(script);
}

static Result<void> checkSequence(const QJsonObject &event, const QJsonObject &old)
{
    if (event.value("sequence"_L1).toInt() >= old.value("sequence"_L1).toInt())
        return {};
    return invalid(
        u"Invalid sequence value. The specified sequence number is below the current sequence number of "
        "the resource. Re-fetch the resource and use its sequence number on the following request."_s);
}

Result<QJsonObject> normalizeEvent(const WriteContext &context, QJsonObject event, const QJsonObject &old)
{
    for (const auto step : { checkChoices }) {
        if (const auto done = step(event); !done)
            return fail(done.error());
    }
    if (const auto done = normalizeTimes(context, event); !done)
        return fail(done.error());
    if (const auto done = checkSequence(event, old); !done)
        return fail(done.error());
    if (const auto done = normalizeReminders(event); !done)
        return fail(done.error());
    normalizeExtendedProperties(event);
    cleanDescription(event);
    if (const auto done = normalizeAttendees(context, event, old); !done)
        return fail(done.error());
    if (const auto done = normalizeConference(context, event, old); !done)
        return fail(done.error());
    if (event.value("attachments"_L1).toArray().size() > 25)
        return invalid(u"An event can have at most 25 attachments."_s);
    if (!event.contains("status"_L1))
        event["status"_L1] = u"confirmed"_s;
    if (!event.contains("eventType"_L1))
        event["eventType"_L1] = u"default"_s;
    dropDefaults(event);
    if (const auto done = checkEventType(context, event, old); !done)
        return fail(done.error());
    if (const auto done = checkOrganizer(context, event, old); !done)
        return fail(done.error());
    return event;
}

} // namespace simulator
