// Everything about one calendar: when it syncs, one sync at a time, and what state it is in.
#pragma once

#include "base/time/schedule.h"
#include "store/fencedstore.h"
#include "sync/engine/channels.h"
#include "sync/lead/fencedapi.h"
#include "sync/pull/pull.h"
#include "sync/push/push.h"
#include "sync/upgrade/pythonupgrade.h"

namespace aria::sync {

// Lives on the service's thread. The references outlive it.
class Engine : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString calendarId;
        ConflictStrategy strategy = ConflictStrategy::GoogleWins;
        std::chrono::seconds interval{ 300 }; // six times that while a webhook channel works
        QUrl webhookAddress; // empty: poll only
        bool inheritsPrimary = false; // see PythonUpgrade
        QStringList others = {}; // calendars that are synced too, see sync/pull/moves.h
    };
    Engine(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
        Options options);

    // Reads what an earlier run left. Then, if this service leads the calendar, it syncs and keeps in step; otherwise
    // it stands by, and does so as soon as it leads.
    QCoro::Task<Expected<bool>> start();

    // Finishes when a sync that began after this call has ended. All calls during a sync share exactly one more.
    // Error "not_leader" if another service syncs this calendar.
    QFuture<Expected<Changes>> requestSync();

    // An edit waits to be pushed: pushes at once, or together with others that come within 200 ms.
    void pushNow();
    void pushSoon();

    void setPaused(bool paused);
    void setSignedIn(bool signedIn); // syncs when it becomes true
    void accountChanged(); // somebody signed in, perhaps with another account
    void networkReturned();
    // Somebody set up or stopped a channel: updates its renewal and the polling interval.
    void channelChanged();
    // A person decided about the deletions that were held back, on both sides. Value: how many events;
    // 0: none was held.
    enum class Verdict { Approve, Reject };
    QCoro::Task<Expected<qint64>> decideDeletions(Verdict verdict);

    const QString &calendarId() const { return m_options.calendarId; }
    Push &push() { return m_push; }
    Channels &channels() { return m_channels; }

    bool leads() const { return m_leadership.leads(); }
    // Told to the other services with each sign of life.
    void setReport(std::function<QJsonObject()> report) { m_report = std::move(report); }

    // Whether any coroutine of this engine is still under way.
    bool isBusy() const { return m_tasks > 0 || m_leadership.isBusy(); }
    bool isSyncing() const { return m_syncing; }
    // Google cannot be reached. Not when it answers, and refuses or asks for patience.
    bool isOffline() const;
    qint64 heldDeletions() const { return m_heldDeletions + m_push.heldDeletions(); }
    // Error of the latest run; nullopt: it went well. A run that left out what it could not read says so.
    std::optional<Error> lastError() const { return m_lastError ? m_lastError : m_unreadable; }
    QDateTime nextSync() const { return m_syncSchedule.due(); }
    qint64 progressDone() const { return m_progress; }

Q_SIGNALS:
    void stateChanged();
    void leadChanged(bool leads);
    void changed(const QList<aria::sync::EventChange> &changes);
    void signInNeeded(const QString &reason);
    void otherConcerned(const QString &calendarId); // a move gave that calendar something to do

private:
    QCoro::Task<Expected<bool>> takeUp(); // reads the stored state; syncs if this service leads
    QCoro::Task<Expected<bool>> loadChannels();
    void standBy();
    bool maySync() const { return m_leadership.leads() && m_signedIn && !m_paused; }
    QCoro::Task<void> runQueued();
    QCoro::Task<Expected<Changes>> syncOnce();
    QCoro::Task<Expected<Changes>> listAnew();
    QCoro::Task<void> runPush();
    QCoro::Task<Expected<bool>> takeUpEdits(); // what ARIA did in the meantime
    QCoro::Task<void> renewChannel();
    std::chrono::milliseconds pollInterval() const;
    void note(const PullOutcome &pulled);
    void conclude(const std::optional<Error> &error);
    void scheduleRetryOfPushes();

    const Clock &m_clock;
    RandomSource &m_random;
    const Options m_options;
    Leadership m_leadership;
    store::FencedStore m_store;
    FencedApi m_api;
    std::function<QJsonObject()> m_report;
    CalendarIdentity m_identity;
    PythonUpgrade m_upgrade;
    Pull m_pull;
    Push m_push;
    Channels m_channels;
    Schedule m_syncSchedule;
    Schedule m_pushSchedule;
    Schedule m_renewSchedule;
    std::vector<QPromise<Expected<Changes>>> m_waiting; // for the next run
    std::optional<Error> m_lastError;
    std::optional<Error> m_unreadable; // events that Google sent in an unreadable form
    qint64 m_heldDeletions = 0;
    qint64 m_progress = 0;
    int m_failures = 0; // in a row
    int m_tasks = 0;
    bool m_started = false;
    bool m_channelsKnown = false;
    bool m_syncing = false;
    bool m_paused = false;
    bool m_renewing = false;
    bool m_signedIn = false;
    bool m_keepChannel = true; // false: a person stopped it; set up again only when asked
};

} // namespace aria::sync
