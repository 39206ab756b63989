#include "calendar/ariacolumns.h"

#include "calendar/attendees.h"
#include "calendar/fieldmeaning.h"
#include "calendar/fields.h"
#include "calendar/limits.h"
#include "calendar/recurrence.h"
#include "calendar/walltime.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

constexpr int maxReminderMinutes = 40320; // four weeks, as above

QJsonObject memberOf(const QString &name, const QJsonValue &value)
{
    return value.isUndefined() ? QJsonObject() : QJsonObject{ { name, value } };
}

QString columnTime(const EventTime &time)
{
    if (!time.isTimed())
        return time.toText();
    return EventTime(ZonedTime{ time.zoned().utc, {} }).toText();
}

QString unlessDefault(const Event &event, const QString &field, QLatin1String byDefault)
{
    const QString text = event.json().value(field).toString();
    return text == byDefault ? QString() : text;
}

// Applies the columns to an event, one group after the other, and collects every fault.
class Application
{
public:
    Application(const Event &base, const AriaColumns &columns)
        : m_base(base)
        , m_event(base)
        , m_own(columnsOf(base))
        , m_columns(columns)
    {
    }

    Expected<Event> run()
    {
        if (m_columns == m_own) // as nearly always
            return m_base;
        checkSizes();
        if (m_faults.isEmpty()) {
            applyTexts();
            applyTimes();
            applyAttendees();
            applyRecurrence();
            applyReminders();
            applyWords();
        }
        if (m_faults.isEmpty())
            return m_event;
        QStringList sentences;
        for (const Fault &fault : std::as_const(m_faults))
            sentences.append(fault.loc.last() + ": "_L1 + fault.message);
        return Unexpected(Error{ ErrorCategory::InvalidInput, u"invalid_event"_s, sentences.join("; "_L1),
            std::nullopt, m_faults });
    }

private:
    void fault(const QString &name, const QString &message)
    {
        m_faults.append(Fault{ { u"body"_s, name }, message, u"value_error"_s });
    }

    // Sets the member if the new value means something different from the old one.
    void change(const QString &member, const QJsonValue &value)
    {
        const Event wanted(memberOf(member, value));
        if (!sameField(member, m_event, wanted))
            m_event.set(member, value);
    }

    void changeText(const QString &member, const QString &text)
    {
        change(member, text.isEmpty() ? QJsonValue() : QJsonValue(text));
    }

    // Before anything reads it, compares it or repeats it in a sentence. What Google sent may stay as long as it is.
    void checkSizes()
    {
        const auto checkText = [this](const QString &name, qsizetype length, qsizetype own) {
            if (length > std::max<qsizetype>(maxOtherText, own))
                fault(name, u"at most %1 characters are allowed, not %2"_s.arg(maxOtherText).arg(length));
        };
        checkText(u"start_time"_s, m_columns.startTime.size(), m_own.startTime.size());
        checkText(u"end_time"_s, m_columns.endTime.size(), m_own.endTime.size());
        checkText(u"time_zone"_s, m_columns.timeZone.size(), m_own.timeZone.size());
        checkText(u"end_time_zone"_s, m_columns.endTimeZone.size(), m_own.endTimeZone.size());
        checkText(u"color_id"_s, m_columns.colorId.size(), m_own.colorId.size());
        checkText(u"visibility"_s, m_columns.visibility.size(), m_own.visibility.size());
        checkText(u"transparency"_s, m_columns.transparency.size(), m_own.transparency.size());
        checkText(u"status"_s, m_columns.status.size(), m_own.status.size());
        const auto checkJson = [this](const QString &name, const QJsonArray &json, const QJsonArray &own) {
            const auto sizeOf = [](const QJsonArray &list) {
                return QJsonDocument(list).toJson(QJsonDocument::Compact).size();
            };
            if (json == own)
                return;
            const qsizetype size = sizeOf(json);
            if (size > maxOtherJson && size > sizeOf(own))
                fault(
                    name, u"at most %1 KiB are allowed, not %2"_s.arg(maxOtherJson / 1024).arg(size / 1024));
        };
        checkJson(u"attendees"_s, m_columns.attendees, m_own.attendees);
        checkJson(u"recurrence"_s, m_columns.recurrence, m_own.recurrence);
        checkJson(u"reminders"_s, m_columns.reminders.value_or(QJsonArray()),
            m_own.reminders.value_or(QJsonArray()));
    }

