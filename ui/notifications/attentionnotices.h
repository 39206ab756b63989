// Reports what needs a person: conflicts, held deletions, and a sign-in that has ended.
#pragma once

#include "base/clock.h"
#include "notifications/desktopnotifications.h"
#include "notifications/notifysettings.h"
#include "uicommon/statuswatch.h"
#include "uicommon/uiformat.h"

#include <QTimer>

namespace aria::notifications {

// Lives on the UI thread; the references outlive it. One notification of each kind, which stays until it is solved or
// closed, and is not shown again until there is more to say.
class AttentionNotices : public QObject
{
    Q_OBJECT
public:
    AttentionNotices(const uicommon::StatusWatch &watch, DesktopNotifications &desktop, const Clock &clock,
        uicommon::UiFormat viewer, QObject *parent = nullptr);

    void setSettings(const NotifySettings &settings);

Q_SIGNALS:
    void reviewConflicts();
    void reviewDeletions();
    void reconnect();

private:
    void look();
    void lookAtConflicts();
    void lookAtDeletions();
    void lookAtSignIn();
    bool waitsForQuietEnd();
    void showConflicts(qint64 count);
    void showDeletions(qint64 count);
    void showSignIn();

    const uicommon::StatusWatch &m_watch;
    DesktopNotifications &m_desktop;
    const Clock &m_clock;
    uicommon::UiFormat m_viewer;
    NotifySettings m_settings;
    qint64 m_conflicts = 0; // as last told
    qint64 m_deletions = 0; // held, as last told
    bool m_isSignInTold = false;
    QTimer m_quiet; // until the quiet hours end, where something waits
};

} // namespace aria::notifications
