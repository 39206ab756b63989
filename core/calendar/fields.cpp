#include "calendar/fields.h"

#include "calendar/fieldmeaning.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

const QString timesField = u"times"_s;
const QString startMember = u"start"_s;
const QString endMember = u"end"_s;

// Calendar API, Events: the members that are not documented as read-only or immutable, most important to people
// first. A member that Google adds later is Google's own until it is listed here.
const QStringList &allFields()
{
    static const QStringList fields{ u"summary"_s, timesField, u"location"_s, u"description"_s,
        u"attendees"_s, u"recurrence"_s, u"reminders"_s, u"colorId"_s, u"eventLabelId"_s, u"visibility"_s,
        u"transparency"_s, u"status"_s, u"conferenceData"_s, u"attachments"_s, u"source"_s,
        u"extendedProperties"_s, u"guestsCanInviteOthers"_s, u"guestsCanModify"_s,
        u"guestsCanSeeOtherGuests"_s, u"anyoneCanAddSelf"_s, u"focusTimeProperties"_s,
        u"outOfOfficeProperties"_s, u"workingLocationProperties"_s };
    return fields;
}

bool hasMember(const QJsonObject &json, const QString &member)
{
    const QJsonValue value = json.value(member);
    return !value.isUndefined() && !value.isNull();
}

bool hasField(const Event &event, const QString &field)
{
    if (field == timesField)
        return hasMember(event.json(), startMember) || hasMember(event.json(), endMember);
    return hasMember(event.json(), field);
}

bool sameTime(
    const QString &member, const EventTime &left, const EventTime &right, const Event &a, const Event &b)
{
    // If either cannot be read, only equal text is certain to mean the same.
    if (left.isNull() || right.isNull())
        return a.json().value(member).toObject() == b.json().value(member).toObject();
    return left == right;
}

} // namespace

QStringList writableFieldsOf(const Event &a, const Event &b)
{
    QStringList result;
    for (const QString &field : allFields()) {
        if (hasField(a, field) || hasField(b, field))
            result.append(field);
    }
    return result;
}

bool sameField(const QString &field, const Event &a, const Event &b)
{
    if (field == timesField)
        return sameTime(startMember, a.start(), b.start(), a, b)
            && sameTime(endMember, a.end(), b.end(), a, b);
    const QJsonValue left = a.json().value(field);
    const QJsonValue right = b.json().value(field);
    return left == right || sameMeaning(field, left, right);
}

bool sameContent(const Event &a, const Event &b)
{
    const QStringList fields = writableFieldsOf(a, b);
    return std::all_of(
        fields.begin(), fields.end(), [&](const QString &field) { return sameField(field, a, b); });
}

Event withField(Event to, const QString &field, const Event &from)
{
    if (field == timesField) {
        to.set(startMember, from.json().value(startMember));
        to.set(endMember, from.json().value(endMember));
    } else {
        to.set(field, from.json().value(field));
    }
    return to;
}

QJsonValue fieldValue(const QString &field, const Event &event)
{
    if (field == timesField) {
        return QJsonObject{ { startMember, event.json().value(startMember).toObject() },
            { endMember, event.json().value(endMember).toObject() } };
    }
    const QJsonValue value = event.json().value(field);
    if (!value.isUndefined() && !value.isNull())
        return value;
    return defaultOf(field);
}

std::optional<Event> mergeSetField(
    const QString &field, const Event &base, const Event &aria, const Event &google)
{
    std::optional<QJsonValue> merged;
    if (field == "attendees"_L1) {
        merged = mergeAttendees(base.attendees(), aria.attendees(), google.attendees());
    } else if (field == "reminders"_L1) {
        merged = mergeReminders(base.reminders(), aria.reminders(), google.reminders());
    }
    if (!merged)
        return std::nullopt;
    Event result = google;
    result.set(field, *merged);
    return result;
}

QString apiFieldName(const QString &field)
{
    if (field == "summary"_L1)
        return u"title"_s;
    if (field == timesField)
        return u"start_time"_s;
    return field == "colorId"_L1 ? u"color_id"_s : field;
}

QString fieldOfApiName(const QString &name)
{
    static const QStringList ofTimes{ u"start_time"_s, u"end_time"_s, u"all_day"_s, u"time_zone"_s,
        startMember, endMember };
    if (name == "title"_L1)
        return u"summary"_s;
    if (ofTimes.contains(name))
        return timesField;
    return name == "color_id"_L1 ? u"colorId"_s : name;
}

} // namespace aria::calendar
