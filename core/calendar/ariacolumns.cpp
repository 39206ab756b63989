#include "calendar/ariacolumns.h"

#include "calendar/attendees.h"
#include "calendar/fieldmeaning.h"
#include "calendar/fields.h"
#include "calendar/limits.h"
#include "calendar/recurrence.h"
#include "calendar/walltime.h"

#include <QRegularExpression>

namespace aria::calendar {

namespace {

constexpr int MaxReminderMinutes = 40320; // four weeks, as above

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
        applyTexts();
        applyTimes();
        applyAttendees();
        applyRecurrence();
        applyReminders();
        applyWords();
        if (m_faults.isEmpty())
            return m_event;
        QStringList sentences;
        for (const Fault &fault : std::as_const(m_faults))
            sentences.append(fault.loc.last() + QLatin1String(": ") + fault.message);
        return Unexpected(Error{ ErrorCategory::InvalidInput, QStringLiteral("invalid_event"),
            sentences.join(QLatin1String("; ")), std::nullopt, m_faults });
    }

private:
    void fault(const QString &name, const QString &message)
    {
        m_faults.append(Fault{ { QStringLiteral("body"), name }, message, QStringLiteral("value_error") });
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

    void applyTexts()
    {
        if (m_columns.title.trimmed().isEmpty() && !m_base.summary().trimmed().isEmpty())
            fault(QStringLiteral("title"), QStringLiteral("an event needs a title"));
        else
            changeText(QStringLiteral("summary"), m_columns.title);
        changeText(QStringLiteral("description"), m_columns.description);
        changeText(QStringLiteral("location"), m_columns.location);
        changeText(QStringLiteral("colorId"), m_columns.colorId);
    }

    // `own`: the time that the event had. A zone name that nobody else knows is read by the offset of that time.
    std::optional<EventTime> readTime(
        const QString &name, const QString &text, const QByteArray &zoneName, const ZonedTime &own)
    {
        const auto parsed = parseDateTimeText(text);
        if (!parsed) {
            fault(name, QStringLiteral("\"%1\" is no date or date-time").arg(text));
            return std::nullopt;
        }
        // The date of an all-day row counts, whatever time and zone follow it: all-day events float.
        if (m_columns.allDay)
            return EventTime(parsed->date);
        ZonedTime time = own;
        if (zoneName != own.tzid)
            time = { {}, zoneNameFor(zoneName) };
        time.utc = parsed->offsetSeconds
            ? QDateTime(parsed->date, parsed->time, Qt::UTC).addSecs(-*parsed->offsetSeconds)
            : wallToUtc(parsed->date, parsed->time, zoneOf(time));
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
        for (const auto &[name, value] : { std::pair{ QStringLiteral("time_zone"), zone },
                 std::pair{ QStringLiteral("end_time_zone"), endZone } }) {
            // An occurrence takes its place on the clock from its series; its own times are instants, in any zone.
            const bool isOwn = m_base.isException() || value == ownStart.tzid || value == ownEnd.tzid;
            if (!m_columns.allDay && !value.isEmpty() && !isOwn && !zoneNamed(value)) {
                fault(name, QStringLiteral("\"%1\" is no IANA time zone").arg(QString::fromUtf8(value)));
                return;
            }
        }
        const auto start = readTime(QStringLiteral("start_time"), m_columns.startTime, zone, ownStart);
        auto end = readTime(QStringLiteral("end_time"), m_columns.endTime, endZone, ownEnd);
        if (!start || !end)
            return;
        // An all-day row that ends on the day it starts means that day; Google's end is exclusive.
        if (start->isDate() && end->date() == start->date())
            end = EventTime(start->date().addDays(1));
        if (end->instant(QTimeZone::utc()) < start->instant(QTimeZone::utc())) {
            fault(QStringLiteral("end_time"), QStringLiteral("the end is before the start"));
            return;
        }
        if (m_base.start() != *start || m_base.start().isNull())
            m_event.set(QStringLiteral("start"), start->toGoogle());
        if (m_base.end() != *end || m_base.end().isNull())
            m_event.set(QStringLiteral("end"), end->toGoogle());
    }

    void applyAttendees()
    {
        if (m_columns.attendees == m_own.attendees)
            return;
        // Checking each of a very large number would hold up everything else that is synced.
        if (m_columns.attendees.size() > std::max<qsizetype>(MaxGuests, m_own.attendees.size())) {
            fault(QStringLiteral("attendees"),
                QStringLiteral("at most %1 guests are allowed, not %2")
                    .arg(MaxGuests)
                    .arg(m_columns.attendees.size()));
            return;
        }
        static const QRegularExpression email(QStringLiteral("^[^@\\s,;<>\"]+@[^@\\s,;<>\"]+\\z"));
        const auto known = attendeesByKey(m_own.attendees);
        QJsonArray wanted;
        QSet<QString> seen;
        for (const QJsonValue &attendee : m_columns.attendees) {
            const QString key = attendeeKey(attendee);
            const bool isNew = !known.contains(key);
            if (!(attendee.isString() || attendee.isObject()) || (isNew && !email.match(key).hasMatch())) {
                fault(QStringLiteral("attendees"), QStringLiteral("\"%1\" is no e-mail address").arg(key));
                continue;
            }
            if (!seen.contains(key)) {
                seen.insert(key);
                wanted.append(attendeeOnto(known.value(key).toObject(), attendee));
            }
        }
        change(QStringLiteral("attendees"), wanted.isEmpty() ? QJsonValue() : QJsonValue(wanted));
    }

    void applyRecurrence()
    {
        QStringList lines;
        for (const QJsonValue &line : m_columns.recurrence)
            lines.append(line.toString());
        const QString name = QStringLiteral("recurrence");
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
            fault(name, QStringLiteral("one occurrence of a series cannot recur itself"));
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
        const QString name = QStringLiteral("reminders");
        if (!m_columns.reminders) {
            change(name, QJsonObject{ { QStringLiteral("useDefault"), true } });
            return;
        }
        if (m_columns.reminders->size() > MaxReminders)
            fault(name, QStringLiteral("at most %1 reminders are allowed").arg(MaxReminders));
        QJsonArray overrides;
        for (const QJsonValue &reminder : *m_columns.reminders) {
            const QJsonValue method = reminder[QLatin1String("method")];
            const QJsonValue minutes = reminder[QLatin1String("minutes")];
            if (method != QLatin1String("email") && method != QLatin1String("popup"))
                fault(name, QStringLiteral("method must be \"email\" or \"popup\""));
            const int count = minutes.toInt(-1);
            if (count < 0 || count > MaxReminderMinutes)
                fault(name,
                    QStringLiteral("minutes must be a whole number from 0 to %1").arg(MaxReminderMinutes));
            overrides.append(
                QJsonObject{ { QStringLiteral("method"), method }, { QStringLiteral("minutes"), count } });
        }
        change(name,
            QJsonObject{
                { QStringLiteral("useDefault"), false }, { QStringLiteral("overrides"), overrides } });
    }

    void applyWord(const QString &name, const QString &value, const QString &own, const QStringList &allowed)
    {
        if (value == own)
            return;
        if (!value.isEmpty() && !allowed.contains(value)) {
            fault(name, QStringLiteral("\"%1\" is none of %2").arg(value, allowed.join(QLatin1String(", "))));
            return;
        }
        changeText(name, value);
    }

    void applyWords()
    {
        applyWord(QStringLiteral("visibility"), m_columns.visibility, m_own.visibility,
            { QStringLiteral("default"), QStringLiteral("public"), QStringLiteral("private"),
                QStringLiteral("confidential") });
        applyWord(QStringLiteral("transparency"), m_columns.transparency, m_own.transparency,
            { QStringLiteral("opaque"), QStringLiteral("transparent") });
        applyWord(QStringLiteral("status"), m_columns.status, m_own.status,
            { QStringLiteral("confirmed"), QStringLiteral("tentative"), QStringLiteral("cancelled") });
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
    if (!reminders.value(QLatin1String("useDefault")).toBool())
        columns.reminders = reminders.value(QLatin1String("overrides")).toArray();
    columns.colorId = event.colorId();
    columns.visibility = unlessDefault(event, QStringLiteral("visibility"), QLatin1String("default"));
    columns.transparency = unlessDefault(event, QStringLiteral("transparency"), QLatin1String("opaque"));
    const EventStatus status = event.status();
    columns.status = status == EventStatus::Cancelled ? QStringLiteral("cancelled")
        : status == EventStatus::Tentative            ? QStringLiteral("tentative")
                                                      : QStringLiteral("confirmed");
    return columns;
}

Expected<Event> applyColumns(const Event &base, const AriaColumns &columns)
{
    return Application(base, columns).run();
}

} // namespace aria::calendar
