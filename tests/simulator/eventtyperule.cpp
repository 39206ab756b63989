// Birthdays, focus time and the other kinds of events have their own limits.
#include "eventrules.h"

#include <QSet>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<ApiError> refuse(const QString &reason, const QString &message)
{
    return fail(ApiError{ .status = 400, .reason = reason, .message = message, .domain = u"calendar"_s });
}

tl::unexpected<ApiError> restricted(const QString &type)
{
    return refuse(u"eventTypeRestriction"_s,
        u"Attempt made to modify '%1' event in a way that is not valid for this event type."_s.arg(type));
}

bool isAllDay(const QJsonObject &event)
{
    return event.value("start"_L1).toObject().contains("date"_L1);
}

bool isOneDay(const QJsonObject &event)
{
    const EventTime start = EventTime::fromStored(event.value("start"_L1).toObject());
    const EventTime end = EventTime::fromStored(event.value("end"_L1).toObject());
    return start.isAllDay() && start.date.daysTo(end.date) == 1;
}

// Whether only the named members differ (and those that the server itself keeps).
bool changesOnly(const QJsonObject &event, const QJsonObject &old, QSet<QString> allowed)
{
    allowed.unite({ u"updated"_s, u"sequence"_s, u"status"_s });
    QSet<QString> names;
    for (const QJsonObject &side : { event, old }) {
        for (auto it = side.begin(); it != side.end(); ++it)
            names.insert(it.key());
    }
    for (const QString &name : std::as_const(names)) {
        if (!allowed.contains(name) && event.value(name) != old.value(name))
            return false;
    }
    return true;
}

Result<void> checkBirthday(const QJsonObject &event, const QJsonObject &old)
{
    if (event.value("extendedProperties"_L1)["private"_L1].isObject())
        return restricted(u"birthday"_s);
    if (!old.isEmpty()) {
        const bool linked = old.value("birthdayProperties"_L1).toObject().contains("contact"_L1)
            || old.value("birthdayProperties"_L1)["type"_L1] == "self"_L1;
        QSet<QString> allowed{ u"colorId"_s, u"summary"_s, u"reminders"_s };
        if (!linked)
            allowed.unite({ u"start"_s, u"end"_s });
        return changesOnly(event, old, allowed) ? Result<void>() : restricted(u"birthday"_s);
    }
    const QString rule = event.value("recurrence"_L1)[0].toString();
    const bool yearly =
        rule == "RRULE:FREQ=YEARLY"_L1 || rule == "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"_L1;
    if (!isOneDay(event) || event.value("visibility"_L1) != "private"_L1
        || event.value("transparency"_L1) != "transparent"_L1 || !yearly
        || event.value("recurrence"_L1).toArray().size() != 1)
        return restricted(u"birthday"_s);
    for (const QLatin1String name :
        { "description"_L1, "location"_L1, "attendees"_L1, "conferenceData"_L1 }) {
        if (event.contains(name))
            return restricted(u"birthday"_s);
    }
    return {};
}

Result<void> checkStatusEvent(const QString &type, const QJsonObject &event)
{
    if (type == "workingLocation"_L1) {
        const bool wrong = event.value("visibility"_L1) != "public"_L1
            || event.value("transparency"_L1) != "transparent"_L1
            || !event.value("workingLocationProperties"_L1).toObject().contains("type"_L1);
        if (wrong || (isAllDay(event) && !isOneDay(event)))
            return refuse(u"malformedWorkingLocationEvent"_s,
                u"A working location event must be public, transparent and, if all-day, last exactly one day."_s);
        return {};
    }
    const bool away = type == "outOfOffice"_L1;
    const bool extra = away && (event.contains("description"_L1) || event.contains("attendees"_L1));
    if (isAllDay(event) || event.value("transparency"_L1) == "transparent"_L1 || extra)
        return refuse(away ? u"malformedOutOfOfficeEvent"_s : u"malformedFocusTimeEvent"_s,
            u"The event is not valid for its type '%1': it must be timed and opaque."_s.arg(type));
    return {};
}

} // namespace

Result<void> checkEventType(const WriteContext &context, const QJsonObject &event, const QJsonObject &old)
{
    const QString type = event.value("eventType"_L1).toString();
    if (!old.isEmpty() && old.value("eventType"_L1).toString() != type)
        return restricted(old.value("eventType"_L1).toString());
    if (type == "default"_L1 || context.person)
        return {};
    if (type == "fromGmail"_L1) {
        if (old.isEmpty())
            return restricted(type);
        return changesOnly(event, old,
                   { u"colorId"_s, u"reminders"_s, u"visibility"_s, u"transparency"_s, u"attendees"_s,
                       u"extendedProperties"_s })
            ? Result<void>()
            : restricted(type);
    }
    if (!context.calendar.entry.value("primary"_L1).toBool() && type != "birthday"_L1)
        return refuse(u"eventTypeRestriction"_s, u"Secondary calendars can't have status events."_s);
    return type == "birthday"_L1 ? checkBirthday(event, old) : checkStatusEvent(type, event);
}

} // namespace simulator
