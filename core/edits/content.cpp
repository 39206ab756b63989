#include "edits/content.h"

#include "calendar/recurrence.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace aria::service {

using calendar::Event;
using calendar::EventTime;

namespace {

const QString emailMember = QStringLiteral("email");

Unexpected faultAt(const QString &name, const QString &message)
{
    Error error;
    error.category = ErrorCategory::InvalidInput;
    error.code = QStringLiteral("value_error");
    error.message = message;
    error.faults = { Fault{ { QStringLiteral("body"), name }, message, QStringLiteral("value_error") } };
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
        return faultAt(input.end ? QStringLiteral("start_time") : QStringLiteral("end_time"),
            QStringLiteral("start_time and end_time must both be dates or both be times"));
    }
    const bool inOrder = start.isDate() ? start.date() < end.date() : start.zoned().utc <= end.zoned().utc;
    if (!inOrder)
        return faultAt(QStringLiteral("end_time"), QStringLiteral("end_time must be after start_time"));
    event.setTimes(start, end);
    return {};
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
    setText(event, QStringLiteral("summary"), input.title);
    setText(event, QStringLiteral("description"), input.description);
    setText(event, QStringLiteral("location"), input.location);
    setText(event, QStringLiteral("colorId"), input.colorId);
    if (auto times = applyTimes(event, input); !times)
        return tl::unexpected(times.error());
    if (input.attendees) {
        const QJsonArray attendees = mergedAttendees(base.attendees(), *input.attendees);
        const bool had = base.json().contains(QStringLiteral("attendees"));
        event.set(
            QStringLiteral("attendees"), attendees.isEmpty() && !had ? QJsonValue() : QJsonValue(attendees));
    }
    if (input.defaultReminders) {
        event.set(QStringLiteral("reminders"), QJsonObject{ { QStringLiteral("useDefault"), true } });
    } else if (input.reminders) {
        event.set(QStringLiteral("reminders"),
            QJsonObject{
                { QStringLiteral("useDefault"), false }, { QStringLiteral("overrides"), *input.reminders } });
    }
    if (input.recurrence && event.isException() && !input.recurrence->isEmpty()) {
        return faultAt(
            QStringLiteral("recurrence"), QStringLiteral("one occurrence of a series cannot itself recur"));
    }
    // Lines of Google's, which may say more than we would, are looked at again only where days become times.
    const bool kindChanged = event.isAllDay() != base.isAllDay();
    if (input.recurrence || (kindChanged && event.isMaster())) {
        const auto checked =
            calendar::checkRecurrence(input.recurrence.value_or(event.recurrence()), event.start());
        if (!checked)
            return tl::unexpected(checked.error());
        const auto list = QJsonArray::fromStringList(*checked);
        event.set(QStringLiteral("recurrence"), list.isEmpty() ? QJsonValue() : QJsonValue(list));
    }
    return event;
}

QString fingerprintOf(const CreateRequest &request)
{
    const EventInput &content = request.content;
    QJsonObject canonical{
        { QStringLiteral("title"), content.title.value_or(QString()) },
        { QStringLiteral("description"), content.description.value_or(QString()) },
        { QStringLiteral("location"), content.location.value_or(QString()) },
        { QStringLiteral("start"), timeText(content.start) },
        { QStringLiteral("end"), timeText(content.end) },
        { QStringLiteral("attendees"),
            QJsonArray::fromStringList(content.attendees.value_or(QStringList())) },
        { QStringLiteral("recurrence"),
            QJsonArray::fromStringList(content.recurrence.value_or(QStringList())) },
        { QStringLiteral("reminders"), content.reminders ? QJsonValue(*content.reminders) : QJsonValue() },
        { QStringLiteral("color"), content.colorId.value_or(QString()) },
        { QStringLiteral("conference"), content.conference },
    };
    if (!request.calendarId.isEmpty())
        canonical.insert(QStringLiteral("calendar"), request.calendarId);
    const QByteArray text = QJsonDocument(canonical).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace aria::service
