#include "notifications/reminderschedule.h"

#include "calendar/event.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::notifications {

using calendar::Event;
using service::EventView;

namespace {

constexpr qint64 secondsPerMinute = 60;

bool isDeclined(const Event &event)
{
    const QJsonArray attendees = event.attendees();
    return std::any_of(attendees.begin(), attendees.end(), [](const QJsonValue &attendee) {
        const QJsonObject person = attendee.toObject();
        return person.value("self"_L1).toBool()
            && person.value("responseStatus"_L1).toString() == u"declined";
    });
}

QJsonArray remindersFor(const EventView &view, const DefaultReminders &defaults)
{
    const QJsonObject reminders = view.event.reminders();
    if (!reminders.value("useDefault"_L1).toBool())
        return reminders.value("overrides"_L1).toArray();
    return defaults.value(view.calendarId);
}

QList<int> popupMinutes(const QJsonArray &reminders)
{
    QList<int> minutes;
    for (const QJsonValue &value : reminders) {
        const QJsonObject reminder = value.toObject();
        if (reminder.value("method"_L1).toString() == u"popup")
            minutes.append(reminder.value("minutes"_L1).toInt());
    }
    return minutes;
}

bool isEarlier(const Reminder &a, const Reminder &b)
{
    return a.due < b.due;
}

bool isOver(const Reminder &reminder, const QDateTime &now)
{
    const calendar::EventTime end = reminder.event.event.end();
    if (end.isTimed())
        return end.zoned().utc < now && reminder.start < now;
    // An all-day event: the end of its last day, counted from the midnight at which it starts for the person.
    const qint64 days = std::max<qint64>(reminder.event.event.start().date().daysTo(end.date()), 1);
    return reminder.start.addDays(days) < now;
}

} // namespace

QList<Reminder> remindersOf(
    const QList<EventView> &events, const DefaultReminders &defaults, const QTimeZone &zone)
{
    QList<Reminder> reminders;
    for (const EventView &view : events) {
        const calendar::EventTime start = view.event.start();
        if (start.isNull() || view.event.isCancelled() || isDeclined(view.event))
            continue;
        const QDateTime instant = start.instant(zone).toUTC();
        for (const int minutes : popupMinutes(remindersFor(view, defaults))) {
            const QString key = u"%1/%2/%3/%4"_s.arg(
                view.calendarId, view.googleEventId, instant.toString(Qt::ISODate), QString::number(minutes));
            reminders.append({ key, view, instant.addSecs(-minutes * secondsPerMinute), instant });
        }
    }
    std::stable_sort(reminders.begin(), reminders.end(), isEarlier);
    return reminders;
}

ReminderSchedule::ReminderSchedule(const QDateTime &shownUntil, const QHash<QString, QDateTime> &snoozed)
    : m_shownUntil(shownUntil)
{
    // Their events arrive with setReminders().
    for (auto it = snoozed.cbegin(); it != snoozed.cend(); ++it)
        m_snoozed.insert(it.key(), Reminder{ it.key(), {}, it.value(), {} });
}

QHash<QString, QDateTime> ReminderSchedule::snoozes() const
{
    QHash<QString, QDateTime> ends;
    for (const Reminder &reminder : m_snoozed)
        ends.insert(reminder.key, reminder.due);
    return ends;
}

void ReminderSchedule::setReminders(const QList<Reminder> &reminders)
{
    m_reminders.clear();
    QHash<QString, Reminder> snoozed;
    for (const Reminder &reminder : reminders) {
        if (const auto known = m_snoozed.constFind(reminder.key); known != m_snoozed.constEnd()) {
            Reminder later = reminder;
            later.due = known->due;
            snoozed.insert(later.key, later);
        } else if (reminder.due > m_shownUntil) {
            m_reminders.append(reminder);
        }
    }
    m_snoozed = snoozed;
}

void ReminderSchedule::snooze(const Reminder &reminder, const QDateTime &until)
{
    Reminder later = reminder;
    later.due = until;
    m_snoozed.insert(later.key, later);
}

QList<Reminder> ReminderSchedule::takeDue(const QDateTime &now)
{
    QList<Reminder> due;
    while (!m_reminders.isEmpty() && m_reminders.constFirst().due <= now)
        due.append(m_reminders.takeFirst());
    for (auto it = m_snoozed.begin(); it != m_snoozed.end();) {
        if (it->due > now) {
            ++it;
            continue;
        }
        due.append(*it);
        it = m_snoozed.erase(it);
    }
    m_shownUntil = std::max(m_shownUntil, now);
    due.removeIf([&now](const Reminder &reminder) { return isOver(reminder, now); });
    std::stable_sort(due.begin(), due.end(), isEarlier);
    return due;
}

QDateTime ReminderSchedule::nextDue() const
{
    QDateTime next = m_reminders.isEmpty() ? QDateTime() : m_reminders.constFirst().due;
    for (const Reminder &reminder : m_snoozed) {
        if (!next.isValid() || reminder.due < next)
            next = reminder.due;
    }
    return next;
}

} // namespace aria::notifications
