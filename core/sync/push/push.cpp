#include "sync/push/push.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "google/batch.h"
#include "google/googleerror.h"
#include "sync/pull/deletions.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using store::EventRecord;
using store::Session;

namespace {

constexpr int requestsInFlight = 4;

} // namespace

Push::Push(google::CalendarApi &api, store::Store &store, const Clock &clock, RandomSource &random,
    Pull &pull, QString calendarId)
    : m_api(api)
    , m_store(store)
    , m_clock(clock)
    , m_waits(clock)
    , m_random(random)
    , m_pull(pull)
    , m_calendarId(std::move(calendarId))
{
}

Push::~Push()
{
    releaseWaiters({ ErrorCategory::Unavailable, u"stopped"_s, u"The service stops."_s });
}

QCoro::Task<Expected<void>> Push::run()
{
    if (m_running) {
        m_again = true;
        const QFuture<void> finished = m_finished.join();
        co_await finished;
        co_return Expected<void>(m_last);
    }
    m_running = true;
    do {
        m_again = false;
        m_stop.reset();
        m_refusal.reset();
        m_staleRounds.clear();
        auto drained = co_await drain();
        m_last = drained;
    } while (m_again && m_last);
    m_running = false;
    m_finished.release();
    co_return Expected<void>(m_last);
}

QCoro::Task<Expected<void>> Push::drain()
{
    Expected<void> result;
    while (m_allowed && !m_stop) {
        const quint64 endedBefore = m_endedRequests;
        auto claimed = co_await claim();
        if (!claimed) {
            result = Unexpected(claimed.error());
            break;
        }
        if (!claimed->isEmpty()) {
            for (const qint64 localId : std::as_const(*claimed))
                m_inFlight.insert(localId);
            ++m_requests;
            send(*claimed);
        } else if (m_endedRequests != endedBefore) {
            continue; // it left out what was in flight when it looked, and that may have more to do
        } else if (m_requests == 0) {
            break;
        }
        while (m_requests >= requestsInFlight || (claimed->isEmpty() && m_requests > 0)) {
            const QFuture<void> finished = m_batchFinished.join();
            co_await finished;
            if (claimed->isEmpty())
                break;
        }
    }
    while (m_requests > 0) {
        const QFuture<void> finished = m_batchFinished.join();
        co_await finished;
    }
    if (result && m_stop)
        result = Unexpected(*m_stop);
    co_return result;
}

QCoro::Task<Expected<QList<qint64>>> Push::claim()
{
    const QString calendarId = m_calendarId;
    const QDateTime now = m_waits.now();
    const QList<qint64> inFlight(m_inFlight.begin(), m_inFlight.end());
    struct Claim
    {
        QList<EventRecord> records;
        qint64 heldDeletions = 0;
    };
    auto pendingWork = m_store.read([calendarId, now, inFlight](Session &session) -> Expected<Claim> {
        Claim claim;
        const auto deletions = session.backlog().pendingDeletions(calendarId);
        if (!deletions)
            return Unexpected(deletions.error());
        if (isMassDeletion(*deletions, 0)) { // only then the calendar has to be counted
            const auto statistics = session.backlog().statistics({ calendarId });
            if (!statistics)
                return Unexpected(statistics.error());
            if (isMassDeletion(*deletions, statistics->total + *deletions))
                claim.heldDeletions = *deletions;
        }
        auto records = session.backlog().pendingToGoogle(calendarId, now, inFlight,
            claim.heldDeletions > 0 ? google::batchLimit + int(*deletions) : google::batchLimit);
        if (!records)
            return Unexpected(records.error());
        claim.records = std::move(*records);
        return claim;
    });
    auto pending = co_await pendingWork;
    if (!pending)
        co_return Expected<QList<qint64>>(Unexpected(pending.error()));
    m_heldDeletions = pending->heldDeletions;
    const auto isHeld = [this](const EventRecord &record) {
        return m_heldDeletions > 0 && record.isDeletedInAria() && record.recurringEventId.isEmpty()
            && !record.pushOptions.deletionApproved;
    };

    // A series is at Google before its exceptions are (guarantee 8). What was in flight when the rows were read is not
    // among them, though it may be pending again by now.
    const bool mastersWait = !inFlight.isEmpty() || !m_inFlight.isEmpty()
        || std::any_of(pending->records.cbegin(), pending->records.cend(),
            [&](const EventRecord &record) { return record.recurringEventId.isEmpty() && !isHeld(record); });
    const Error waits{ ErrorCategory::Precondition, u"deletions_held"_s,
        u"So many deletions at once wait for a confirmation."_s };
    QList<qint64> claimed;
    for (const EventRecord &record : std::as_const(pending->records)) {
        const bool exception = !record.recurringEventId.isEmpty();
        const bool held = isHeld(record);
        if (held)
            answerWaiters(record.localId, record.revision, { PushOutcome::Kind::Later, waits });
        if (held || (exception && mastersWait) || claimed.size() >= google::batchLimit)
            continue;
        claimed.append(record.localId);
        if (!record.attempted.isEmpty() && record.attemptedRevision != record.revision)
            m_doubtful.insert(record.localId);
    }
    co_return Expected<QList<qint64>>(claimed);
}

