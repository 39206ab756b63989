// Everything a menu can offer, as actions that know when they make sense; the tray's and the agenda's menu share them.
#pragma once

#include "base/clock.h"
#include "uicommon/statuswatch.h"

#include <QAction>
#include <QSettings>
#include <QTimer>

namespace aria::uicommon {

// Lives on the UI thread. An action that opens a window is only triggered: whoever owns the windows connects to it.
// Commands to the service are carried out here.
class ServiceActions : public QObject
{
    Q_OBJECT
public:
    // state: the windows' own settings; remembers when a pause ends.
    ServiceActions(ServiceLink &link, const StatusWatch &watch, Clock &clock, QSettings &state,
        QObject *parent = nullptr);

    QAction openAgenda;
    QAction newEvent;
    QAction reviewConflicts; // visible while there are any
    QAction confirmDeletions; // visible while many wait
    QAction signIn; // visible while Google wants one
    QAction settings;
    QAction history;
    QAction quit;

    QAction syncNow;
    QAction pauseHour;
    QAction pause; // until resumed
    QAction resume;
    QAction signOut;
    QAction startAgain; // where the service could not start; whoever started it connects to it

    // For the first sign-in: pauses until letSyncGo(). Should the program be killed before, its next start lets go.
    void holdSync();
    service::Reply<bool> letSyncGo(); // there is a service

    // Carried out after the person has confirmed it.
    void endSession(); // signs out

Q_SIGNALS:
    void failed(const QString &message); // a command was refused, in words for a person

private:
    void follow();
    void pauseUntil(const QDateTime &end);
    void waitForEndOfPause();
    void endPause();
    void letGoOfAnEarlierRun();
    template <class T> void report(const service::Reply<T> &reply);

    ServiceLink &m_link;
    const StatusWatch &m_watch;
    Clock &m_clock;
    QSettings &m_state;
    QTimer m_pauseEnd;
    bool m_isHolding = false;
};

} // namespace aria::uicommon