    // A text of Google's that is longer than what it takes from us may stay as long as it is.
    void changeLimited(
        const QString &name, const QString &member, const QString &text, const QString &own, int limit)
    {
        const bool mayBeTooLong = text.size() > std::max<qsizetype>(limit, own.size());
        if (const qsizetype length = mayBeTooLong ? text.toUcs4().size() : 0; length > limit)
            fault(name, u"at most %1 characters are allowed, not %2"_s.arg(limit).arg(length));
        else
            changeText(member, text);
    }

    void applyTexts()
    {
        if (m_columns.title.trimmed().isEmpty() && !m_base.summary().trimmed().isEmpty())
            fault(u"title"_s, u"an event needs a title"_s);
        else
            changeLimited(u"title"_s, u"summary"_s, m_columns.title, m_own.title, maxTitle);
        changeLimited(
            u"description"_s, u"description"_s, m_columns.description, m_own.description, maxDescription);
        changeLimited(u"location"_s, u"location"_s, m_columns.location, m_own.location, maxLocation);
        changeText(u"colorId"_s, m_columns.colorId);
    }

    // `own`: the time that the event had. A zone name that nobody else knows is read by the offset of that time.
    std::optional<EventTime> readTime(
        const QString &name, const QString &text, const QByteArray &zoneName, const ZonedTime &own)
    {
        const auto parsed = parseDateTimeText(text);
        if (!parsed) {
            fault(name, u"\"%1\" is no date or date-time"_s.arg(text));
            return std::nullopt;
        }
        // The date of an all-day row counts, whatever time and zone follow it: all-day events float.
        if (m_columns.allDay)
            return EventTime(parsed->date);
        const bool isOwn = zoneName == own.tzid;
        ZonedTime time = isOwn ? own : ZonedTime{ {}, zoneNameForGoogle(zoneName) };
        const QTimeZone zone = isOwn ? zoneOf(own) : zoneNamed(zoneName).value_or(QTimeZone::utc());
        time.utc = parsed->offsetSeconds
            ? QDateTime(parsed->date, parsed->time, Qt::UTC).addSecs(-*parsed->offsetSeconds)
            : wallToUtc(parsed->date, parsed->time, zone);
        if (!isInCalendarEverywhere(time.utc)) { // Google writes it in the calendar's
            fault(name, u"\"%1\" is not between the years 1 and 9999 in every time zone"_s.arg(text));
            return std::nullopt;
        }
        return EventTime(time);
    }

    void applyTimes()
    {
        if (m_columns.startTime == m_own.startTime && m_columns.endTime == m_own.endTime
            && m_columns.allDay == m_own.allDay && m_columns.timeZone == m_own.timeZone
            && m_columns.endTimeZone == m_own.endTimeZone)
            return;
        // A row without a zone does not remove the event's own: a series would lose its daylight saving time.
        const QByteArray zone = m_columns.timeZone.isEmpty() ? m_own.timeZone : m_columns.timeZone;
        const QByteArray endZone = m_columns.endTimeZone.isEmpty() ? zone : m_columns.endTimeZone;
        const ZonedTime ownStart = m_base.start().zoned();
        ZonedTime ownEnd = m_base.end().zoned();
        if (endZone != ownEnd.tzid)
            ownEnd = ownStart;
        for (const auto &[name, value] :
            { std::pair{ u"time_zone"_s, zone }, std::pair{ u"end_time_zone"_s, endZone } }) {
            // An occurrence takes its place on the clock from its series; its own times are instants, in any zone.
            const bool isOwn = m_base.isException() || value == ownStart.tzid || value == ownEnd.tzid;
            if (!m_columns.allDay && !value.isEmpty() && !isOwn && !zoneNamed(value)) {
                fault(name, u"\"%1\" is no IANA time zone"_s.arg(QString::fromUtf8(value)));
                return;
            }
            if (!m_columns.allDay && !value.isEmpty() && !isOwn && !m_columns.recurrence.isEmpty()
                && zoneNameForGoogle(value).isEmpty()) {
                fault(name,
                    u"a series needs the name of a time zone, and Google has none for \"%1\""_s.arg(
                        QString::fromUtf8(value)));
                return;
            }
        }
        const auto start = readTime(u"start_time"_s, m_columns.startTime, zone, ownStart);
        auto end = readTime(u"end_time"_s, m_columns.endTime, endZone, ownEnd);
        if (!start || !end)
            return;
        // An all-day row that ends on the day it starts means that day; Google's end is exclusive.
        if (start->isDate() && end->date() == start->date())
            end = EventTime(start->date().addDays(1));
        if (end->instant(QTimeZone::utc()) < start->instant(QTimeZone::utc())) {
            fault(u"end_time"_s, u"the end is before the start"_s);
            return;
        }
        if (m_base.start() != *start || m_base.start().isNull())
            m_event.set(u"start"_s, start->toGoogle());
        if (m_base.end() != *end || m_base.end().isNull())
            m_event.set(u"end"_s, end->toGoogle());
    }

