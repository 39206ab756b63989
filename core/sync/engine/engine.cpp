#include "sync/engine/engine.h"

#include "base/logging.h"
#include "base/scopedcount.h"
#include "base/time/backoff.h"
#include "base/whenfinished.h"
#include "sync/plan/deletionverdict.h"
#include "sync/sqledits/adoptrows.h"
#include "sync/sqledits/takeup.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::Session;

namespace {

constexpr std::chrono::milliseconds foldingTime{ 200 };
constexpr std::chrono::seconds channelLife{ 7 * 24 * 3600 };
constexpr int webhookIntervalFactor = 6;
constexpr int rowsTogether = 200; // of ARIA's SQL, in one transaction

} // namespace

Engine::Engine(
    google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random, Options options)
    : m_clock(clock)
    , m_random(random)
    , m_options(std::move(options))
    , m_leadership(store, clock, m_options.calendarId)
    , m_store(store, m_options.calendarId)
    , m_api(api, m_leadership)
    , m_identity(m_api, m_store, clock, m_options.calendarId)
    , m_upgrade(m_api, m_store, clock, random, m_options.calendarId, m_options.inheritsPrimary)
    , m_pull(m_api, m_store, clock, m_options.calendarId)
    , m_push(m_api, m_store, clock, random, m_pull, m_options.calendarId)
    , m_channels(m_api, m_store, clock, random, m_options.calendarId)
    , m_syncSchedule(clock)
    , m_pushSchedule(clock)
    , m_renewSchedule(clock)
{
    m_leadership.setSelf([this] {
        return Leadership::Self{ m_tasks == 0, m_signedIn, m_report ? m_report() : QJsonObject() };
    });
    connect(&m_leadership, &Leadership::changed, this, [this](bool leads) {
        if (!leads)
            standBy();
        else if (m_started)
            takeUp();
        Q_EMIT leadChanged(leads);
    });
    m_pull.setStrategy(m_options.strategy);
    m_pull.setIdentity(m_identity);
    m_pull.setOthers(m_options.others);
    connect(&m_pull, &Pull::otherConcerned, this, &Engine::otherConcerned);
    connect(&m_pull, &Pull::changed, this, &Engine::changed);
    connect(&m_push, &Push::changed, this, &Engine::changed);
    connect(&m_pull, &Pull::progressed, this, [this](qint64 done) {
        m_progress = done;
        Q_EMIT stateChanged();
    });
    connect(&m_syncSchedule, &Schedule::reached, this, [this] { requestSync(); });
    connect(&m_pushSchedule, &Schedule::reached, this, [this] { runPush(); });
    connect(&m_renewSchedule, &Schedule::reached, this, [this] { renewChannel(); });
}

QCoro::Task<Expected<bool>> Engine::start()
{
    co_await m_leadership.start();
    m_started = true;
    auto begun = co_await takeUp();
    co_return begun;
}

QCoro::Task<Expected<bool>> Engine::takeUp()
{
    const ScopedCount busy(m_tasks);
    // Another service may have led meanwhile: nothing that was known before counts.
    m_identity.forget();
    m_failures = 0;
    m_lastError.reset();
    m_renewSchedule.clear();
    m_channelsKnown = false;
    auto loaded = co_await loadChannels();
    if (!loaded) // the sync below tries again, and later and later if that fails too
        qCInfo(lcSync) << "the webhook channels could not be read:" << loaded.error().message;
    if (m_leadership.leads()) {
        auto adopted = co_await m_push.adoptWaits();
        if (!adopted) // they are as long as they are; the sync below finds out what is wrong
            qCInfo(lcSync) << "waits of an earlier run could not be looked at:" << adopted.error().message;
    }
    if (maySync())
        requestSync();
    Q_EMIT stateChanged();
    co_return Expected<bool>(true);
}

QCoro::Task<Expected<bool>> Engine::loadChannels()
{
    auto loaded = co_await m_channels.load();
    m_channelsKnown = loaded.has_value();
    co_return loaded;
}

void Engine::standBy()
{
    m_syncSchedule.clear();
    m_pushSchedule.clear();
    m_renewSchedule.clear();
    m_lastError.reset();
    m_unreadable.reset();
    m_heldDeletions = 0;
    m_push.releaseWaiters(store::notLeader());
    Q_EMIT stateChanged();
}

