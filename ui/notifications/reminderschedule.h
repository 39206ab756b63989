// When events ask to be reminded of. Pure.
#pragma once

#include "service/types.h"

#include <QHash>

namespace aria::notifications {

struct Reminder
{
    QString key; // one a reminder of an occurrence, as long as it is at that time
    service::EventView event;
    QDateTime due; // UTC
    QDateTime start; // UTC; of all-day events the midnight of the person's zone

    friend bool operator==(const Reminder &a, const Reminder &b) { return a.key == b.key && a.due == b.due; }
};

// As service::StatusView has them.
using DefaultReminders = QHash<QString, QJsonArray>;

// Popup reminders, its calendar's `defaults` where an event uses them; of cancelled events and of those the person
// declined, none. Ordered by when they are due.
QList<Reminder> remindersOf(
    const QList<service::EventView> &events, const DefaultReminders &defaults, const QTimeZone &zone);

// Which reminder is next. Each is taken once: `shownUntil` is the instant up to which all were, also before a restart.
class ReminderSchedule
{
public:
    // snoozed: what snoozes() told before a restart.
    explicit ReminderSchedule(const QDateTime &shownUntil, const QHash<QString, QDateTime> &snoozed = {});

    // Snoozed ones stay if their event is still there at its time.
    void setReminders(const QList<Reminder> &reminders);
    void snooze(const Reminder &reminder, const QDateTime &until);
    QHash<QString, QDateTime> snoozes() const; // keys, and when each ends

    // What is due by `now`, and still of use: of events that are over there is none. Afterwards they are shown.
    QList<Reminder> takeDue(const QDateTime &now);
    // Invalid: none.
    QDateTime nextDue() const;
    QDateTime shownUntil() const { return m_shownUntil; }

private:
    QDateTime m_shownUntil;
    QList<Reminder> m_reminders; // due after m_shownUntil, in order
    QHash<QString, Reminder> m_snoozed; // by key, due when the snooze ends
};

} // namespace aria::notifications