    void applyAttendees()
    {
        if (m_columns.attendees == m_own.attendees)
            return;
        // Checking each of a very large number would hold up everything else that is synced.
        if (m_columns.attendees.size() > std::max<qsizetype>(maxGuests, m_own.attendees.size())) {
            fault(u"attendees"_s,
                u"at most %1 guests are allowed, not %2"_s.arg(maxGuests).arg(m_columns.attendees.size()));
            return;
        }
        static const QRegularExpression email(u"^[^@\\s,;<>\"]+@[^@\\s,;<>\"]+\\z"_s);
        const auto known = attendeesByKey(m_own.attendees);
        QJsonArray wanted;
        QSet<QString> seen;
        for (const QJsonValue &attendee : m_columns.attendees) {
            const QString key = attendeeKey(attendee);
            const bool isNew = !known.contains(key);
            if (!(attendee.isString() || attendee.isObject()) || (isNew && !email.match(key).hasMatch())) {
                fault(u"attendees"_s, u"\"%1\" is no e-mail address"_s.arg(key));
                continue;
            }
            if (!seen.contains(key)) {
                seen.insert(key);
                wanted.append(attendeeOnto(known.value(key).toObject(), attendee));
            }
        }
        change(u"attendees"_s, wanted.isEmpty() ? QJsonValue() : QJsonValue(wanted));
    }

    void applyRecurrence()
    {
        QStringList lines;
        for (const QJsonValue &line : m_columns.recurrence)
            lines.append(line.toString());
        const QString name = u"recurrence"_s;
        const bool kindChanged = m_event.isAllDay() != m_base.isAllDay();
        if (m_columns.recurrence == m_own.recurrence && !(kindChanged && m_base.isMaster()))
            return;
        const Event wanted(memberOf(name,
            lines.isEmpty() ? QJsonValue(QJsonValue::Undefined)
                            : QJsonValue(QJsonArray::fromStringList(lines))));
        if (sameField(name, m_base, wanted) && !(kindChanged && m_base.isMaster()))
            return;
        if (lines.isEmpty()) {
            m_event.set(name, {});
            return;
        }
        if (m_base.isException()) {
            fault(name, u"one occurrence of a series cannot recur itself"_s);
            return;
        }
        const auto checked = checkRecurrence(lines, m_event.start());
        if (checked)
            m_event.set(name, QJsonArray::fromStringList(*checked));
        else
            m_faults.append(checked.error().faults);
    }

    void applyReminders()
    {
        if (m_columns.reminders == m_own.reminders)
            return;
        const QString name = u"reminders"_s;
        if (!m_columns.reminders) {
            change(name, QJsonObject{ { u"useDefault"_s, true } });
            return;
        }
        if (m_columns.reminders->size() > maxReminders)
            fault(name, u"at most %1 reminders are allowed"_s.arg(maxReminders));
        QJsonArray overrides;
        for (const QJsonValue &reminder : *m_columns.reminders) {
            const QJsonValue method = reminder["method"_L1];
            const QJsonValue minutes = reminder["minutes"_L1];
            if (method != "email"_L1 && method != "popup"_L1)
                fault(name, u"method must be \"email\" or \"popup\""_s);
            const int count = minutes.toInt(-1);
            if (count < 0 || count > maxReminderMinutes)
                fault(name, u"minutes must be a whole number from 0 to %1"_s.arg(maxReminderMinutes));
            overrides.append(QJsonObject{ { u"method"_s, method }, { u"minutes"_s, count } });
        }
        change(name, QJsonObject{ { u"useDefault"_s, false }, { u"overrides"_s, overrides } });
    }

