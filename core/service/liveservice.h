// The implementation of CalendarService: makes the parts of the service, and hands each command to the part whose job
// it is.
#pragma once

#include "service/calendarservice.h"
#include "service/dailycleanup.h"
#include "service/diagnosiscommands.h"
#include "service/eventcommands.h"
#include "service/eventfeed.h"
#include "service/eventqueries.h"
#include "service/hooksender.h"
#include "service/occurrencekeeper.h"
#include "service/plancommands.h"
#include "service/servicemetrics.h"
#include "service/startup.h"
#include "service/statuspublisher.h"
#include "service/statusreader.h"
#include "service/synccommands.h"
#include "service/webhookcommands.h"

namespace aria::service {

// Made and destroyed on the service's thread, where the coroutines run; the interface is thread-safe. The references
// outlive it.
class LiveService final : public CalendarService
{
    Q_OBJECT
public:
    // `network`: the way to the receiver of the outgoing hook.
    LiveService(const Settings &settings, store::Store &store, google::OAuth &oauth, google::CalendarApi &api,
        QNetworkAccessManager &network, const Clock &clock, RandomSource &random, Metrics *metrics = nullptr);

    // Begins to sync. Called once, on the service's thread.
    void start();

    // Where the settings came from, for the diagnosis; before start().
    void setLoaded(const LoadedSettings &loaded) { m_diagnosis.setLoaded(loaded); }

    // Nothing waits for other services any more; the end is near.
    void stop()
    {
        m_hook.stop();
        m_feed.stop();
        m_keeper.stop();
        m_leader.stop();
    }

    // Whether anything is still under way that will use this object; it is destroyed only when not.
    bool isBusy() const;

    HealthView health() const override { return m_publisher.health(); }
    Reply<google::AuthStatus> authStatus() override;
    Reply<Diagnosis> diagnose() override;
    Reply<google::Authorization> beginAuthorization(QString redirectUri, QString state) override;
    Reply<QStringList> completeAuthorization(QString code, QString state, QString redirectUri) override;
    Reply<void> abandonAuthorization(QString state) override;
    Reply<bool> revokeAuthorization() override;
    Reply<WriteOutcome> createEvent(CreateRequest request) override;
    Reply<WriteOutcome> updateEvent(UpdateRequest request) override;
    Reply<WriteOutcome> deleteEvent(EventKey key) override;
    Reply<WriteOutcome> respondToEvent(RespondRequest request) override;
    Reply<WriteOutcome> moveEvent(MoveRequest request) override;
    Reply<FollowingView> following(EventKey key) override;
    Reply<WriteOutcome> updateFollowing(UpdateRequest request) override;
    Reply<WriteOutcome> deleteFollowing(EventKey key) override;
    Reply<EventView> event(EventKey key) override { return m_queries.event(std::move(key)); }
    Reply<AgendaView> eventsBetween(QDateTime from, QDateTime to, int limit) override;
    Reply<WindowPage> eventsIn(WindowRequest request) override
    {
        return m_queries.eventsIn(std::move(request));
    }
    Reply<AgendaView> eventsToday(QByteArray zone) override { return m_queries.eventsToday(zone); }
    Reply<AgendaView> eventsUpcoming(int days, int maxResults, QByteArray zone) override;
    Reply<Mark> mark() override { return m_queries.mark(); }
    Reply<SyncRun> notified(WebhookNotification notification) override;
    Reply<google::Channel> setupWebhook(QString webhookUrl, int expirationHours) override;
    Reply<bool> stopWebhook() override;
    Reply<StatusView> status() override { return m_statusReader.status(); }
    Reply<QList<ConflictView>> conflicts() override { return m_queries.conflicts(); }
    Reply<QStringList> resolveConflict(EventKey key, Resolution resolution) override;
    Reply<SyncRun> syncNow() override;
    Reply<bool> pause() override;
    Reply<bool> resume() override;
    Reply<Plan> dryRun() override;
    Reply<Plan> plan() override { return m_plans.plan(); }
    Reply<qint64> approvePlan(QString planId) override;
    Reply<qint64> rejectPlan(QString planId) override;
    Reply<bool> confirmDeletions() override;
    Reply<HistoryPage> history(int limit, QString cursor, EventKey key) override;
    Reply<WriteOutcome> undo(qint64 historyId) override;
    Reply<int> undoSince(QDateTime since) override;
    Reply<store::EventLogBounds> messageBounds() override { return m_feed.bounds(); }
    Reply<store::EventMessages> messagesAfter(qint64 id, qint64 mostBytes) override;
    Reply<QList<google::CalendarInfo>> calendars() override;
    Reply<QList<google::BusyTimes>> freeBusy(google::BusyQuery query) override;

private:
    store::Store &m_store;
    google::CalendarApi &m_api;
    ServiceThread m_thread;
    StatusBoard m_board;
    Engines m_engines;
    std::unique_ptr<ServiceMetrics> m_metrics; // null: nothing is counted
    LeaderCommands m_leader;
    Pause m_pause;
    SignIn m_signIn;
    StatusPublisher m_publisher;
    EventQueries m_queries;
    StatusReader m_statusReader;
    EventCommands m_events;
    SyncCommands m_sync;
    WebhookCommands m_webhooks;
    PlanCommands m_plans;
    DiagnosisCommands m_diagnosis;
    DailyCleanUp m_cleanUp;
    OccurrenceKeeper m_keeper;
    EventFeed m_feed;
    HookSender m_hook;
    Startup m_startup;
};

} // namespace aria::service
