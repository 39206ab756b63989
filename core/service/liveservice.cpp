#include "service/liveservice.h"

#include "base/logging.h"
#include "base/scopedcount.h"
#include "service/eventreader.h"
#include "service/relayjson.h"
#include "service/resolution.h"
#include "service/within.h"
#include "sync/access.h"
#include "sync/mails.h"
#include "sync/metadatakeys.h"
#include "sync/trustedtime.h"

#include <QCoro/QCoroFuture>

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace aria::service {

using store::Session;
using sync::Engine;

namespace {
constexpr std::chrono::seconds leaderReportLife{ 10 }; // no calendar is without a leader for longer
}

LiveService::LiveService(const Settings &settings, store::Store &store, google::OAuth &oauth,
    google::CalendarApi &api, Clock &clock, RandomSource &random)
    : m_settings(settings)
    , m_store(store)
    , m_oauth(oauth)
    , m_api(api)
    , m_clock(clock)
    , m_random(random)
    , m_relay(store, random, settings.calendarIds)
    , m_cleanupSchedule(clock)
{
    for (const QString &calendarId : settings.calendarIds) {
        QStringList others = settings.calendarIds;
        others.removeAll(calendarId);
        auto engine = std::make_unique<Engine>(api, store, clock, random,
            Engine::Options{ calendarId, settings.conflictStrategy, settings.interval, webhookAddress({}),
                sync::inheritsPrimary(settings.calendarIds, calendarId), others });
        connect(engine.get(), &Engine::stateChanged, this, &LiveService::publish);
        connect(engine.get(), &Engine::changed, this, &LiveService::eventsChanged);
        connect(engine.get(), &Engine::otherConcerned, this, [this](const QString &other) {
            if (Engine *concerned = engineFor(other); concerned && concerned->leads())
                concerned->requestSync();
        });
        connect(engine.get(), &Engine::signInNeeded, this, [this](const QString &reason) {
            qCWarning(lcService) << "sign in to Google again:" << reason;
            refreshAuth();
        });
        m_engines.push_back(std::move(engine));
    }
    connect(&oauth, &google::OAuth::signedIn, this, [this] {
        for (const auto &engine : m_engines)
            engine->accountChanged();
    });
    connect(&oauth, &google::OAuth::statusChanged, this, &LiveService::refreshAuth);
    connectOthers();
    connect(&store, &store::Store::healthChanged, this, [this](bool healthy) {
        publish();
        if (healthy && !m_board.isReady()) {
            load();
        } else if (healthy) {
            for (const auto &engine : m_engines)
                engine->networkReturned();
        }
    });
    for (const auto changed : { &QFileSystemWatcher::directoryChanged, &QFileSystemWatcher::fileChanged }) {
        connect(&m_credentialsWatcher, changed, this, [this] {
            watchCredentials();
            refreshAuth();
        });
    }
    connect(&m_cleanupSchedule, &sync::Schedule::reached, this, [this] { cleanUp(); });
    m_started.start();
    m_board.post(m_oauth.status());
    publish();
}

LiveService::~LiveService() = default;

void LiveService::start()
{
    begin();
}

void LiveService::stop()
{
    m_relay.stop();
}

bool LiveService::isBusy() const
{
    return m_tasks > 0 || m_relay.isBusy()
        || std::any_of(
            m_engines.begin(), m_engines.end(), [](const auto &engine) { return engine->isBusy(); });
}

QCoro::Task<void> LiveService::begin()
{
    const ScopedCount busy(m_tasks);
    watchCredentials();
    m_cleanupSchedule.setDueIn(std::chrono::minutes(1));
    co_await load();
    m_started.finish();
}

QCoro::Task<void> LiveService::load()
{
    const ScopedCount busy(m_tasks);
    auto pausedWork =
        m_store.read([](Session &session) { return session.metadata(sync::metadata::paused, QString()); });
    auto paused = co_await pausedWork;
    if (!paused && isTransient(paused.error()))
        co_return; // done when the database is there
    m_paused = paused && paused->has_value();
    // Before anything else is written: how late it is by what the database knows (sync/trustedtime.h).
    const sync::ClockReading clocks = sync::readClocks(m_clock, m_api);
    auto timeWork = m_store.write([clocks](Session &session) { return sync::trustedTime(session, clocks); });
    auto time = co_await timeWork;
    if (!time)
        qCInfo(lcService) << "the time of the last clean-up cannot be read:" << time.error().message;
    for (const auto &engine : m_engines) {
        if (m_paused)
            engine->setPaused(true);
        auto started = co_await engine->start();
        if (!started && isTransient(started.error()))
            co_return;
        if (!started)
            qCWarning(lcService) << "calendar" << engine->calendarId() << ":" << started.error().message;
    }
    m_board.setReady(true);
    refreshAuth();
}

// The files too: other programs write them in place, which is no change of the folder. One that was replaced is another.
void LiveService::watchCredentials()
{
    for (const QString &path : { m_settings.credentialsDir, m_settings.credentialsDir + QStringLiteral("/token.json"),
             m_settings.credentialsDir + QStringLiteral("/client_secrets.json") }) {
        const bool isWatched = m_credentialsWatcher.files().contains(path)
            || m_credentialsWatcher.directories().contains(path);
        if (!isWatched && QFileInfo::exists(path))
            m_credentialsWatcher.addPath(path);
    }
}

void LiveService::refreshAuth()
{
    const google::AuthStatus status = m_oauth.status();
    m_board.post(status);
    if (!m_board.isReady())
        return;
    for (const auto &engine : m_engines)
        engine->setSignedIn(status.credentialsValid);
    publish();
}

void LiveService::publish()
{
    StatusView view;
    view.conflictStrategy = m_settings.conflictStrategy;
    view.role = leads() ? QStringLiteral("leader") : QStringLiteral("standby");
    bool syncing = false;
    bool offline = !m_store.isHealthy();
    bool held = false;
    for (const auto &engine : m_engines) {
        syncing = syncing || engine->isSyncing();
        offline = offline || engine->isOffline();
        held = held || engine->heldDeletions() > 0;
        view.progressDone += engine->progressDone();
        CalendarStatus calendar;
        calendar.calendarId = engine->calendarId();
        calendar.syncing = engine->isSyncing();
        calendar.heldDeletions = engine->heldDeletions();
        if (const auto error = engine->lastError())
            calendar.lastError = error->message;
        view.calendars.append(calendar);
        if (engine->lastError() && !view.problem)
            view.problem = engine->lastError();
        if (engine->heldDeletions() > 0) {
            view.problem = Error{ ErrorCategory::Precondition, QStringLiteral("deletions_held"),
                QStringLiteral("%1 deletions at once in calendar \"%2\" wait for a confirmation.")
                    .arg(engine->heldDeletions())
                    .arg(engine->calendarId()) };
        }
        if (engine->nextSync().isValid()
            && (!view.nextSyncTime.isValid() || engine->nextSync() < view.nextSyncTime))
            view.nextSyncTime = engine->nextSync();
        if (const auto channel = engine->channels().current()) {
            view.webhookActive = true;
            if (!view.webhookExpires.isValid() || channel->expiration < view.webhookExpires)
                view.webhookExpires = channel->expiration;
        }
    }
    const google::AuthStatus auth = m_board.auth();
    if (!m_store.isHealthy()) {
        if (const auto trouble = m_store.trouble())
            view.problem = trouble;
    }
    if (!auth.credentialsValid && !view.problem && !auth.problem.isEmpty())
        view.problem = Error{ ErrorCategory::Unauthorized, auth.problemCode, auth.problem };
    if (view.problem)
        view.lastError = view.problem->message;
    view.state = m_paused        ? State::Paused
        : !auth.credentialsValid ? State::NeedsAuth
        : syncing                ? State::Syncing
        : held                   ? State::NeedsConfirmation
        : offline                ? State::Offline
                                 : State::Idle;
    m_board.post(view);
    Q_EMIT stateChanged();
}

HealthView LiveService::health() const
{
    HealthView view{ m_store.isHealthy(), m_board.isReady(), m_board.auth(), {} };
    if (!view.databaseHealthy) {
        if (const auto trouble = m_store.trouble())
            view.databaseProblem = trouble->message;
    }
    return view;
}

Reply<google::AuthStatus> LiveService::authStatus()
{
    return onThread<google::AuthStatus>([this]() -> Task<google::AuthStatus> {
        refreshAuth();
        co_return Expected<google::AuthStatus>(m_board.auth());
    });
}

Reply<google::Authorization> LiveService::beginAuthorization(QString redirectUri, QString state)
{
    return onThread<google::Authorization>([this, redirectUri, state]() -> Task<google::Authorization> {
        co_return m_oauth.begin(redirectUri, state);
    });
}

Reply<QStringList> LiveService::completeAuthorization(QString code, QString state, QString redirectUri)
{
    return onThread<QStringList>(
        [this, code, state, redirectUri] { return complete(code, state, redirectUri); });
}

QCoro::Task<Expected<QStringList>> LiveService::complete(QString code, QString state, QString redirectUri)
{
    auto scopes = co_await m_oauth.complete(state, code, redirectUri);
    refreshAuth();
    const Error problem = scopes ? Error{} : scopes.error();
    Q_EMIT authorizationEnded(state, problem.code, problem.message);
    co_return scopes;
}

Reply<bool> LiveService::abandonAuthorization(QString state)
{
    return onThread<bool>([this, state]() -> Task<bool> {
        m_oauth.abandon(state);
        Q_EMIT authorizationEnded(state, QStringLiteral("access_denied"), QString());
        co_return Expected<bool>(true);
    });
}

Reply<bool> LiveService::revokeAuthorization()
{
    return onThread<bool>([this] { return m_oauth.revoke(); });
}

Reply<EventView> LiveService::event(EventKey key)
{
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read(
        [calendarIds, key](Session &session) { return readEvent(session, calendarIds, key); });
}

Reply<AgendaView> LiveService::eventsBetween(QDateTime from, QDateTime to, int limit)
{
    const Settings settings = m_settings;
    return m_store.read([settings, from, to, limit](Session &session) -> Expected<AgendaView> {
        const auto zone = calendarZone(session, settings.calendarIds.constFirst());
        if (!zone)
            return tl::unexpected(zone.error());
        return readAgenda(session, settings.calendarIds, from, to, zone->value_or(QTimeZone::utc()), limit);
    });
}

namespace {

// The zone whose day it is: as asked, as set, the calendar's, else this machine's.
Expected<QTimeZone> dayZone(Session &session, const Settings &settings, const QByteArray &asked)
{
    for (const QByteArray &name : { asked, settings.timeZone }) {
        if (const auto zone = name.isEmpty() ? std::nullopt : calendar::zoneNamed(name))
            return *zone;
    }
    const auto zone = calendarZone(session, settings.calendarIds.constFirst());
    if (!zone)
        return tl::unexpected(zone.error());
    return zone->value_or(QTimeZone::systemTimeZone());
}

} // namespace

Reply<AgendaView> LiveService::eventsToday(QByteArray zone)
{
    const Settings settings = m_settings;
    const QDateTime now = m_clock.nowUtc();
    return m_store.read([settings, zone, now](Session &session) -> Expected<AgendaView> {
        const auto chosen = dayZone(session, settings, zone);
        if (!chosen)
            return tl::unexpected(chosen.error());
        const QDate today = now.toTimeZone(*chosen).date();
        return readAgenda(session, settings.calendarIds, today.startOfDay(*chosen),
            today.addDays(1).startOfDay(*chosen), *chosen, std::numeric_limits<int>::max());
    });
}

Reply<AgendaView> LiveService::eventsUpcoming(int days, int maxResults, QByteArray zone)
{
    const Settings settings = m_settings;
    const QDateTime now = m_clock.nowUtc();
    return m_store.read([settings, days, maxResults, zone, now](Session &session) -> Expected<AgendaView> {
        const auto chosen = dayZone(session, settings, zone);
        if (!chosen)
            return tl::unexpected(chosen.error());
        const QDateTime end = now.toTimeZone(*chosen).addDays(days);
        return readAgenda(session, settings.calendarIds, now, end, *chosen, maxResults);
    });
}

namespace {

// What is held stands in the database: also before the first sync after a start, and in a service that only stands by.
Expected<void> addHeldDeletions(Session &session, StatusView &view)
{
    constexpr qint64 fewEnough = 30;
    if (view.statistics.pendingToAria <= fewEnough && view.statistics.pendingToGoogle <= fewEnough)
        return {};
    bool held = false;
    for (CalendarStatus &calendar : view.calendars) {
        const auto waiting = sync::waitingDeletions(session, calendar.calendarId);
        if (!waiting)
            return tl::unexpected(waiting.error());
        calendar.heldDeletions = waiting->heldEvents();
        held = held || waiting->isHeld();
    }
    if (held && (view.state == State::Idle || view.state == State::Offline))
        view.state = State::NeedsConfirmation;
    return {};
}

} // namespace

Reply<StatusView> LiveService::status()
{
    StatusView view = m_board.status();
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read([view, calendarIds](Session &session) mutable -> Expected<StatusView> {
        auto statistics = session.statistics(calendarIds);
        if (!statistics)
            return tl::unexpected(statistics.error());
        view.statistics = *statistics;
        if (view.role == QLatin1String("standby")) {
            // What the sync does is what its leader does.
            const auto report = session.leaderReport(calendarIds.constFirst(), leaderReportLife);
            if (!report)
                return tl::unexpected(report.error());
            if (*report)
                applyReport(view, QJsonDocument::fromJson((*report)->toUtf8()).object());
        }
        const auto mails = sync::mailsCaused(session, calendarIds);
        if (!mails)
            return tl::unexpected(mails.error());
        view.mailsCaused = *mails;
        if (auto added = addHeldDeletions(session, view); !added)
            return tl::unexpected(added.error());
        for (CalendarStatus &calendar : view.calendars) {
            const auto readOnly = sync::isReadOnly(session, calendar.calendarId);
            if (!readOnly)
                return tl::unexpected(readOnly.error());
            calendar.readOnly = *readOnly;
            const auto last = session.metadata(sync::metadata::lastSync, calendar.calendarId);
            if (!last)
                return tl::unexpected(last.error());
            const QDateTime time = *last ? QDateTime::fromString(**last, Qt::ISODateWithMs) : QDateTime();
            calendar.lastSyncTime = time;
            if (time.isValid() && (!view.lastSyncTime.isValid() || time < view.lastSyncTime))
                view.lastSyncTime = time;
            const auto reminders = calendarReminders(session, calendar.calendarId);
            if (!reminders)
                return tl::unexpected(reminders.error());
            view.defaultReminders.insert(calendar.calendarId, *reminders);
        }
        return view;
    });
}

Reply<QList<ConflictView>> LiveService::conflicts()
{
    const QStringList calendarIds = m_settings.calendarIds;
    return m_store.read([calendarIds](Session &session) { return readConflicts(session, calendarIds); });
}

Reply<WriteOutcome> LiveService::createEvent(CreateRequest request)
{
    return onThread<WriteOutcome>([this, request] { return create(request); });
}

Reply<WriteOutcome> LiveService::updateEvent(UpdateRequest request)
{
    return onThread<WriteOutcome>([this, request] { return update(request); });
}

Reply<WriteOutcome> LiveService::deleteEvent(EventKey key)
{
    return onThread<WriteOutcome>([this, key] { return remove(key); });
}

Reply<SyncRun> LiveService::notified(WebhookNotification notification)
{
    return onThread<SyncRun>([this, notification] { return notifiedTask(notification); });
}

Reply<google::Channel> LiveService::setupWebhook(QString webhookUrl, int expirationHours)
{
    return onThread<google::Channel>(
        [this, webhookUrl, expirationHours] { return setup(webhookUrl, expirationHours); });
}

Reply<bool> LiveService::stopWebhook()
{
    return onThread<bool>([this] { return stopChannels(); });
}

Reply<bool> LiveService::resolveConflict(EventKey key, Resolution resolution)
{
    return onThread<bool>([this, key, resolution] { return resolveTask(key, resolution); });
}

Reply<SyncRun> LiveService::syncNow()
{
    return onThread<SyncRun>([this] { return syncAll(std::chrono::seconds(30)); });
}

Reply<bool> LiveService::pause()
{
    return onThread<bool>([this] { return setPaused(true); });
}

Reply<bool> LiveService::resume()
{
    return onThread<bool>([this] { return setPaused(false); });
}

} // namespace aria::service