    void applyWord(const QString &name, const QString &value, const QString &own, const QStringList &allowed)
    {
        if (value == own)
            return;
        if (!value.isEmpty() && !allowed.contains(value)) {
            fault(name, u"\"%1\" is none of %2"_s.arg(value, allowed.join(", "_L1)));
            return;
        }
        changeText(name, value);
    }

    void applyWords()
    {
        applyWord(u"visibility"_s, m_columns.visibility, m_own.visibility,
            { u"default"_s, u"public"_s, u"private"_s, u"confidential"_s });
        applyWord(
            u"transparency"_s, m_columns.transparency, m_own.transparency, { u"opaque"_s, u"transparent"_s });
        applyWord(
            u"status"_s, m_columns.status, m_own.status, { u"confirmed"_s, u"tentative"_s, u"cancelled"_s });
    }

    const Event &m_base;
    Event m_event;
    const AriaColumns m_own;
    const AriaColumns &m_columns;
    QList<Fault> m_faults;
};

} // namespace

AriaColumns columnsOf(const Event &event)
{
    AriaColumns columns;
    columns.title = event.summary();
    columns.description = event.description();
    columns.location = event.location();
    const EventTime start = event.start();
    const EventTime end = event.end();
    columns.startTime = columnTime(start);
    columns.endTime = columnTime(end);
    columns.allDay = start.isDate();
    columns.timeZone = start.zoned().tzid;
    if (end.zoned().tzid != columns.timeZone)
        columns.endTimeZone = end.zoned().tzid;
    columns.attendees = event.attendees();
    columns.recurrence = QJsonArray::fromStringList(event.recurrence());
    const QJsonObject reminders = event.reminders();
    if (!reminders.value("useDefault"_L1).toBool())
        columns.reminders = reminders.value("overrides"_L1).toArray();
    columns.colorId = event.colorId();
    columns.visibility = unlessDefault(event, u"visibility"_s, "default"_L1);
    columns.transparency = unlessDefault(event, u"transparency"_s, "opaque"_L1);
    const EventStatus status = event.status();
    columns.status = status == EventStatus::Cancelled ? u"cancelled"_s
        : status == EventStatus::Tentative            ? u"tentative"_s
                                                      : u"confirmed"_s;
    return columns;
}

Expected<Event> applyColumns(const Event &base, const AriaColumns &columns)
{
    return Application(base, columns).run();
}

QJsonObject beyondColumns(const Event &event, Copy copy)
{
    static const QStringList always{ u"eventType"_s, u"eventLabelId"_s, u"extendedProperties"_s, u"source"_s,
        u"anyoneCanAddSelf"_s, u"guestsCanInviteOthers"_s, u"guestsCanModify"_s, u"guestsCanSeeOtherGuests"_s,
        u"birthdayProperties"_s, u"focusTimeProperties"_s, u"outOfOfficeProperties"_s,
        u"workingLocationProperties"_s };
    static const QStringList ofTheWhole{ u"attachments"_s, u"conferenceData"_s };
    QJsonObject more;
    for (const QString &member : copy == Copy::Whole ? always + ofTheWhole : always) {
        if (const QJsonValue value = event.json().value(member); !value.isUndefined() && !value.isNull())
            more.insert(member, value);
    }
    const QString conference = u"conferenceData"_s;
    if (QJsonObject meeting = more.take(conference).toObject(); meeting.contains(u"conferenceId"_s)) {
        meeting.remove(u"createRequest"_s); // it would ask for another one
        more.insert(conference, meeting);
    }
    return more;
}

} // namespace aria::calendar
