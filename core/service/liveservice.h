// The service itself: accounts, engines and the store behind the one face that api/ and ui/ speak to.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/scopedcount.h"
#include "service/calendarservice.h"
#include "service/eventwriter.h"
#include "service/following.h"
#include "service/relay.h"
#include "service/statusboard.h"
#include "store/store.h"
#include "sync/engine.h"

#include <QFileSystemWatcher>
#include <QPromise>
#include <QTimer>

namespace aria::service {

// Made and destroyed on the service's thread, where the coroutines run; the face is thread-safe. The references
// outlive it.
class LiveService final : public CalendarService
{
    Q_OBJECT
public:
    LiveService(const Settings &settings, store::Store &store, google::OAuth &oauth, google::CalendarApi &api,
        Clock &clock, RandomSource &random);
    ~LiveService() override;

    // Begins to sync. Called once, on the service's thread.
    void start();

    // Nothing waits for other services any more; the end is near.
    void stop();

    // Whether anything is still under way that will use this object; it is destroyed only when not.
    bool isBusy() const;

    HealthView health() const override;
    Reply<google::AuthStatus> authStatus() override;
    Reply<google::Authorization> beginAuthorization(QString redirectUri, QString state) override;
    Reply<QStringList> completeAuthorization(QString code, QString state, QString redirectUri) override;
    Reply<bool> abandonAuthorization(QString state) override;
    Reply<bool> revokeAuthorization() override;
    Reply<WriteOutcome> createEvent(CreateRequest request) override;
    Reply<WriteOutcome> updateEvent(UpdateRequest request) override;
    Reply<WriteOutcome> deleteEvent(EventKey key) override;
    Reply<FollowingView> following(EventKey key) override;
    Reply<WriteOutcome> updateFollowing(UpdateRequest request) override;
    Reply<WriteOutcome> deleteFollowing(EventKey key) override;
    Reply<EventView> event(EventKey key) override;
    Reply<AgendaView> eventsBetween(QDateTime from, QDateTime to, int limit) override;
    Reply<AgendaView> eventsToday(QByteArray zone) override;
    Reply<AgendaView> eventsUpcoming(int days, int maxResults, QByteArray zone) override;
    Reply<SyncRun> notified(WebhookNotification notification) override;
    Reply<google::Channel> setupWebhook(QString webhookUrl, int expirationHours) override;
    Reply<bool> stopWebhook() override;
    Reply<StatusView> status() override;
    Reply<QList<ConflictView>> conflicts() override;
    Reply<bool> resolveConflict(EventKey key, Resolution resolution) override;
    Reply<SyncRun> syncNow() override;
    Reply<bool> pause() override;
    Reply<bool> resume() override;
    Reply<Plan> dryRun() override;
    Reply<Plan> plan() override;
    Reply<qint64> approvePlan(QString planId) override;
    Reply<qint64> rejectPlan(QString planId) override;
    Reply<bool> confirmDeletions() override;
    Reply<HistoryPage> history(int limit, QString cursor, EventKey key) override;
    Reply<WriteOutcome> undo(qint64 historyId) override;
    Reply<int> undoSince(QDateTime since) override;
    Reply<QList<google::CalendarInfo>> calendars() override;

private:
    template <class T> using Task = QCoro::Task<Expected<T>>;
    // Runs a coroutine on the service's thread and hands its value to the future.
    template <class T> Reply<T> onThread(std::function<Task<T>()> begin);
    template <class T>
    QCoro::Task<void> deliver(std::function<Task<T>()> begin, std::shared_ptr<QPromise<Expected<T>>> promise);

