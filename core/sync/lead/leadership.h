// Which of several services on one database speaks to Google for a calendar (sync.md, "Several services"). On a
// database that only one service uses, that one always leads.
#pragma once

#include "base/clock.h"
#include "store/store.h"

#include <QCoro/QCoroTask>

#include <QJsonObject>
#include <QTimer>

#include <functional>

namespace aria::sync {

// Lives on the service's thread. The lock is the database's (Lead::take); this class takes it when it is free,
// tells the others that this service lives, and ends a leader that has fallen silent.
class Leadership : public QObject
{
    Q_OBJECT
public:
    Leadership(store::Store &store, const Clock &clock, QString calendarId);

    // The state of this service; asked for again and again.
    struct Self
    {
        bool isIdle = true; // nothing of an earlier lead is still running, so that a new one may begin
        bool isSignedIn = false; // if not, it makes room for a service that is
        QJsonObject report; // told to the others
    };
    void setSelf(std::function<Self()> self) { m_self = std::move(self); }

    // Checks for the first time, then every second, or rarely while it leads: then the store itself reports that it
    // lives, as long as others ask for that.
    QCoro::Task<void> start();
    void lookNow();
    void doubt(); // something suggests that the lead may be lost: checks now, however fresh the proof is

    bool leads() const { return m_leads; }
    // Called before something is sent to Google. No error if the database confirmed the lead within the last 3 s or does
    // so now: a process that was stopped, or whose machine slept, finds out here. Else "not_leader".
    QCoro::Task<Expected<void>> confirm();

    bool isBusy() const { return m_tasks > 0; }

Q_SIGNALS:
    void changed(bool leads);

private:
    enum class Aim { Keep, Take };
    QCoro::Task<void> look();
    QCoro::Task<Expected<bool>> ask(Aim aim);
    void conclude(
        Aim aim, const Expected<bool> &leads, std::chrono::milliseconds askedAt, const QDateTime &askedWall);
    void setLeads(bool leads);
    bool isProven(std::chrono::milliseconds age) const;
    QString reportOf(const Self &self) const;
    void rememberWatchers();
    bool isSaid(const Self &self) const; // there is nothing new to tell the others

    store::Store &m_store;
    const Clock &m_clock;
    const QString m_calendarId;
    std::function<Self()> m_self;
    QTimer m_timer;
    int m_tasks = 0;
    bool m_looking = false;
    bool m_leads = false;
    bool m_warned = false;
    std::chrono::milliseconds m_watchedUntil{ 0 }; // monotonic; while it leads: somebody may stand by
    std::optional<std::chrono::milliseconds> m_staleSince; // monotonic; when another leader fell silent
    QString m_told; // the report that the others can read
    qint64 m_suspect = 0; // the server's process of a leader that was silent at the last check
    std::chrono::milliseconds m_provenAt{ 0 }; // monotonic
    QDateTime m_provenWall;
    std::chrono::milliseconds m_abstainsUntil{ 0 }; // monotonic
};

} // namespace aria::sync
