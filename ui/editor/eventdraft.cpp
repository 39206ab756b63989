#include "editor/eventdraft.h"

#include "calendar/recurrence.h"
#include "calendar/walltime.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::editor {

using calendar::Event;
using calendar::EventTime;
using calendar::ZonedTime;

namespace {

struct EventDraftText
{
    Q_DECLARE_TR_FUNCTIONS(aria::editor::EventDraft)
};

QTimeZone zoneOf(const EventDraft &draft)
{
    return calendar::zoneNamed(draft.zone).value_or(QTimeZone::utc());
}

EventTime timeAt(QDate date, QTime time, const EventDraft &draft)
{
    return EventTime(ZonedTime{ calendar::wallToUtc(date, time, zoneOf(draft)), draft.zone });
}

} // namespace

QMap<QString, QString> unclearTimes(const EventDraft &draft)
{
    QMap<QString, QString> texts = draft.unclear;
    texts.remove(u"until"_s);
    texts.remove(u"guest"_s);
    return texts;
}

void forgetUnclearTimes(EventDraft &draft)
{
    const QMap<QString, QString> texts = unclearTimes(draft);
    for (auto text = texts.begin(); text != texts.end(); ++text)
        draft.unclear.remove(text.key());
}

EventDraft newDraft(QDate day, const QDateTime &now, const QTimeZone &zone)
{
    const QDateTime wall = now.toTimeZone(zone);
    const QDateTime nextHour = QDateTime(wall.date(), QTime(wall.time().hour(), 0), zone).addSecs(3600);
    EventDraft draft;
    draft.zone = zone.id();
    draft.startDate = day.isValid() && day != wall.date() ? day : nextHour.date();
    draft.startTime = nextHour.time();
    const QDateTime end =
        calendar::wallToUtc(draft.startDate, draft.startTime, zone).addSecs(3600).toTimeZone(zone);
    draft.endDate = end.date();
    draft.endTime = end.time();
    return draft;
}

namespace {

void takeTimes(const EventTime &start, const EventTime &end, EventDraft &draft)
{
    draft.isAllDay = start.isDate();
    if (draft.isAllDay) {
        draft.startDate = start.date();
        draft.endDate = end.isDate() ? std::max(draft.startDate, end.date().addDays(-1)) : draft.startDate;
        draft.startTime = QTime(9, 0);
        draft.endTime = QTime(10, 0);
    } else if (start.isTimed()) {
        if (const QByteArray own = start.zoned().tzid; calendar::zoneNamed(own))
            draft.zone = own;
        const QTimeZone wallZone = zoneOf(draft);
        const QDateTime from = start.zoned().utc.toTimeZone(wallZone);
        const QDateTime to = end.isTimed() ? end.zoned().utc.toTimeZone(wallZone) : from;
        draft.startDate = from.date();
        draft.startTime = from.time();
        draft.endDate = to.date();
        draft.endTime = to.time();
    }
}

} // namespace

EventDraft draftOf(const service::EventInput &input, const QTimeZone &zone)
{
    EventDraft draft;
    draft.zone = zone.id();
    draft.title = input.title.value_or(QString());
    draft.place = input.location.value_or(QString());
    draft.recurrence = input.recurrence.value_or(QStringList());
    if (input.start && input.end)
        takeTimes(*input.start, *input.end, draft);
    return draft;
}

EventDraft draftOf(const Event &event, const QTimeZone &zone)
{
    EventDraft draft;
    draft.title = event.summary();
    draft.place = event.location();
    draft.notes = event.description();
    draft.colorId = event.colorId();
    draft.zone = zone.id();
    takeTimes(event.start(), event.end(), draft);
    draft.recurrence = event.recurrence();
    const QJsonArray attendees = event.attendees();
    for (const QJsonValue &guest : attendees) {
        if (const QString email = guest["email"_L1].toString(); !email.isEmpty())
            draft.guests.append(email);
    }
    const QJsonObject reminders = event.reminders();
    if (!reminders.value("useDefault"_L1).toBool())
        draft.reminders = reminders.value("overrides"_L1).toArray();
    return draft;
}