QCoro::Task<void> Push::send(QList<qint64> localIds)
{
    const QDateTime now = m_clock.nowUtc();
    const QByteArray calls = callsFor(localIds);
    QList<qint64> doubtful;
    for (const qint64 localId : std::as_const(localIds)) {
        if (m_doubtful.remove(localId))
            doubtful.append(localId);
    }
    Expected<void> sent;
    QList<qint64> sending = localIds;
    if (!doubtful.isEmpty()) {
        auto looking = inCall(calls, [&] { return lookFirst(doubtful); });
        auto putOff = co_await looking;
        if (putOff)
            sending.removeIf([&putOff](qint64 localId) { return putOff->contains(localId); });
        else
            sent = Unexpected(putOff.error());
    }
    if (sent) {
        const QString calendarId = m_calendarId;
        auto preparedWork = inCall(calls, [&] {
            return m_store.write([calendarId, sending, now](Session &session) {
                return preparePush(session, calendarId, sending, now);
            });
        });
        auto prepared = co_await preparedWork;
        if (prepared) {
            for (PreparedPush &push : *prepared) {
                push.fullListsRead = m_pull.fullListsRead();
                push.calls = callsFor({ push.record.localId });
            }
            auto done = co_await sendPrepared(*prepared);
            sent = done;
        } else {
            sent = Unexpected(prepared.error());
        }
    }
    if (!sent)
        m_stop = sent.error();
    for (const qint64 localId : std::as_const(localIds))
        m_inFlight.remove(localId);
    --m_requests;
    ++m_endedRequests;
    m_batchFinished.release();
}

// An attempt whose answer was lost is recognised at Google only as long as it is the latest one on record. So before
// another content is sent, what became of it is settled; else our own earlier edit would look like somebody else's.
QCoro::Task<Expected<QSet<qint64>>> Push::lookFirst(QList<qint64> localIds)
{
    QSet<qint64> putOff;
    for (const qint64 localId : std::as_const(localIds)) {
        auto beforeWork =
            m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
        auto before = co_await beforeWork;
        if (!before)
            co_return Expected<QSet<qint64>>(Unexpected(before.error()));
        if (!*before)
            continue;
        auto looked = co_await lookAt(**before);
        if (looked)
            continue;
        if (!google::concernsOneEvent(looked.error()))
            co_return Expected<QSet<qint64>>(Unexpected(looked.error()));
        // Nobody knows yet what became of the attempt, so no other content is sent. It holds up no other event.
        PreparedPush waiting;
        waiting.record = **before;
        auto postponed = co_await postpone(waiting, looked.error());
        if (!postponed)
            co_return Expected<QSet<qint64>>(Unexpected(postponed.error()));
        putOff.insert(localId);
    }
    co_return Expected<QSet<qint64>>(putOff);
}

QCoro::Task<Expected<void>> Push::lookAt(EventRecord before)
{
    const qint64 localId = before.localId;
    if (before.base.isEmpty()) {
        auto made = co_await m_api.get(m_calendarId, before.googleEventId);
        if (!made && (isTransient(made.error()) || made.error().category == ErrorCategory::Unauthorized))
            co_return Expected<void>(Unexpected(made.error()));
        if (!made)
            co_return Expected<void>(); // it never arrived: nothing is deleted by not being there
    }
    auto read = co_await m_pull.rereader().reread(before.googleEventId, Deletions::CarryOut);
    if (!read && (isTransient(read.error()) || read.error().category == ErrorCategory::Unauthorized))
        co_return read;
    auto afterWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto after = co_await afterWork;
    if (!after)
        co_return Expected<void>(Unexpected(after.error()));
    if (!*after || (*after)->status != store::SyncStatus::PendingToGoogle)
        tell(localId, before.revision, { PushOutcome::Kind::Overtaken, {} });
    co_return Expected<void>();
}

