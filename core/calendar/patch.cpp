#include "calendar/patch.h"

#include "calendar/attendees.h"
#include "calendar/fieldmeaning.h"
#include "calendar/fields.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

const QString dateTimeKey = u"dateTime"_s;
const QString dateKey = u"date"_s;
const QString zoneKey = u"timeZone"_s;

// A recurring timed event needs an IANA zone even if an offset is given (Calendar API, Events: start.timeZone). Times
// that we cannot read are sent as raw JSON.
QJsonObject timeToSend(
    const Event &event, const QString &member, const EventTime &time, const QByteArray &zoneBefore)
{
    if (time.isNull())
        return event.json().value(member).toObject();
    if (!time.isTimed() || !event.isMaster() || !time.zoned().tzid.isEmpty())
        return time.toGoogle();
    ZonedTime zoned = time.zoned();
    zoned.tzid = zoneBefore;
    if (zoned.tzid.isEmpty())
        zoned.tzid = event.start().zoned().tzid;
    if (zoned.tzid.isEmpty())
        zoned.tzid = QByteArrayLiteral("UTC");
    return EventTime(zoned).toGoogle();
}

void addTime(
    QJsonObject &patch, const QString &member, const Event &from, const Event &to, bool becomesSeries)
{
    const bool isStart = member == "start"_L1;
    const EventTime before = isStart ? from.start() : from.end();
    const EventTime after = isStart ? to.start() : to.end();
    const QJsonObject rawBefore = from.json().value(member).toObject();
    const QJsonObject rawAfter = to.json().value(member).toObject();
    const bool zoneMissing =
        to.isMaster() && after.isTimed() && rawBefore.value(zoneKey).toString().isEmpty();
    const bool same = before.isNull() || after.isNull() ? rawBefore == rawAfter : before == after;
    // A zone that Google shows may be the calendar's own; the series needs one in the event itself.
    if (same && !zoneMissing && !(becomesSeries && after.isTimed()))
        return;
    if (!to.json().contains(member)) {
        patch.insert(member, QJsonValue::Null);
        return;
    }
    QJsonObject value = timeToSend(to, member, after, before.zoned().tzid);
    // Google merges objects: the member of the other form would stay and make the time ambiguous.
    if (after.isDate() && !before.isDate()) {
        value.insert(dateTimeKey, QJsonValue::Null);
        value.insert(zoneKey, QJsonValue::Null);
    } else if (after.isTimed() && !before.isTimed()) {
        value.insert(dateKey, QJsonValue::Null);
    }
    patch.insert(member, value);
}

// The attendee objects to send: Google's own where they mean the same, so that nothing in them is lost. What an
// attendee said (answer, comment, guests) stays if the new version does not mention it.
QJsonArray attendeesToSend(const QJsonArray &from, const QJsonArray &to)
{
    const auto known = attendeesByKey(from);
    QJsonArray result;
    for (const QJsonValue &attendee : to) {
        QJsonObject object = attendeeOnto(known.value(attendeeKey(attendee)).toObject(), attendee);
        if (attendee.isObject() && !attendee.toObject().contains("optional"_L1))
            object.remove("optional"_L1);
        result.append(object);
    }
    return result;
}

// The object that, merged into `from`, gives `to`.
QJsonObject objectPatch(const QJsonObject &from, const QJsonObject &to)
{
    QJsonObject patch;
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (!to.contains(it.key()))
            patch.insert(it.key(), QJsonValue::Null);
    }
    for (auto it = to.begin(); it != to.end(); ++it) {
        const QJsonValue before = from.value(it.key());
        if (before == it.value())
            continue;
        if (before.isObject() && it.value().isObject())
            patch.insert(it.key(), objectPatch(before.toObject(), it.value().toObject()));
        else
            patch.insert(it.key(), it.value());
    }
    return patch;
}

QJsonValue remindersToSend(const QJsonObject &reminders)
{
    QJsonObject result{ { u"useDefault"_s, reminders.value("useDefault"_L1).toBool() } };
    // The old overrides would survive the merge and contradict useDefault.
    const bool byDefault = result.value("useDefault"_L1).toBool();
    result.insert(u"overrides"_s, byDefault ? QJsonArray() : reminders.value("overrides"_L1).toArray());
    return result;
}

bool isCleared(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull() || (value.isString() && value.toString().isEmpty())
        || (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty());
}

// undefined: there is nothing to send, although the field differs.
QJsonValue valueToSend(const QString &field, const Event &from, const Event &to)
{
    const QJsonValue before = from.json().value(field);
    const QJsonValue after = to.json().value(field);
    if (field == "reminders"_L1)
        return remindersToSend(to.reminders());
    if (field == "conferenceData"_L1) {
        const QJsonValue request = after["createRequest"_L1];
        const bool isNew = request.isObject() && !after.toObject().contains("conferenceId"_L1);
        return isNew ? QJsonObject{ { u"createRequest"_s, request } } : QJsonValue(QJsonValue::Undefined);
    }
    if (isCleared(after))
        return defaultOf(field);
    if (field == "attendees"_L1)
        return attendeesToSend(before.toArray(), after.toArray());
    if (before.isObject() && after.isObject())
        return objectPatch(before.toObject(), after.toObject());
    return after;
}

QJsonArray newAttendees(const QJsonArray &attendees)
{
    QJsonArray result;
    for (const QJsonValue &attendee : attendees) {
        QJsonObject object = attendeeOnto({}, attendee);
        for (const auto &member : { "self"_L1, "organizer"_L1, "id"_L1 })
            object.remove(member);
        result.append(object);
    }
    return result;
}

} // namespace

QJsonObject patchBetween(const Event &from, const Event &to)
{
    QJsonObject patch;
    for (const QString &field : writableFieldsOf(from, to)) {
        if (field == "times"_L1) {
            const bool becomesSeries = to.isMaster() && !from.isMaster();
            if (!sameField(field, from, to) || becomesSeries) {
                addTime(patch, u"start"_s, from, to, becomesSeries);
                addTime(patch, u"end"_s, from, to, becomesSeries);
            }
        } else if (!sameField(field, from, to)) {
            if (const QJsonValue value = valueToSend(field, from, to); !value.isUndefined())
                patch.insert(field, value);
        }
    }
    return patch;
}

QJsonObject insertBody(const Event &event)
{
    QJsonObject body;
    if (!event.id().isEmpty())
        body.insert(u"id"_s, event.id());
    for (const QString &field : writableFieldsOf(event, event)) {
        const QJsonValue value = event.json().value(field);
        if (field == "times"_L1) {
            body.insert(u"start"_s, timeToSend(event, u"start"_s, event.start(), {}));
            body.insert(u"end"_s, timeToSend(event, u"end"_s, event.end(), {}));
        } else if (field == "attendees"_L1 && !isCleared(value)) {
            body.insert(field, newAttendees(value.toArray()));
        } else if (!isCleared(value)) {
            body.insert(field, value);
        }
    }
    // Cannot be changed later, so they must be in the insert (Calendar API, guides/event-types).
    for (const auto &member : { u"eventType"_s, u"birthdayProperties"_s }) {
        if (const QJsonValue value = event.json().value(member); !isCleared(value))
            body.insert(member, value);
    }
    return body;
}

} // namespace aria::calendar
