#include "edits/content.h"

#include "calendar/recurrence.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace aria::service {

using calendar::Event;
using calendar::EventTime;

namespace {

const QString emailMember = u"email"_s;

Unexpected faultAt(const QString &name, const QString &message)
{
    Error error;
    error.category = ErrorCategory::InvalidInput;
    error.code = u"value_error"_s;
    error.message = message;
    error.faults = { Fault{ { u"body"_s, name }, message, u"value_error"_s } };
    return Unexpected(error);
}

void setText(Event &event, const QString &member, const std::optional<QString> &text)
{
    if (text)
        event.set(member, text->isEmpty() ? QJsonValue() : QJsonValue(*text));
}

QJsonArray mergedAttendees(const QJsonArray &before, const QStringList &emails)
{
    QJsonArray after;
    for (const QString &email : emails) {
        const auto same = std::find_if(before.begin(), before.end(), [&](const QJsonValue &entry) {
            return entry.toObject().value(emailMember).toString().compare(email, Qt::CaseInsensitive) == 0;
        });
        after.append(same != before.end() ? *same : QJsonValue(QJsonObject{ { emailMember, email } }));
    }
    return after;
}

Expected<void> applyTimes(Event &event, const EventInput &input)
{
    if (!input.start && !input.end)
        return {};
    const EventTime start = input.start.value_or(event.start());
    const EventTime end = input.end.value_or(event.end());
    if (start.isDate() != end.isDate()) {
        return faultAt(input.end ? u"start_time"_s : u"end_time"_s,
            u"start_time and end_time must both be dates or both be times"_s);
    }
    const bool inOrder = start.isDate() ? start.date() < end.date() : start.zoned().utc <= end.zoned().utc;
    if (!inOrder)
        return faultAt(u"end_time"_s, u"end_time must be after start_time"_s);
    event.setTimes(start, end);
    return {};
}

// A series has one zone, in which its start runs (Calendar API, concepts/events-calendars).
void giveOneZone(Event &series)
{
    calendar::ZonedTime end = series.end().zoned();
    const calendar::ZonedTime start = series.start().zoned();
    if (!series.end().isTimed() || start.tzid.isEmpty() || end.tzid == start.tzid)
        return;
    end.tzid = start.tzid;
    end.offsetSeconds = start.offsetSeconds;
    series.setTimes(series.start(), EventTime(end));
}

QJsonValue timeText(const std::optional<EventTime> &time)
{
    if (!time)
        return {};
    return time->toGoogle();
}

} // namespace

Expected<Event> withInput(const Event &base, const EventInput &input)
{
    Event event = base;
    setText(event, u"summary"_s, input.title);
    setText(event, u"description"_s, input.description);
    setText(event, u"location"_s, input.location);
    setText(event, u"colorId"_s, input.colorId);
    if (auto times = applyTimes(event, input); !times)
        return Unexpected(times.error());
    if (input.attendees) {
        const QJsonArray attendees = mergedAttendees(base.attendees(), *input.attendees);
        const bool had = base.json().contains(u"attendees"_s);
        event.set(u"attendees"_s, attendees.isEmpty() && !had ? QJsonValue() : QJsonValue(attendees));
    }
    if (input.defaultReminders) {
        event.set(u"reminders"_s, QJsonObject{ { u"useDefault"_s, true } });
    } else if (input.reminders) {
        event.set(
            u"reminders"_s, QJsonObject{ { u"useDefault"_s, false }, { u"overrides"_s, *input.reminders } });
    }
    if (input.recurrence && event.isException() && !input.recurrence->isEmpty()) {
        return faultAt(u"recurrence"_s, u"one occurrence of a series cannot itself recur"_s);
    }
    // Lines of Google's, which may say more than we would, are looked at again only where days become times.
    const bool kindChanged = event.isAllDay() != base.isAllDay();
    if (input.recurrence || (kindChanged && event.isMaster())) {
        const auto checked =
            calendar::checkRecurrence(input.recurrence.value_or(event.recurrence()), event.start());
        if (!checked)
            return Unexpected(checked.error());
        const auto list = QJsonArray::fromStringList(*checked);
        event.set(u"recurrence"_s, list.isEmpty() ? QJsonValue() : QJsonValue(list));
    }
    if (input.zoneHasNoName && event.isMaster()) {
        return faultAt(u"time_zone"_s,
            u"A series needs the name of a time zone such as Asia/Kolkata; Google has none for this offset"_s);
    }
    if ((input.start || input.end || input.recurrence) && event.isMaster())
        giveOneZone(event);
    return event;
}

QString fingerprintOf(const CreateRequest &request)
{
    const EventInput &content = request.content;
    QJsonObject canonical{
        { u"title"_s, content.title.value_or(QString()) },
        { u"description"_s, content.description.value_or(QString()) },
        { u"location"_s, content.location.value_or(QString()) },
        { u"start"_s, timeText(content.start) },
        { u"end"_s, timeText(content.end) },
        { u"attendees"_s, QJsonArray::fromStringList(content.attendees.value_or(QStringList())) },
        { u"recurrence"_s, QJsonArray::fromStringList(content.recurrence.value_or(QStringList())) },
        { u"reminders"_s, content.reminders ? QJsonValue(*content.reminders) : QJsonValue() },
        { u"color"_s, content.colorId.value_or(QString()) },
        { u"conference"_s, content.conference },
    };
    if (!request.calendarId.isEmpty())
        canonical.insert(u"calendar"_s, request.calendarId);
    const QByteArray text = QJsonDocument(canonical).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace aria::service