QCoro::Task<Expected<void>> Push::sendPrepared(QList<PreparedPush> prepared)
{
    QList<google::Write> writes;
    QList<PreparedPush> sending;
    QByteArrayList calls;
    for (const PreparedPush &push : std::as_const(prepared)) {
        if (push.step.kind == PushStep::Kind::Restore) {
            auto left = co_await followedAway(push);
            if (!left)
                co_return Expected<void>(Unexpected(left.error()));
            if (*left)
                continue;
        }
        if (push.step.kind == PushStep::Kind::Send || push.step.kind == PushStep::Kind::Restore) {
            writes.append(push.step.write);
            sending.append(push);
            calls.append(push.calls.split(','));
            continue;
        }
        auto done = co_await withoutRequest(push);
        if (!done)
            co_return done;
    }
    if (writes.isEmpty())
        co_return Expected<void>();

    auto sent = inCall(joinedCalls(calls), [&] { return m_api.writeAll(writes); });
    auto answers = co_await sent;
    QList<AcceptedPush> accepted;
    for (qsizetype i = 0; i < sending.size(); ++i) {
        if (answers.at(i))
            accepted.append({ sending.at(i), *answers.at(i) });
    }
    auto confirmed = co_await confirm(accepted);
    Expected<void> result = confirmed;
    for (qsizetype i = 0; i < sending.size(); ++i) {
        if (answers.at(i))
            continue;
        auto concluding =
            inCall(sending.at(i).calls, [&] { return conclude(sending.at(i), answers.at(i).error()); });
        auto done = co_await concluding;
        if (!done)
            result = done; // the others' answers are still worked through
    }
    co_return result;
}

QCoro::Task<Expected<void>> Push::withoutRequest(PreparedPush push)
{
    if (push.step.kind == PushStep::Kind::Locate) {
        auto located = co_await locate(push);
        co_return located;
    }
    if (push.step.kind == PushStep::Kind::Unusable) {
        auto given = co_await giveUp(push, push.step.error);
        co_return given;
    }
    const MergeContext context = m_pull.context();
    const qint64 localId = push.record.localId;
    if (push.step.kind == PushStep::Kind::Revert) {
        auto reverting = m_store.write(
            [localId, context](Session &session) { return revertToGoogle(session, localId, context); });
        auto reverted = co_await reverting;
        if (!reverted)
            co_return Expected<void>(Unexpected(reverted.error()));
        if (!reverted->isEmpty())
            Q_EMIT changed(*reverted);
        tell(localId, push.record.revision, { PushOutcome::Kind::Refused, push.step.error });
        co_return Expected<void>();
    }
    auto settledWork = m_store.write(
        [localId, context](Session &session) { return settleWithoutPush(session, localId, context); });
    auto settled = co_await settledWork;
    if (!settled)
        co_return Expected<void>(Unexpected(settled.error()));
    tell(localId, push.record.revision, { PushOutcome::Kind::Synced, {} });
    co_return Expected<void>();
}

QFuture<PushOutcome> Push::outcomeOf(qint64 localId, qint64 revision)
{
    Waiter waiter;
    waiter.revision = revision;
    waiter.call = CallScope::current();
    waiter.promise.start();
    QFuture<PushOutcome> future = waiter.promise.future();
    m_waiters.emplace(localId, std::move(waiter));
    return future;
}

QByteArray Push::callsFor(const QList<qint64> &localIds) const
{
    QByteArrayList calls;
    for (const qint64 localId : localIds) {
        const auto [begin, end] = m_waiters.equal_range(localId);
        for (auto it = begin; it != end; ++it)
            calls.append(it->second.call);
    }
    return joinedCalls(calls);
}

QByteArray Push::waitingCalls() const
{
    QByteArrayList calls;
    for (const auto &[localId, waiter] : m_waiters)
        calls.append(waiter.call);
    return joinedCalls(calls);
}

void Push::tell(qint64 localId, qint64 revision, const PushOutcome &outcome)
{
    Q_EMIT ended(outcome.kind);
    answerWaiters(localId, revision, outcome);
}

void Push::answerWaiters(qint64 localId, qint64 revision, const PushOutcome &outcome)
{
    auto [it, end] = m_waiters.equal_range(localId);
    while (it != end) {
        if (it->second.revision > revision) {
            ++it;
            continue;
        }
        it->second.promise.addResult(outcome);
        it->second.promise.finish();
        it = m_waiters.erase(it);
    }
}

void Push::releaseWaiters(const Error &why)
{
    auto waiters = std::exchange(m_waiters, {});
    for (auto &[localId, waiter] : waiters) {
        waiter.promise.addResult(PushOutcome{ PushOutcome::Kind::Later, why });
        waiter.promise.finish();
    }
}

} // namespace aria::sync
