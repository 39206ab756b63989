// Reminds people of events, by the events' own popup reminders.
#pragma once

#include "base/clock.h"
#include "notifications/desktopnotifications.h"
#include "notifications/notifysettings.h"
#include "notifications/reminderschedule.h"
#include "uicommon/servicelink.h"
#include "uicommon/statuswatch.h"
#include "uicommon/uiformat.h"

#include <QTimer>
#include <QUrl>

class QSettings;

namespace aria::notifications {

// Lives on the UI thread; the references outlive it. Remembers in `state` up to when reminders were shown and which were
// snoozed: after a restart none comes twice, and one missed while the machine slept comes when it wakes. Has one timer,
// which wakes it when something is due, and otherwise at most once a minute.
class ReminderNotices : public QObject
{
    Q_OBJECT
public:
    ReminderNotices(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch,
        DesktopNotifications &desktop, const Clock &clock, uicommon::UiFormat viewer, QSettings &state,
        QObject *parent = nullptr);

    void setSettings(const NotifySettings &settings);
    // Shows what is due now; called by the timer.
    void check();
    // Reads the events again; called on the link's signals.
    void read();

Q_SIGNALS:
    void eventsRead(); // what is due is known up to now
    void openEvent(const aria::calendar::EventKey &event, QDate day); // day invalid: unknown
    void joinMeeting(const QUrl &link);

private:
    void readSoon();
    void statusUpdated();
    void show(const Reminder &reminder, const QDateTime &now);
    void invoked(const QString &key, const QString &action);
    void withdrawGone(const QList<Reminder> &reminders);
    void startTimer(const QDateTime &now);
    void rememberSnoozes();

    uicommon::ServiceLink &m_link;
    const uicommon::StatusWatch &m_watch;
    DesktopNotifications &m_desktop;
    const Clock &m_clock;
    uicommon::UiFormat m_viewer;
    QSettings &m_state;
    NotifySettings m_settings;
    std::optional<DefaultReminders> m_defaults; // nullopt: not known yet
    ReminderSchedule m_schedule;
    QHash<QString, Reminder> m_shown; // by key, for their actions
    QDateTime m_readAt; // invalid: not yet
    bool m_isReading = false;
    bool m_readAgain = false;
    QTimer m_timer;
    QTimer m_soon;
};

} // namespace aria::notifications
