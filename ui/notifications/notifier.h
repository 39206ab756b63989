// Everything that the program tells a person by itself, in one place.
#pragma once

#include "notifications/attentionnotices.h"
#include "notifications/changenotices.h"
#include "notifications/remindernotices.h"

namespace aria::notifications {

// Lives on the UI thread; the references outlive it. The tray icon shows balloonWanted()
// and answers with balloonClicked().
class Notifier : public QObject
{
    Q_OBJECT
public:
    Notifier(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch, const Clock &clock,
        const uicommon::UiFormat &viewer, QSettings &state,
        QDBusConnection bus = QDBusConnection::sessionBus(), Patience patience = {},
        QObject *parent = nullptr);

    void setSettings(const NotifySettings &settings);
    void balloonClicked() { m_desktop.balloonClicked(); }
    ReminderNotices &reminders() { return m_reminders; }

Q_SIGNALS:
    void balloonWanted(const QString &summary, const QString &body);
    void openEvent(const aria::calendar::EventKey &event, QDate day); // day invalid: unknown
    void answerWanted(const aria::calendar::EventKey &event, aria::invitation::Answer answer);
    void openAgenda();
    void reviewConflicts();
    void reviewDeletions();
    void reconnect(); // to Google
    void joinMeeting(const QUrl &link);

private:
    DesktopNotifications m_desktop;
    ChangeNotices m_changes;
    AttentionNotices m_attention;
    ReminderNotices m_reminders;
};

} // namespace aria::notifications
