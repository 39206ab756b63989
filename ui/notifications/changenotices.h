// Reports what others changed in Google, one burst of changes at a time.
#pragma once

#include "base/clock.h"
#include "invitation/invitation.h"
#include "notifications/desktopnotifications.h"
#include "notifications/notifysettings.h"
#include "uicommon/statuswatch.h"
#include "uicommon/uiformat.h"

#include <QTimer>

namespace aria::notifications {

// How long a burst may pause, and how long it may last, before it is reported.
struct Patience
{
    std::chrono::milliseconds pause{ 1000 };
    std::chrono::milliseconds most{ 5000 };
};

// Lives on the UI thread; the references outlive it. Silent until the first import is over; changes during quiet
// hours wait until these end.
class ChangeNotices : public QObject
{
    Q_OBJECT
public:
    ChangeNotices(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch,
        DesktopNotifications &desktop, const Clock &clock, uicommon::UiFormat viewer, Patience patience = {},
        QObject *parent = nullptr);

    void setSettings(const NotifySettings &settings);

Q_SIGNALS:
    void openEvent(const aria::calendar::EventKey &event, QDate day); // day invalid: unknown
    // To an invitation; of a series it was one to all of it.
    void answerWanted(const aria::calendar::EventKey &event, aria::invitation::Answer answer);
    void openAgenda(); // the notification was about many

private:
    void collect(const QList<sync::EventChange> &changes);
    bool isFirstImport() const;
    void tell();
    void invoked(const QString &key, const QString &action);

    const uicommon::StatusWatch &m_watch;
    DesktopNotifications &m_desktop;
    const Clock &m_clock;
    uicommon::UiFormat m_viewer;
    Patience m_patience;
    NotifySettings m_settings;
    QList<sync::EventChange> m_pending;
    std::chrono::milliseconds m_since{ 0 }; // monotonic: when the burst began
    QHash<QString, std::pair<calendar::EventKey, QDate>> m_told; // by the notification's key: event and day
    QTimer m_timer;
};

} // namespace aria::notifications
