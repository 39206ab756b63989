#include "diff/fieldwords.h"

#include "calendar/fields.h"
#include "diff/direction.h"
#include "diff/recurrencewords.h"
#include "diff/timewords.h"
#include "diff/valuewords.h"

#include <QCoreApplication>

namespace aria::diff {

using calendar::Event;
using calendar::EventTime;

namespace {

struct FieldWords
{
    Q_DECLARE_TR_FUNCTIONS(FieldWords)
};

EventTime timeOf(const QJsonValue &json)
{
    const auto time = EventTime::fromGoogle(json.toObject());
    return time ? *time : EventTime();
}

QString timesText(const QJsonObject &times, const Viewer &viewer)
{
    return spanText(
        timeOf(times.value(QLatin1String("start"))), timeOf(times.value(QLatin1String("end"))), viewer);
}

QString recurrenceOf(const QJsonArray &lines, const Viewer &viewer)
{
    QStringList texts;
    for (const QJsonValue &line : lines)
        texts.append(line.toString());
    return recurrenceText(texts, viewer);
}

QString answerText(const QString &response)
{
    if (response == u"accepted")
        return FieldWords::tr("accepted", "a guest's answer");
    if (response == u"declined")
        return FieldWords::tr("declined", "a guest's answer");
    if (response == u"tentative")
        return FieldWords::tr("maybe", "a guest's answer");
    return {};
}

QString reminderText(const QJsonObject &reminder)
{
    const int minutes = reminder.value(QLatin1String("minutes")).toInt();
    const QString when = minutes == 0
        ? FieldWords::tr("at the start", "a reminder")
        : FieldWords::tr("%1 before", "a reminder: 10 minutes before").arg(durationText(minutes));
    if (reminder.value(QLatin1String("method")).toString() == u"email")
        return FieldWords::tr("%1 by e-mail", "a reminder: 10 minutes before by e-mail").arg(when);
    return when;
}

} // namespace

QString fieldLabel(const QString &apiField)
{
    static const QHash<QString, const char *> labels{
        { QStringLiteral("event"), QT_TRANSLATE_NOOP("FieldWords", "Event") },
        { QStringLiteral("title"), QT_TRANSLATE_NOOP("FieldWords", "Title") },
        { QStringLiteral("start_time"), QT_TRANSLATE_NOOP("FieldWords", "Time") },
        { QStringLiteral("location"), QT_TRANSLATE_NOOP("FieldWords", "Place") },
        { QStringLiteral("description"), QT_TRANSLATE_NOOP("FieldWords", "Notes") },
        { QStringLiteral("attendees"), QT_TRANSLATE_NOOP("FieldWords", "Guests") },
        { QStringLiteral("recurrence"), QT_TRANSLATE_NOOP("FieldWords", "Repeats") },
        { QStringLiteral("reminders"), QT_TRANSLATE_NOOP("FieldWords", "Reminders") },
        { QStringLiteral("color_id"), QT_TRANSLATE_NOOP("FieldWords", "Colour") },
        { QStringLiteral("eventLabelId"), QT_TRANSLATE_NOOP("FieldWords", "Label") },
        { QStringLiteral("visibility"), QT_TRANSLATE_NOOP("FieldWords", "Who sees it") },
        { QStringLiteral("transparency"), QT_TRANSLATE_NOOP("FieldWords", "Shown as") },
        { QStringLiteral("status"), QT_TRANSLATE_NOOP("FieldWords", "Status") },
        { QStringLiteral("conferenceData"), QT_TRANSLATE_NOOP("FieldWords", "Meeting link") },
        { QStringLiteral("attachments"), QT_TRANSLATE_NOOP("FieldWords", "Attachments") },
        { QStringLiteral("source"), QT_TRANSLATE_NOOP("FieldWords", "Source") },
        { QStringLiteral("extendedProperties"), QT_TRANSLATE_NOOP("FieldWords", "Data of other programs") },
        { QStringLiteral("guestsCanInviteOthers"),
            QT_TRANSLATE_NOOP("FieldWords", "Guests may invite others") },
        { QStringLiteral("guestsCanModify"), QT_TRANSLATE_NOOP("FieldWords", "Guests may edit") },
        { QStringLiteral("guestsCanSeeOtherGuests"),
            QT_TRANSLATE_NOOP("FieldWords", "Guests see the guest list") },
        { QStringLiteral("anyoneCanAddSelf"), QT_TRANSLATE_NOOP("FieldWords", "Anyone may join") },
        { QStringLiteral("focusTimeProperties"), QT_TRANSLATE_NOOP("FieldWords", "Focus time") },
        { QStringLiteral("outOfOfficeProperties"), QT_TRANSLATE_NOOP("FieldWords", "Out of office") },
        { QStringLiteral("workingLocationProperties"), QT_TRANSLATE_NOOP("FieldWords", "Working location") },
    };
    const char *label = labels.value(apiField, nullptr);
    return label ? FieldWords::tr(label) : apiField;
}

QString durationText(int minutes)
{
    constexpr int hour = 60;
    constexpr int day = 24 * hour;
    constexpr int week = 7 * day;
    if (minutes > 0 && minutes % week == 0)
        return FieldWords::tr("%n week(s)", "a duration", minutes / week);
    if (minutes > 0 && minutes % day == 0)
        return FieldWords::tr("%n day(s)", "a duration", minutes / day);
    if (minutes > 0 && minutes % hour == 0)
        return FieldWords::tr("%n hour(s)", "a duration", minutes / hour);
    return FieldWords::tr("%n minute(s)", "a duration", minutes);
}

QString remindersText(const QJsonObject &reminders, const Viewer &viewer)
{
    if (reminders.value(QLatin1String("useDefault")).toBool())
        return FieldWords::tr("as the calendar has it", "an event's reminders");
    QStringList texts;
    for (const QJsonValue &reminder : reminders.value(QLatin1String("overrides")).toArray())
        texts.append(reminderText(reminder.toObject()));
    return texts.isEmpty() ? FieldWords::tr("none", "an event's reminders")
                           : viewer.locale.createSeparatedList(texts);
}

QString attendeesText(const QJsonArray &attendees, const Viewer &viewer)
{
    QStringList names;
    for (const QJsonValue &attendee : attendees) {
        const QJsonObject person = attendee.toObject();
        QString name = person.value(QLatin1String("displayName")).toString();
        if (name.isEmpty())
            name =
                attendee.isString() ? attendee.toString() : person.value(QLatin1String("email")).toString();
        const QString answer = answerText(person.value(QLatin1String("responseStatus")).toString());
        names.append(answer.isEmpty() ? name : FieldWords::tr("%1 (%2)", "guest (answer)").arg(name, answer));
    }
    return viewer.locale.createSeparatedList(names);
}

QString eventLine(const Event &event, const Viewer &viewer)
{
    QStringList parts{ uicommon::titleOf(event), spanText(event.start(), event.end(), viewer),
        event.location().simplified(), recurrenceText(event.recurrence(), viewer).simplified() };
    if (!event.attendees().isEmpty())
        parts.append(attendeesText(event.attendees(), viewer));
    parts.removeAll(QString());
    for (QString &part : parts)
        part = isolated(part, viewer);
    return directed(parts.join(QStringLiteral(" · ")), viewer);
}

QString fieldText(const QString &apiField, const QJsonValue &value, const Viewer &viewer)
{
    if (value.isNull() || value.isUndefined())
        return {};
    if (apiField == u"event")
        return eventLine(Event(value.toObject()), viewer);
    if (apiField == u"start_time")
        return timesText(value.toObject(), viewer);
    if (apiField == u"attendees")
        return attendeesText(value.toArray(), viewer);
    if (apiField == u"recurrence")
        return recurrenceOf(value.toArray(), viewer);
    if (apiField == u"reminders")
        return remindersText(value.toObject(), viewer);
    return valueText(apiField, value);
}

} // namespace aria::diff
