// One run of the tray program: service, windows, signals, from the start to the exit code.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "keyring/systemkeychain.h"
#include "program/unixsignals.h"
#include "tray/accountwindows.h"
#include "tray/servicehost.h"
#include "tray/singleinstance.h"
#include "tray/windows.h"
#include "trayicon/desktop.h"

class QApplication;

namespace aria::tray {

class PortQuestion;
class StartFailure;

class TrayRun : public QObject
{
    Q_OBJECT
public:
    // demo: null, or not yet started and outliving this.
    // isQuiet: started by the session, not by a person.
    TrayRun(SettingsInput input, program::Demo *demo, SingleInstance &instance, bool isQuiet);
    ~TrayRun() override;

    // Spins the application's event loop. The error is the first thing that ended it.
    Expected<void> untilStopped(QApplication &application);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void start(); // the service, once it is known where the sign-in is kept
    void makeDesktop();
    void applyPreferences();
    void serviceStarted(service::CalendarService *service, const QUrl &url);
    void serviceFailed(const Error &error);
    void askForPort();
    void showFailure(const Error &error);
    void warn(const QString &message);
    void countChanges(const QList<service::EventChange> &changes);
    void stop();

    SystemClock m_clock;
    SystemRandom m_random;
    program::UnixSignals m_signals;
    keyring::SystemKeychain m_keychain;
    keyring::TokenKeeper m_keeper; // before the host, whose service saves through it
    ServiceHost m_host;
    QSettings m_state; // the windows' own: places, sizes
    uicommon::ServiceLink m_link;
    std::unique_ptr<trayicon::Desktop> m_desktop;
    std::unique_ptr<Windows> m_windows;
    std::unique_ptr<AccountWindows> m_accountWindows;
    QPointer<PortQuestion> m_portQuestion;
    QPointer<StartFailure> m_failure;
    bool m_leavesDemo = false; // for one's own account
    QTimer m_watchdog;
    bool m_isQuiet;
    bool m_isStopping = false;
    qsizetype m_changes = 0; // of events that the windows were told of, since memory was given back
    QTimer m_calm; // after many of them
    std::optional<Error> m_error;
};

} // namespace aria::tray