QFuture<Expected<Changes>> Engine::requestSync()
{
    QPromise<Expected<Changes>> promise;
    promise.start();
    QFuture<Expected<Changes>> future = promise.future();
    m_waiting.push_back(std::move(promise));
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
        auto result = co_await syncOnce();
        conclude(result ? std::nullopt : std::optional<Error>(result.error()));
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
    if (!m_leadership.leads())
        co_return Expected<Changes>(Unexpected(store::notLeader()));
    if (m_paused) {
        co_return Expected<Changes>(
            makeError(ErrorCategory::Precondition, u"paused"_s, u"The sync is paused."_s));
    }
    if (!m_signedIn) {
        co_return Expected<Changes>(
            makeError(ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Not signed in to Google."_s));
    }
    if (!m_channelsKnown) {
        auto loaded = co_await loadChannels();
        if (!loaded)
            co_return Expected<Changes>(Unexpected(loaded.error()));
    }
    auto same = co_await m_identity.check();
    if (!same)
        co_return Expected<Changes>(Unexpected(same.error()));
    auto upgraded = co_await m_upgrade.run();
    if (!upgraded)
        co_return Expected<Changes>(Unexpected(upgraded.error()));
    auto adopted = co_await takeUpEdits();
    if (!adopted)
        co_return Expected<Changes>(Unexpected(adopted.error()));
    auto pulled = co_await m_pull.run();
    if (!pulled)
        co_return Expected<Changes>(Unexpected(pulled.error()));
    note(*pulled);
    if (m_heldDeletions > 0) {
        qCWarning(lcSync) << "Google's calendar" << calendarId() << "lost" << m_heldDeletions
                          << "events at once; nothing is deleted here until a person confirms it";
    }
    auto pushed = co_await m_push.run();
    if (!pushed)
        co_return Expected<Changes>(Unexpected(pushed.error()));
    auto relisted = co_await listAnew();
    if (!relisted)
        co_return Expected<Changes>(Unexpected(relisted.error()));
    if (!m_renewSchedule.due().isValid())
        renewChannel();
    if (m_channels.hasRetired()) {
        auto stopped = co_await m_channels.stopRetired();
        if (!stopped)
            qCInfo(lcSync) << "a replaced webhook channel could not be stopped yet:"
                           << stopped.error().message;
    }
    pulled->changes += *relisted;
    co_return Expected<Changes>(pulled->changes);
}

// A push or the list may have shown that a series lives again at Google: what became of its occurrences is fetched at
// once, not with the next sync.
QCoro::Task<Expected<Changes>> Engine::listAnew()
{
    auto demand = co_await m_pull.fullListDemand();
    if (!demand)
        co_return Expected<Changes>(Unexpected(demand.error()));
    if (demand->isEmpty())
        co_return Expected<Changes>(Changes());
    auto pulled = co_await m_pull.run();
    if (!pulled)
        co_return Expected<Changes>(Unexpected(pulled.error()));
    note(*pulled);
    auto pushed = co_await m_push.run();
    if (!pushed)
        co_return Expected<Changes>(Unexpected(pushed.error()));
    co_return Expected<Changes>(pulled->changes);
}

QCoro::Task<Expected<bool>> Engine::takeUpEdits()
{
    const QString calendarId = m_options.calendarId;
    const MergeContext context = m_pull.context();
    // Many new rows are taken up by parts: ARIA's own writes come in between.
    for (int adopted = rowsTogether; adopted == rowsTogether;) {
        auto adoptedWork = m_store.write([calendarId, context, this](Session &session) {
            return adoptRows(session, calendarId, m_random, context.now, rowsTogether);
        });
        auto part = co_await adoptedWork;
        if (!part)
            co_return Expected<bool>(Unexpected(part.error()));
        adopted = *part;
    }
    auto takenWork = m_store.write([calendarId, context, this](Session &session) {
        return sync::takeUpEdits(session, calendarId, context, m_random);
    });
    auto taken = co_await takenWork;
    if (!taken)
        co_return Expected<bool>(Unexpected(taken.error()));
    if (!taken->isEmpty())
        Q_EMIT changed(*taken);
    co_return Expected<bool>(true);
}

void Engine::note(const PullOutcome &pulled)
{
    m_heldDeletions = pulled.heldDeletions;
    m_unreadable.reset();
    if (pulled.unreadable > 0) {
        m_unreadable = Error{ ErrorCategory::Precondition, u"unreadable_events"_s,
            u"%1 of Google's events could not be read and are not up to date here; each sync tries "
            u"them again."_s.arg(pulled.unreadable) };
    }
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
        m_push.releaseWaiters(*error);
        return;
    }
    if (error && store::meansNotLeader(*error)) { // nor here: somebody else runs it
        m_push.releaseWaiters(*error);
        m_leadership.doubt();
        return;
    }
    m_lastError = error;
    if (m_lastError)
        m_lastError->message = sentenceOf(*error);
    if (!error) {
        m_failures = 0;
        if (!m_paused)
            m_syncSchedule.setDueIn(pollInterval());
        scheduleRetryOfPushes();
        return;
    }
    m_push.releaseWaiters(*error);
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
}

std::chrono::milliseconds Engine::pollInterval() const
{
    return m_options.interval * (m_channels.current() ? webhookIntervalFactor : 1);
}

void Engine::scheduleRetryOfPushes()
{
    const QString calendarId = m_options.calendarId;
    const auto asked =
        m_store.read([calendarId](Session &session) { return session.toDo().nextAttemptAt(calendarId); });
    whenFinished(asked, this, [this](const QFuture<Expected<std::optional<QDateTime>>> &answer) {
        if (answer.isCanceled())
            return;
        const auto due = answer.result();
        if (!due || !*due)
            return;
        const QDateTime at = m_clock.nowUtc().addMSecs(m_push.waitUntil(**due).count());
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
    auto clear = co_await m_upgrade.isDone();
    if (clear && !*clear && m_signedIn && !m_paused) {
        if (!m_syncing) // which pushes at its end; before it is done nobody knows what is new
            requestSync();
        co_return;
    }
    Expected<bool> adopted = clear;
    if (clear) {
        auto taken = co_await takeUpEdits();
        adopted = taken;
    }
    if (adopted && m_paused) {
        m_push.releaseWaiters({ ErrorCategory::Precondition, u"paused"_s, u"paused"_s });
        co_return;
    }
    if (adopted && !m_signedIn) {
        m_push.releaseWaiters(
            { ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Not signed in to Google."_s });
        co_return;
    }
    Expected<bool> pushed = adopted;
    if (adopted) {
        auto same = co_await m_identity.check();
        pushed = same;
    }
    if (pushed && !m_paused && m_signedIn) {
        auto ran = co_await m_push.run();
        pushed = ran;
        auto demand = co_await m_pull.fullListDemand();
        if (demand && !demand->isEmpty() && !m_syncing)
            requestSync();
    }
    if (!pushed)
        conclude(pushed.error());
    else
        scheduleRetryOfPushes();
    Q_EMIT stateChanged();
}

void Engine::setPaused(bool paused)
{
    m_paused = paused;
    m_push.setAllowed(!paused);
    if (paused) {
        m_syncSchedule.clear();
        m_pushSchedule.clear();
        m_push.releaseWaiters({ ErrorCategory::Precondition, u"paused"_s, u"The sync is paused."_s });
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
        m_identity.forget();
        if (maySync())
            requestSync();
    }
    if (signedIn != before)
        m_leadership.doubt(); // the others are to know
    if (!signedIn) {
        m_syncSchedule.clear();
        m_lastError.reset();
        m_push.releaseWaiters(
            { ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Not signed in to Google."_s });
    }
    Q_EMIT stateChanged();
}

void Engine::accountChanged()
{
    m_identity.forget();
    if (maySync())
        requestSync();
}

void Engine::networkReturned()
{
    if (m_lastError && isTransient(*m_lastError) && maySync())
        requestSync();
}

void Engine::channelChanged()
{
    m_keepChannel = m_channels.current().has_value();
    m_renewSchedule.setDue(m_channels.renewalDue());
    if (m_syncSchedule.due().isValid() && !m_lastError)
        m_syncSchedule.setDueIn(pollInterval());
    Q_EMIT stateChanged();
}

QCoro::Task<Expected<qint64>> Engine::decideDeletions(Verdict verdict)
{
    const ScopedCount busy(m_tasks);
    const QString calendarId = m_options.calendarId;
    const MergeContext context = m_pull.context();
    auto decidedWork = m_store.write([calendarId, context, verdict](Session &session) {
        return verdict == Verdict::Approve ? approveDeletions(session, calendarId, context)
                                           : rejectDeletions(session, calendarId, context);
    });
    auto decided = co_await decidedWork;
    if (!decided)
        co_return Expected<qint64>(Unexpected(decided.error()));
    m_heldDeletions = 0;
    m_push.forgetHeldDeletions();
    if (!decided->changes.isEmpty())
        Q_EMIT changed(decided->changes);
    if (decided->decided > 0)
        pushNow();
    Q_EMIT stateChanged();
    co_return Expected<qint64>(decided->decided);
}

QCoro::Task<void> Engine::renewChannel()
{
    const ScopedCount busy(m_tasks);
    const QDateTime due = m_channels.renewalDue();
    const bool current = m_channels.current().has_value();
    // One that ran out while nobody looked is replaced by one with the same address.
    const QUrl address = m_channels.address().isEmpty() ? m_options.webhookAddress : m_channels.address();
    if (m_renewing || !m_leadership.leads() || address.isEmpty() || !m_signedIn || m_paused || !m_keepChannel)
        co_return;
    if (current && due > m_clock.nowUtc()) {
        m_renewSchedule.setDue(due);
        co_return;
    }
    m_renewing = true;
    auto channel = co_await m_channels.setUp(address, channelLife);
    m_renewing = false;
    if (channel && m_channels.renewalDue() > m_clock.nowUtc()) {
        m_renewSchedule.setDue(m_channels.renewalDue());
    } else {
        // Polling goes on; notifications are tried again with the next period. A channel that is over as soon as it is
        // made would be renewed without end: one of the clocks is wrong.
        qCWarning(lcSync).noquote() << "no webhook for calendar" << calendarId() << ":"
                                    << (channel ? u"Google's channel ends before it begins, by the clock"
                                                  u" of this machine"_s
                                                : channel.error().message);
        m_renewSchedule.setDueIn(
            std::max<std::chrono::milliseconds>(m_options.interval, std::chrono::minutes(5)));
    }
    Q_EMIT stateChanged();
}

} // namespace aria::sync
