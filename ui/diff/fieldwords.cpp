#include "diff/fieldwords.h"

#include "calendar/fields.h"
#include "diff/direction.h"
#include "diff/recurrencewords.h"
#include "diff/timewords.h"
#include "diff/valuewords.h"
#include "uicommon/notestext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

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
    return spanText(timeOf(times.value("start"_L1)), timeOf(times.value("end"_L1)), viewer);
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
    const int minutes = reminder.value("minutes"_L1).toInt();
    const QString when = minutes == 0
        ? FieldWords::tr("at the start", "a reminder")
        : FieldWords::tr("%1 before", "a reminder: 10 minutes before").arg(durationText(minutes));
    if (reminder.value("method"_L1).toString() == u"email")
        return FieldWords::tr("%1 by e-mail", "a reminder: 10 minutes before by e-mail").arg(when);
    return when;
}

} // namespace

QString fieldLabel(const QString &apiField)
{
    static const QHash<QString, const char *> labels{
        { u"event"_s, QT_TRANSLATE_NOOP("FieldWords", "Event") },
        { u"title"_s, QT_TRANSLATE_NOOP("FieldWords", "Title") },
        { u"start_time"_s, QT_TRANSLATE_NOOP("FieldWords", "Time") },
        { u"location"_s, QT_TRANSLATE_NOOP("FieldWords", "Place") },
        { u"description"_s, QT_TRANSLATE_NOOP("FieldWords", "Notes") },
        { u"attendees"_s, QT_TRANSLATE_NOOP("FieldWords", "Guests") },
        { u"recurrence"_s, QT_TRANSLATE_NOOP("FieldWords", "Repeats") },
        { u"reminders"_s, QT_TRANSLATE_NOOP("FieldWords", "Reminders") },
        { u"color_id"_s, QT_TRANSLATE_NOOP("FieldWords", "Colour") },
        { u"eventLabelId"_s, QT_TRANSLATE_NOOP("FieldWords", "Label") },
        { u"visibility"_s, QT_TRANSLATE_NOOP("FieldWords", "Who sees it") },
        { u"transparency"_s, QT_TRANSLATE_NOOP("FieldWords", "Shown as") },
        { u"status"_s, QT_TRANSLATE_NOOP("FieldWords", "Status") },
        { u"conferenceData"_s, QT_TRANSLATE_NOOP("FieldWords", "Meeting link") },
        { u"attachments"_s, QT_TRANSLATE_NOOP("FieldWords", "Attachments") },
        { u"source"_s, QT_TRANSLATE_NOOP("FieldWords", "Source") },
        { u"extendedProperties"_s, QT_TRANSLATE_NOOP("FieldWords", "Data of other programs") },
        { u"guestsCanInviteOthers"_s, QT_TRANSLATE_NOOP("FieldWords", "Guests may invite others") },
        { u"guestsCanModify"_s, QT_TRANSLATE_NOOP("FieldWords", "Guests may edit") },
        { u"guestsCanSeeOtherGuests"_s, QT_TRANSLATE_NOOP("FieldWords", "Guests see the guest list") },
        { u"anyoneCanAddSelf"_s, QT_TRANSLATE_NOOP("FieldWords", "Anyone may join") },
        { u"focusTimeProperties"_s, QT_TRANSLATE_NOOP("FieldWords", "Focus time") },
        { u"outOfOfficeProperties"_s, QT_TRANSLATE_NOOP("FieldWords", "Out of office") },
        { u"workingLocationProperties"_s, QT_TRANSLATE_NOOP("FieldWords", "Working location") },
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
    if (reminders.value("useDefault"_L1).toBool())
        return FieldWords::tr("as the calendar has it", "an event's reminders");
    QStringList texts;
    for (const QJsonValue &reminder : reminders.value("overrides"_L1).toArray())
        texts.append(reminderText(reminder.toObject()));
    return texts.isEmpty() ? FieldWords::tr("none", "an event's reminders")
                           : viewer.locale.createSeparatedList(texts);
}

QString attendeesText(const QJsonArray &attendees, const Viewer &viewer)
{
    QStringList names;
    for (const QJsonValue &attendee : attendees) {
        const QJsonObject person = attendee.toObject();
        QString name = person.value("displayName"_L1).toString();
        if (name.isEmpty())
            name = attendee.isString() ? attendee.toString() : person.value("email"_L1).toString();
        const QString answer = answerText(person.value("responseStatus"_L1).toString());
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
    return directed(parts.join(u" · "_s), viewer);
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
    if (apiField == u"description") // some notes are HTML
        return uicommon::plainNotes(value.toString());
    return valueText(apiField, value);
}

} // namespace aria::diff
