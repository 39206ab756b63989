#include "service/liveservice.h"

namespace aria::service {

LiveService::LiveService(const Settings &settings, store::Store &store, google::OAuth &oauth,
    google::CalendarApi &api, QNetworkAccessManager &network, const Clock &clock, RandomSource &random,
    Metrics *metrics)
    : m_store(store)
    , m_api(api)
    , m_engines(settings, store, api, clock, random)
    , m_metrics(metrics ? std::make_unique<ServiceMetrics>(m_engines, api, *metrics) : nullptr)
    , m_leader(settings, store, random, m_engines, m_thread)
    , m_pause(settings, store, m_engines, m_thread)
    , m_signIn(settings, oauth, m_engines, m_board)
    , m_publisher(settings, store, m_engines, m_pause, m_board)
    , m_queries(settings, store, clock)
    , m_statusReader(store, m_board, settings.calendarIds)
    , m_events(settings, store, api, clock, random, m_engines, m_leader, m_board)
    , m_sync(settings, store, clock, m_engines, m_leader, m_signIn, m_thread)
    , m_webhooks(settings, m_engines, m_leader, m_thread)
    , m_plans(settings, store, api, clock, random, m_engines, m_leader, m_board)
    , m_diagnosis(settings, store, api, clock, m_board, m_statusReader, m_thread)
    , m_cleanUp(settings, store, api, clock, m_engines, m_thread)
    , m_keeper(settings, store, clock, random, m_engines, m_thread)
    , m_feed(settings, store, clock, random, m_thread)
    , m_hook(settings, store, network, clock, random, m_engines, m_thread)
    , m_startup(store, api, clock, m_engines, m_pause, m_signIn, m_board, m_thread)
{
    connect(&m_publisher, &StatusPublisher::stateChanged, this, &LiveService::stateChanged);
    connect(&m_signIn, &SignIn::authorizationEnded, this, &LiveService::authorizationEnded);
    connect(&m_engines, &Engines::eventsChanged, this, &LiveService::eventsChanged);
    connect(&m_events, &EventCommands::eventsChanged, this, &LiveService::eventsChanged);
    connect(&m_feed, &EventFeed::logged, this, &LiveService::messagesLogged);
    connect(&m_feed, &EventFeed::logged, &m_hook, &HookSender::look);
}

void LiveService::start()
{
    m_cleanUp.start();
    m_keeper.start();
    m_feed.start();
    m_hook.start();
    m_startup.begin();
}

bool LiveService::isBusy() const
{
    return m_thread.isBusy() || m_leader.isBusy() || m_engines.isBusy();
}

Reply<google::AuthStatus> LiveService::authStatus()
{
    return m_thread.run(m_signIn, &SignIn::authStatus);
}

Reply<google::Authorization> LiveService::beginAuthorization(QString redirectUri, QString state)
{
    return m_thread.run(m_signIn, &SignIn::beginAuthorization, std::move(redirectUri), std::move(state));
}

Reply<QStringList> LiveService::completeAuthorization(QString code, QString state, QString redirectUri)
{
    return m_thread.run(
        m_signIn, &SignIn::completeAuthorization, std::move(code), std::move(state), std::move(redirectUri));
}

Reply<void> LiveService::abandonAuthorization(QString state)
{
    return m_thread.run(m_signIn, &SignIn::abandonAuthorization, std::move(state));
}

Reply<bool> LiveService::revokeAuthorization()
{
    return m_thread.run(m_signIn, &SignIn::revokeAuthorization);
}

Reply<WriteOutcome> LiveService::createEvent(CreateRequest request)
{
    return m_thread.run(m_events, &EventCommands::createEvent, std::move(request));
}

Reply<WriteOutcome> LiveService::updateEvent(UpdateRequest request)
{
    return m_thread.run(m_events, &EventCommands::updateEvent, std::move(request));
}

Reply<WriteOutcome> LiveService::deleteEvent(EventKey key)
{
    return m_thread.run(m_events, &EventCommands::deleteEvent, std::move(key));
}

Reply<WriteOutcome> LiveService::respondToEvent(RespondRequest request)
{
    return m_thread.run(m_events, &EventCommands::respondToEvent, std::move(request));
}

Reply<WriteOutcome> LiveService::moveEvent(MoveRequest request)
{
    return m_thread.run(m_events, &EventCommands::moveEvent, std::move(request));
}

Reply<FollowingView> LiveService::following(EventKey key)
{
    return m_thread.run(m_events, &EventCommands::following, std::move(key));
}

Reply<WriteOutcome> LiveService::updateFollowing(UpdateRequest request)
{
    return m_thread.run(m_events, &EventCommands::updateFollowing, std::move(request));
}

Reply<WriteOutcome> LiveService::deleteFollowing(EventKey key)
{
    return m_thread.run(m_events, &EventCommands::deleteFollowing, std::move(key));
}

Reply<QStringList> LiveService::resolveConflict(EventKey key, Resolution resolution)
{
    return m_thread.run(m_events, &EventCommands::resolveConflict, std::move(key), std::move(resolution));
}

Reply<WriteOutcome> LiveService::undo(qint64 historyId)
{
    return m_thread.run(m_events, &EventCommands::undo, historyId);
}

Reply<int> LiveService::undoSince(QDateTime since)
{
    return m_thread.run(m_events, &EventCommands::undoSince, std::move(since));
}

Reply<AgendaView> LiveService::eventsBetween(QDateTime from, QDateTime to, int limit)
{
    return m_queries.eventsBetween(std::move(from), std::move(to), limit);
}

Reply<AgendaView> LiveService::eventsUpcoming(int days, int maxResults, QByteArray zone)
{
    return m_queries.eventsUpcoming(days, maxResults, std::move(zone));
}

Reply<HistoryPage> LiveService::history(int limit, QString cursor, EventKey key)
{
    return m_queries.history(limit, std::move(cursor), std::move(key));
}

Reply<SyncRun> LiveService::notified(WebhookNotification notification)
{
    return m_thread.run(m_webhooks, &WebhookCommands::notified, std::move(notification));
}

Reply<google::Channel> LiveService::setupWebhook(QString webhookUrl, int expirationHours)
{
    return m_thread.run(m_webhooks, &WebhookCommands::setupWebhook, std::move(webhookUrl), expirationHours);
}

Reply<bool> LiveService::stopWebhook()
{
    return m_thread.run(m_webhooks, &WebhookCommands::stopWebhook);
}

Reply<store::EventMessages> LiveService::messagesAfter(qint64 id, qint64 mostBytes)
{
    return m_feed.after(id, mostBytes);
}

Reply<SyncRun> LiveService::syncNow()
{
    return m_thread.run(m_sync, &SyncCommands::syncNow);
}

Reply<bool> LiveService::pause()
{
    return m_thread.run(m_pause, &Pause::pause);
}

Reply<bool> LiveService::resume()
{
    return m_thread.run(m_pause, &Pause::resume);
}

Reply<Plan> LiveService::dryRun()
{
    return m_thread.run(m_plans, &PlanCommands::dryRun);
}

Reply<qint64> LiveService::approvePlan(QString planId)
{
    return m_thread.run(m_plans, &PlanCommands::approvePlan, std::move(planId));
}

Reply<qint64> LiveService::rejectPlan(QString planId)
{
    return m_thread.run(m_plans, &PlanCommands::rejectPlan, std::move(planId));
}

Reply<bool> LiveService::confirmDeletions()
{
    return m_thread.run(m_plans, &PlanCommands::confirmDeletions);
}

Reply<Diagnosis> LiveService::diagnose()
{
    return m_thread.run(m_diagnosis, &DiagnosisCommands::diagnose);
}

Reply<QList<google::CalendarInfo>> LiveService::calendars()
{
    return m_thread.run(m_api, &google::CalendarApi::calendarList);
}

Reply<QList<google::BusyTimes>> LiveService::freeBusy(google::BusyQuery query)
{
    return m_thread.run(m_api, &google::CalendarApi::freeBusy, std::move(query));
}

} // namespace aria::service