EventTime startOf(const EventDraft &draft)
{
    return draft.isAllDay ? EventTime(draft.startDate) : timeAt(draft.startDate, draft.startTime, draft);
}

EventTime endOf(const EventDraft &draft)
{
    return draft.isAllDay ? EventTime(draft.endDate.addDays(1)) : timeAt(draft.endDate, draft.endTime, draft);
}

QJsonArray guestsOf(const EventDraft &draft, const calendar::Event &known)
{
    const QJsonArray attendees = known.attendees();
    QJsonArray guests;
    for (const QString &email : draft.guests) {
        QJsonObject guest{ { u"email"_s, email } };
        for (const QJsonValue &attendee : attendees) {
            if (attendee["email"_L1].toString() == email)
                guest = attendee.toObject();
        }
        guests.append(guest);
    }
    return guests;
}

service::EventInput inputFor(const EventDraft *before, const EventDraft &after)
{
    const auto differs = [before, &after](
                             auto member) { return !before || before->*member != after.*member; };
    service::EventInput input;
    if (differs(&EventDraft::title))
        input.title = after.title.trimmed();
    if (differs(&EventDraft::place))
        input.location = after.place.trimmed();
    if (differs(&EventDraft::notes))
        input.description = after.notes;
    if (differs(&EventDraft::colorId))
        input.colorId = after.colorId;
    if (!before || startOf(*before) != startOf(after) || endOf(*before) != endOf(after)) {
        input.start = startOf(after);
        input.end = endOf(after);
    }
    if (differs(&EventDraft::recurrence))
        input.recurrence = after.recurrence;
    if (differs(&EventDraft::guests))
        input.attendees = after.guests;
    if (differs(&EventDraft::reminders)) {
        input.reminders = after.reminders;
        input.defaultReminders = before && !after.reminders; // a new event has them anyway
    }
    return input;
}

bool isEmail(const QString &text)
{
    static const QRegularExpression address(u"^[^\\s@,;<>\"]+@[^\\s@,;<>\".]+(\\.[^\\s@,;<>\".]+)+$"_s);
    return address.match(text).hasMatch();
}

QList<Problem> problemsOf(const EventDraft &draft)
{
    QList<Problem> problems;
    if (draft.title.trimmed().isEmpty())
        problems.append({ Field::Title, EventDraftText::tr("An event needs a title.") });
    if (!draft.isAllDay && !calendar::zoneNamed(draft.zone))
        problems.append({ Field::Zone, EventDraftText::tr("There is no such time zone.") });
    if (!draft.startDate.isValid() || !draft.endDate.isValid())
        problems.append({ Field::Times, EventDraftText::tr("A date is missing.") });
    else if (draft.isAllDay ? draft.endDate < draft.startDate
                            : endOf(draft).zoned().utc < startOf(draft).zoned().utc)
        problems.append({ Field::Times, EventDraftText::tr("The event ends before it starts.") });
    if (!draft.recurrence.isEmpty()) {
        if (const auto checked = calendar::checkRecurrence(draft.recurrence, startOf(draft)); !checked)
            problems.append({ Field::Repeat,
                EventDraftText::tr("This repetition is not valid: %1").arg(checked.error().message) });
        else if (calendar::Event series; true) {
            series.setTimes(startOf(draft), endOf(draft));
            series.set(u"recurrence"_s, QJsonArray::fromStringList(draft.recurrence));
            const QTimeZone zone = zoneOf(draft);
            if (calendar::nextStarts(series, startOf(draft).instant(zone), 1, zone).isEmpty())
                problems.append({ Field::Repeat,
                    EventDraftText::tr("With this repetition the event never takes place.") });
        }
    }
    for (const QString &guest : draft.guests) {
        if (!isEmail(guest))
            problems.append(
                { Field::Guests, EventDraftText::tr("“%1” is not an e-mail address.").arg(guest) });
    }
    return problems;
}

} // namespace aria::editor
