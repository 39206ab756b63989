// When reminders of events are due. Pure.
#pragma once

#include "service/types.h"

#include <QHash>

namespace aria::notifications {

struct Reminder
{
    QString key; // the same for one reminder of an occurrence, until that is moved
    service::EventView event;
    QDateTime due; // UTC
    QDateTime start; // UTC; of all-day events the midnight of the person's zone

    friend bool operator==(const Reminder &a, const Reminder &b) { return a.key == b.key && a.due == b.due; }
};

// In the form of service::StatusView.
using DefaultReminders = QHash<QString, QJsonArray>;

// Popup reminders, with the calendar's `defaults` for events that use them; none for cancelled events and those that
// the person declined. Ordered by when they are due.
QList<Reminder> remindersOf(
    const QList<service::EventView> &events, const DefaultReminders &defaults, const QTimeZone &zone);

// Which reminder is next. Each is taken once: all up to the instant `shownUntil` have been shown,
// even before a restart.
class ReminderSchedule
{
public:
    // snoozed: what snoozes() returned before a restart.
    explicit ReminderSchedule(const QDateTime &shownUntil, const QHash<QString, QDateTime> &snoozed = {});

    // Snoozed ones stay if their event still exists at its time.
    void setReminders(const QList<Reminder> &reminders);
    void snooze(const Reminder &reminder, const QDateTime &until);
    QHash<QString, QDateTime> snoozes() const; // keys, and when each ends

    // What is due by `now` and still useful: not for events that are over. Afterwards they count as shown.
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
