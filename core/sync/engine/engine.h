// When one calendar syncs, one sync at a time, and what state it is in. What a sync does is in CalendarSync.
#pragma once

#include "base/time/schedule.h"
#include "store/fencedstore.h"
#include "sync/engine/calendarsync.h"
#include "sync/engine/channelrenewal.h"
#include "sync/engine/channels.h"
#include "sync/lead/fencedapi.h"

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
    QCoro::Task<void> start();

    // Finishes when a sync that began after this call has ended. All calls during a sync share exactly one more.
    // Error "not_leader" if another service syncs this calendar.
    QFuture<Expected<Changes>> requestSync();

    // An edit waits to be pushed: pushes at once, or together with others that come within 200 ms.
    void pushNow();
    void pushSoon();

    void setPaused(bool paused);
    void setSignedIn(bool signedIn); // syncs when it becomes true
    void accountChanged(); // somebody signed in, perhaps with another account
    // Or the database: what failed is tried again, but not before the pause that was asked for.
    void networkReturned();
    // Somebody set up or stopped a channel: updates its renewal and the polling interval.
    void channelChanged();
    // See CalendarSync; what was decided is pushed at once.
    using Verdict = CalendarSync::Verdict;
    QCoro::Task<Expected<qint64>> decideDeletions(Verdict verdict);

    const QString &calendarId() const { return m_options.calendarId; }
    Push &push() { return m_sync.push(); }
    Channels &channels() { return m_channels; }

    bool leads() const { return m_leadership.leads(); }
    // Told to the other services with each sign of life.
    void setReport(std::function<QJsonObject()> report) { m_report = std::move(report); }

    // Whether any coroutine of this engine is still under way.
    bool isBusy() const { return isWorking() || m_leadership.isBusy(); }
    bool isSyncing() const { return m_syncing; }
    // Google cannot be reached. Not when it answers, and refuses or asks for patience.
    bool isOffline() const;
    qint64 heldDeletions() const { return m_sync.heldDeletions(); }
    // Error of the latest run; nullopt: it went well. A run that left out what it could not read says so.
    std::optional<Error> lastError() const { return m_lastError ? m_lastError : m_sync.unreadable(); }
    QDateTime nextSync() const { return m_syncSchedule.due(); }
    qint64 progressDone() const { return m_progress; }

Q_SIGNALS:
    void stateChanged();
    void leadChanged(bool leads);
    void changed(const QList<aria::sync::EventChange> &changes);
    void signInNeeded(const QString &reason);
    void syncEnded(std::chrono::milliseconds took, const std::optional<aria::Error> &error);
    void pushEnded(aria::sync::PushOutcome::Kind kind);
    void otherConcerned(const QString &calendarId); // a move gave that calendar something to do

private:
    QCoro::Task<void> takeUp(); // reads the stored state; syncs if this service leads
    void standBy();
    bool isWorking() const { return m_tasks > 0 || m_renewal.isBusy(); }
    std::optional<Error> hindrance() const; // why nothing may be asked of Google now
    bool maySync() const { return m_leadership.leads() && m_signedIn && !m_paused; }
    QCoro::Task<void> runQueued();
    QCoro::Task<Expected<Changes>> syncOnce();
    QCoro::Task<void> runPush();
    std::chrono::milliseconds pollInterval() const;
    void workFor(const QByteArray &calls); // of the API; empty: nobody asked for what is done
    void conclude(const std::optional<Error> &error);
    void requestSyncInTime();
    void scheduleRetryOfPushes();

    const Clock &m_clock;
    RandomSource &m_random;
    const Options m_options;
    Leadership m_leadership;
    store::FencedStore m_store;
    FencedApi m_api;
    std::function<QJsonObject()> m_report;
    CalendarSync m_sync;
    Channels m_channels;
    ChannelRenewal m_renewal;
    Schedule m_syncSchedule;
    Schedule m_pushSchedule;
    std::vector<QPromise<Expected<Changes>>> m_waiting; // for the next run
    QByteArrayList m_waitingCalls; // of the API, for the same
    std::optional<Error> m_lastError;
    std::chrono::milliseconds m_pausedUntil{ 0 }; // of the monotonic clock: what failed asked for patience
    qint64 m_progress = 0;
    int m_failures = 0; // in a row
    int m_returns = 0; // how often what was away came back meanwhile
    int m_tasks = 0;
    bool m_started = false;
    bool m_syncing = false;
    bool m_paused = false;
    bool m_signedIn = false;
};

} // namespace aria::sync
