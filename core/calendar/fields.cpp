#include "calendar/fields.h"

#include "calendar/fieldmeaning.h"

#include <algorithm>

namespace aria::calendar {

namespace {

const QString Times = QStringLiteral("times");
const QString Start = QStringLiteral("start");
const QString End = QStringLiteral("end");

// Calendar API, Events: the members that are not documented as read-only or immutable, most important to people
// first. A member that Google adds later is Google's own until it is listed here.
const QStringList &allFields()
{
    static const QStringList fields{ QStringLiteral("summary"), Times, QStringLiteral("location"),
        QStringLiteral("description"), QStringLiteral("attendees"), QStringLiteral("recurrence"),
        QStringLiteral("reminders"), QStringLiteral("colorId"), QStringLiteral("eventLabelId"),
        QStringLiteral("visibility"), QStringLiteral("transparency"), QStringLiteral("status"),
        QStringLiteral("conferenceData"), QStringLiteral("attachments"), QStringLiteral("source"),
        QStringLiteral("extendedProperties"), QStringLiteral("guestsCanInviteOthers"),
        QStringLiteral("guestsCanModify"), QStringLiteral("guestsCanSeeOtherGuests"),
        QStringLiteral("anyoneCanAddSelf"), QStringLiteral("focusTimeProperties"),
        QStringLiteral("outOfOfficeProperties"), QStringLiteral("workingLocationProperties") };
    return fields;
}

bool hasMember(const QJsonObject &json, const QString &member)
{
    const QJsonValue value = json.value(member);
    return !value.isUndefined() && !value.isNull();
}

bool hasField(const Event &event, const QString &field)
{
    if (field == Times)
        return hasMember(event.json(), Start) || hasMember(event.json(), End);
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
    if (field == Times)
        return sameTime(Start, a.start(), b.start(), a, b) && sameTime(End, a.end(), b.end(), a, b);
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
    if (field == Times) {
        to.set(Start, from.json().value(Start));
        to.set(End, from.json().value(End));
    } else {
        to.set(field, from.json().value(field));
    }
    return to;
}

QJsonValue fieldValue(const QString &field, const Event &event)
{
    if (field == Times) {
        return QJsonObject{ { Start, event.json().value(Start).toObject() },
            { End, event.json().value(End).toObject() } };
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
    if (field == QLatin1String("attendees")) {
        merged = mergeAttendees(base.attendees(), aria.attendees(), google.attendees());
    } else if (field == QLatin1String("reminders")) {
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
    if (field == QLatin1String("summary"))
        return QStringLiteral("title");
    if (field == Times)
        return QStringLiteral("start_time");
    return field == QLatin1String("colorId") ? QStringLiteral("color_id") : field;
}

QString fieldOfApiName(const QString &name)
{
    static const QStringList ofTimes{ QStringLiteral("start_time"), QStringLiteral("end_time"),
        QStringLiteral("all_day"), QStringLiteral("time_zone"), Start, End };
    if (name == QLatin1String("title"))
        return QStringLiteral("summary");
    if (ofTimes.contains(name))
        return Times;
    return name == QLatin1String("color_id") ? QStringLiteral("colorId") : name;
}

} // namespace aria::calendar
