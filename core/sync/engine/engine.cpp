#include "sync/engine/engine.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "base/scopedcount.h"
#include "base/sparememory.h"
#include "base/time/backoff.h"
#include "base/whenfinished.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::Session;

namespace {

constexpr std::chrono::milliseconds foldingTime{ 200 };
constexpr std::chrono::milliseconds longestDoubt = std::chrono::seconds(10);
constexpr int mostDoublings = 5;
constexpr std::chrono::milliseconds unknownWait = std::chrono::minutes(1);
constexpr int webhookIntervalFactor = 6;
constexpr qint64 manyEvents = 2'000; // in one sync: they took memory that an idle service does not need

Error notSignedInError()
{
    return { ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Not signed in to Google."_s };
}

Error pausedError()
{
    return { ErrorCategory::Precondition, u"paused"_s, u"The sync is paused."_s };
}

} // namespace

Engine::Engine(
    google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random, Options options)
    : m_clock(clock)
    , m_random(random)
    , m_options(std::move(options))
    , m_leadership(store, clock, m_options.calendarId)
    , m_store(store, m_options.calendarId)
    , m_api(api, m_leadership)
    , m_sync(m_api, m_store, clock, random,
          { m_options.calendarId, m_options.strategy, m_options.inheritsPrimary, m_options.others })
    , m_channels(m_api, m_store, clock, random, m_options.calendarId)
    , m_renewal(m_channels, clock, m_options.calendarId, m_options.webhookAddress, m_options.interval)
    , m_syncSchedule(clock)
    , m_pushSchedule(clock)
{
    m_leadership.setSelf([this] {
        return Leadership::Self{ !isWorking(), m_signedIn, m_report ? m_report() : QJsonObject() };
    });
    connect(&m_leadership, &Leadership::changed, this, [this](bool leads) {
        if (!leads)
            standBy();
        else if (m_started)
            takeUp();
        Q_EMIT leadChanged(leads);
    });
    connect(&m_sync, &CalendarSync::otherConcerned, this, &Engine::otherConcerned);
    connect(&m_sync, &CalendarSync::changed, this, &Engine::changed);
    connect(&m_sync.push(), &Push::ended, this, &Engine::pushEnded);
    connect(&m_sync, &CalendarSync::progressed, this, [this](qint64 done) {
        m_progress = done;
        Q_EMIT stateChanged();
    });
    m_renewal.setAllowed([this] { return maySync(); });
    connect(&m_renewal, &ChannelRenewal::renewed, this, &Engine::stateChanged);
    connect(&m_syncSchedule, &Schedule::reached, this, [this] { requestSync(); });
    connect(&m_pushSchedule, &Schedule::reached, this, [this] { runPush(); });
}

QCoro::Task<void> Engine::start()
{
    co_await m_leadership.start();
    m_started = true;
    co_await takeUp();
}

QCoro::Task<void> Engine::takeUp()
{
    const ScopedCount busy(m_tasks);
    // Another service may have led meanwhile: nothing that was known before counts.
    m_sync.forgetIdentity();
    m_failures = 0;
    m_lastError.reset();
    m_renewal.forget();
    auto loaded = co_await m_renewal.load();
    if (!loaded) // the sync below tries again, and later and later if that fails too
        qCInfo(lcSync) << "the webhook channels could not be read:" << loaded.error().message;
    if (m_leadership.leads()) {
        auto adopted = co_await m_sync.push().adoptWaits();
        if (!adopted) // they are as long as they are; the sync below finds out what is wrong
            qCInfo(lcSync) << "waits of an earlier run could not be looked at:" << adopted.error().message;
    }
    if (maySync())
        requestSync();
    Q_EMIT stateChanged();
}

void Engine::standBy()
{
    m_syncSchedule.clear();
    m_pushSchedule.clear();
    m_renewal.stop();
    m_lastError.reset();
    m_sync.forgetFindings();
    m_sync.push().releaseWaiters(store::notLeader());
    Q_EMIT stateChanged();
}

QFuture<Expected<Changes>> Engine::requestSync()
{
    QPromise<Expected<Changes>> promise;
    promise.start();
    QFuture<Expected<Changes>> future = promise.future();
    m_waiting.push_back(std::move(promise));
    m_waitingCalls.append(CallScope::current());
    if (!m_syncing)
        runQueued();
    return future;
}

QCoro::Task<void> Engine::runQueued()
{
    const ScopedCount busy(m_tasks);
    m_syncing = true;
    m_syncSchedule.clear();
    while (!m_waiting.empty()) {
        auto waiting = std::exchange(m_waiting, {});
        m_progress = 0;
        Q_EMIT stateChanged();
        const QByteArray calls = joinedCalls(std::exchange(m_waitingCalls, {}));
        workFor(calls);
        const bool isHindered = hindrance().has_value();
        const auto begun = m_clock.monotonic();
        auto result = co_await syncOnce();
        workFor({});
        const std::optional<Error> error = result ? std::nullopt : std::optional<Error>(result.error());
        if (!isHindered)
            Q_EMIT syncEnded(m_clock.monotonic() - begun, error);
        const auto concluding = [&] {
            const CallScope scope(calls);
            conclude(error);
        };
        concluding();
        if (m_progress >= manyEvents)
            returnSpareMemory();
        for (auto &promise : waiting) {
            promise.addResult(result);
            promise.finish();
        }
    }
    m_syncing = false;
    Q_EMIT stateChanged();
}

QCoro::Task<Expected<Changes>> Engine::syncOnce()
{
    if (const auto why = hindrance())
        co_return Expected<Changes>(Unexpected(*why));
    auto loaded = co_await m_renewal.load();
    if (!loaded)
        co_return Expected<Changes>(Unexpected(loaded.error()));
    auto changes = co_await m_sync.both();
    if (changes)
        co_await m_renewal.afterSync();
    co_return changes;
}

void Engine::workFor(const QByteArray &calls)
{
    m_api.setCalls(calls);
    m_store.setCalls(calls);
    m_sync.setCalls(calls);
}

std::optional<Error> Engine::hindrance() const
{
    if (!m_leadership.leads())
        return store::notLeader();
    if (m_paused)
        return pausedError();
    if (!m_signedIn)
        return notSignedInError();
    return std::nullopt;
}

bool Engine::isOffline() const
{
    static const QStringList answered{ u"calendar_away"_s, u"endless_list"_s, u"incomplete_answer"_s,
        u"unreadable_event"_s };
    return m_lastError && m_lastError->category == ErrorCategory::Unavailable
        && !answered.contains(m_lastError->code);
}

void Engine::conclude(const std::optional<Error> &error)
{
    if (error && (!m_signedIn || m_paused)) { // nothing went wrong: nobody wants it to run
        m_sync.push().releaseWaiters(*error);
        return;
    }
    if (error && store::meansNotLeader(*error)) { // nor here: somebody else runs it
        m_sync.push().releaseWaiters(*error);
        m_leadership.doubt();
        return;
    }
    const CallScope scope(CallScope::currentOr(m_sync.push().waitingCalls()));
    m_lastError = error;
    m_pausedUntil = {};
    if (m_lastError) {
        m_lastError->message = sentenceOf(*error);
        m_pausedUntil = m_clock.monotonic() + error->retryAfter.value_or(std::chrono::milliseconds(0));
    }
    if (!error) {
        m_failures = 0;
        m_returns = 0;
        if (!m_paused)
            m_syncSchedule.setDueIn(pollInterval());
        scheduleRetryOfPushes();
        return;
    }
    m_sync.push().releaseWaiters(*error);
    // Whoever holds the credentials decides whether they are still good, and says so (setSignedIn). As long as they
    // seem to be, it is tried again, later and later.
    if (error->category == ErrorCategory::Unauthorized) {
        Q_EMIT signInNeeded(error->message);
        if (!m_signedIn)
            return;
    }
    ++m_failures;
    qCWarning(lcSync) << "sync of calendar" << calendarId() << "failed:" << m_lastError->message;
    std::chrono::milliseconds delay = m_options.interval;
    if (isTransient(*error) || error->category == ErrorCategory::Unauthorized) {
        delay = std::max(backoffDelay(m_failures, m_random, m_options.interval),
            error->retryAfter.value_or(std::chrono::milliseconds(0)));
    }
    m_syncSchedule.setDueIn(delay);
    if (m_failures > 1) { // what returns again and again is believed less and less
        const bool isDatabase = error->code.startsWith("database_"_L1);
        const int doublings = isDatabase ? std::clamp(m_returns - 1, 0, mostDoublings) : 0;
        m_pausedUntil =
            std::max(m_pausedUntil, m_clock.monotonic() + std::min(delay, longestDoubt * (1 << doublings)));
    }
}

std::chrono::milliseconds Engine::pollInterval() const
{
    return m_options.interval * (m_channels.current() ? webhookIntervalFactor : 1);
}

void Engine::scheduleRetryOfPushes()
{
    const QString calendarId = m_options.calendarId;
    const auto asked =
        m_store.read([calendarId](Session &session) { return session.backlog().nextAttemptAt(calendarId); });
    whenFinished(asked, this, [this](const QFuture<Expected<std::optional<QDateTime>>> &answer) {
        if (answer.isCanceled())
            return;
        const auto due = answer.result();
        if (due && !*due)
            return;
        if (!due)
            qCWarning(lcSync) << "when to push again to calendar" << m_options.calendarId
                              << "is not known:" << due.error().message;
        const auto wait = due ? m_sync.push().waitUntil(**due) : due.error().retryAfter.value_or(unknownWait);
        const QDateTime at = m_clock.nowUtc().addMSecs(wait.count());
        if (!m_pushSchedule.due().isValid() || m_pushSchedule.due() > at)
            m_pushSchedule.setDue(at);
    });
}

void Engine::pushNow()
{
    if (!m_leadership.leads())
        return;
    m_pushSchedule.setDueIn(std::chrono::milliseconds(0));
}

void Engine::pushSoon()
{
    if (!m_leadership.leads())
        return;
    if (!m_pushSchedule.due().isValid()
        || m_pushSchedule.due() > m_clock.nowUtc().addMSecs(foldingTime.count()))
        m_pushSchedule.setDueIn(foldingTime);
}

QCoro::Task<void> Engine::runPush()
{
    if (!m_leadership.leads())
        co_return;
    const ScopedCount busy(m_tasks);
    if (!m_syncing)
        workFor(m_sync.push().waitingCalls());
    auto mayPushOnly = co_await m_sync.mayPushOnly();
    if (mayPushOnly && !*mayPushOnly && maySync()) {
        if (!m_syncing) // which pushes at its end; before it is done nobody knows what is new
            requestSyncInTime();
        co_return;
    }
    Expected<void> pushed;
    if (!mayPushOnly) {
        pushed = Unexpected(mayPushOnly.error());
    } else {
        auto taken = co_await m_sync.takeUpEdits();
        pushed = taken;
    }
    if (pushed && (m_paused || !m_signedIn)) { // perhaps only since a moment ago
        m_sync.push().releaseWaiters(m_paused ? pausedError() : notSignedInError());
        if (!m_syncing)
            workFor({});
        co_return;
    }
    if (pushed) {
        auto sent = co_await m_sync.pushOnly();
        pushed = sent;
        auto again = co_await m_sync.needsFullList();
        if (pushed && !again)
            pushed = Unexpected(again.error());
        else if (again && *again && !m_syncing)
            requestSync();
    }
    if (!pushed)
        conclude(pushed.error());
    else
        scheduleRetryOfPushes();
    if (!m_syncing)
        workFor({});
    Q_EMIT stateChanged();
}

void Engine::setPaused(bool paused)
{
    m_paused = paused;
    m_sync.push().setAllowed(!paused);
    if (paused) {
        m_syncSchedule.clear();
        m_pushSchedule.clear();
        m_sync.push().releaseWaiters(pausedError());
    } else if (maySync()) {
        requestSync();
    }
    Q_EMIT stateChanged();
}

void Engine::setSignedIn(bool signedIn)
{
    const bool before = std::exchange(m_signedIn, signedIn);
    if (signedIn && !before) {
        m_failures = 0;
        m_sync.forgetIdentity();
        if (maySync())
            requestSync();
    }
    if (signedIn != before)
        m_leadership.doubt(); // the others are to know
    if (!signedIn) {
        m_syncSchedule.clear();
        m_lastError.reset();
        m_sync.push().releaseWaiters(notSignedInError());
    }
    Q_EMIT stateChanged();
}

void Engine::accountChanged()
{
    m_sync.forgetIdentity();
    if (maySync())
        requestSync();
}

void Engine::networkReturned()
{
    if (!m_lastError || !isTransient(*m_lastError) || !maySync())
        return;
    ++m_returns;
    requestSyncInTime();
}

// Something that returns may fail again at once, and return again.
void Engine::requestSyncInTime()
{
    const auto left = m_pausedUntil - m_clock.monotonic();
    if (left <= std::chrono::milliseconds(0)) {
        requestSync();
        return;
    }
    const QDateTime at = m_clock.nowUtc().addMSecs(left.count());
    if (!m_syncSchedule.due().isValid() || m_syncSchedule.due() > at)
        m_syncSchedule.setDue(at);
}

void Engine::channelChanged()
{
    m_renewal.channelChanged();
    if (m_syncSchedule.due().isValid() && !m_lastError)
        m_syncSchedule.setDueIn(pollInterval());
    Q_EMIT stateChanged();
}

QCoro::Task<Expected<qint64>> Engine::decideDeletions(Verdict verdict)
{
    const ScopedCount busy(m_tasks);
    auto decided = co_await m_sync.decideDeletions(verdict);
    if (decided && *decided > 0)
        pushNow();
    Q_EMIT stateChanged();
    co_return decided;
}

} // namespace aria::sync