    QCoro::Task<void> begin();
    QCoro::Task<void> load(); // what an earlier run left; ready afterwards, unless the database is away
    Task<QStringList> complete(QString code, QString state, QString redirectUri);
    Task<WriteOutcome> create(CreateRequest request);
    Task<WriteOutcome> update(UpdateRequest request);
    Task<WriteOutcome> remove(EventKey key);
    Task<WriteOutcome> push(Edit edit);
    Task<FollowingView> followingTask(EventKey key);
    Task<WriteOutcome> changeFollowing(std::optional<UpdateRequest> request, EventKey key); // nullopt: delete
    Task<WriteOutcome> pushTogether(FollowingEdit edit);
    // How the push of this revision ended, here or at the leader; nullopt: not within the time.
    QCoro::Task<std::optional<sync::PushOutcome>> pushed(
        sync::Engine *engine, qint64 localId, qint64 revision);
    Task<EventKey> knownKey(EventKey key);
    Task<SyncRun> notifiedTask(WebhookNotification notification);
    Task<google::Channel> setup(QString webhookUrl, int hours);
    Task<google::Channel> setupOne(sync::Engine *engine, QUrl address, int hours);
    Task<bool> stopChannels();
    Task<bool> stopOne(sync::Engine *engine);
    QCoro::Task<void> syncOne(sync::Engine *engine, std::chrono::milliseconds limit,
        std::shared_ptr<QPromise<Expected<sync::Changes>>> result);
    QFuture<Expected<sync::Changes>> beginSync(sync::Engine *engine, std::chrono::milliseconds limit);
    Task<bool> resolveTask(EventKey key, Resolution resolution);
    Task<SyncRun> syncAll(std::chrono::milliseconds limit);
    Task<bool> setPaused(bool paused);
    Task<Plan> tryAll();
    Task<qint64> decide(sync::Engine::Verdict verdict, QString planId);
    Task<bool> confirm();
    Task<qint64> decideOne(sync::Engine *engine, sync::Engine::Verdict verdict);
    Task<WriteOutcome> undoOne(qint64 historyId);
    Task<int> undoAll(QDateTime since);
    QCoro::Task<void> cleanUp();

    // -- several services (liverelay.cpp) --
    bool leads() const; // any calendar
    void connectOthers();
    Task<QJsonObject> carryOut(QString calendarId, QJsonObject command); // for a service that stands by
    Task<QJsonObject> carryOutPush(sync::Engine *engine, QJsonObject command);
    QCoro::Task<void> lookOutside(); // what other services decided
    void applyPaused(bool paused);

    EditContext editContext() const;
    sync::Engine *engineFor(const QString &calendarId) const;
    QUrl webhookAddress(const QString &given) const;
    QByteArray zoneOr(const QByteArray &zone) const;
    void refreshAuth();
    void watchCredentials();
    void publish();
    void announceEdit(const Edit &edit, const calendar::Event &after);

    const Settings m_settings;
    store::Store &m_store;
    google::OAuth &m_oauth;
    google::CalendarApi &m_api;
    Clock &m_clock;
    RandomSource &m_random;
    std::vector<std::unique_ptr<sync::Engine>> m_engines; // one a calendar, in the settings' order
    Relay m_relay;
    StatusBoard m_board;
    QFileSystemWatcher m_credentialsWatcher;
    sync::Schedule m_cleanupSchedule;
    QPromise<void> m_started; // finished when begin() is through; commands wait for it
    int m_tasks = 0;
    bool m_paused = false;
    int m_pauseEdits = 0; // how often it was decided here
    bool m_lookingOutside = false;
    bool m_lookOutsideAgain = false;
    QTimer m_changesOfOthers; // folds what another service's sync changed
};

template <class T>
QCoro::Task<void> LiveService::deliver(
    std::function<Task<T>()> begin, std::shared_ptr<QPromise<Expected<T>>> promise)
{
    const ScopedCount busy(m_tasks);
    // A command in the first moments must not find a service that does not know yet that it is signed in.
    const QFuture<void> started = m_started.future();
    if (!started.isFinished())
        co_await started;
    auto result = co_await begin();
    promise->addResult(std::move(result));
    promise->finish();
}

template <class T> Reply<T> LiveService::onThread(std::function<Task<T>()> begin)
{
    auto promise = std::make_shared<QPromise<Expected<T>>>();
    promise->start();
    auto future = promise->future();
    QMetaObject::invokeMethod(
        this, [this, begin = std::move(begin), promise] { deliver<T>(begin, promise); },
        Qt::QueuedConnection);
    return future;
}

} // namespace aria::service
