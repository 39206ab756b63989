// How one push ends: Google's answer turned into what is stored and whom it is told.
#include "sync/push/push.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "base/time/backoff.h"
#include "google/googleerror.h"
#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "sync/pull/deletions.h"
#include "sync/pull/notfound.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using google::Write;
using store::Session;
using store::SyncStatus;

namespace {

constexpr int staleRoundsAllowed = 5;
constexpr qsizetype confirmedTogether = 25; // answers stored with one transaction
constexpr std::chrono::milliseconds longestWait = std::chrono::minutes(15);

bool concernsAll(const Error &error)
{
    // Forbidden comes here only from refusalOfAll().
    if (error.category == ErrorCategory::RateLimited || error.category == ErrorCategory::Forbidden
        || error.category == ErrorCategory::Unauthorized || error.code == "calendar_away"_L1)
        return true;
    return error.category == ErrorCategory::Unavailable && error.httpStatus == 0
        && !google::concernsOneEvent(error);
}

// Trouble of the calendar where one event is to go holds up no other event of this one.
Error ofOtherCalendar(Error error)
{
    if (error.code == "calendar_away"_L1)
        error.code = u"other_calendar_away"_s;
    return error;
}

PushOutcome movedOutcome()
{
    return { PushOutcome::Kind::Moved,
        { ErrorCategory::Precondition, u"moved"_s, u"Google has moved the event to another calendar."_s } };
}

} // namespace

QCoro::Task<Expected<void>> Push::conclude(PreparedPush push, Error error)
{
    const Write &write = push.step.write;
    // A new event that is not found: it is the calendar that is missing, and that says nothing about the event.
    if (write.kind == Write::Kind::Insert)
        error = google::withCalendarAway(m_calendarId, error);
    const bool gone = meansMissing(error);
    if (write.kind == Write::Kind::Delete && gone) {
        auto concluded = co_await concludeDeletion(push, error);
        co_return concluded;
    }
    if (isTransient(error)) {
        auto postponed = co_await postpone(push, error);
        co_return postponed;
    }
    if (error.category == ErrorCategory::Unauthorized) {
        tell(push.record.localId, push.record.revision, { PushOutcome::Kind::Later, error });
        co_return Expected<void>(Unexpected(error));
    }
    auto refusal = co_await refusalOfAll(error);
    if (refusal) {
        auto postponed = co_await postpone(push, *refusal);
        co_return postponed;
    }
    if (write.kind == Write::Kind::Move) {
        auto concluded = co_await concludeMove(push, error);
        co_return concluded;
    }
    if (push.step.kind == PushStep::Kind::Restore && error.category != ErrorCategory::Stale) {
        auto renamed = co_await restoreAnew(push, error);
        co_return renamed;
    }
    if (gone || error.category == ErrorCategory::Stale || error.category == ErrorCategory::Conflict) {
        auto looked = co_await lookAgain(push, error);
        co_return looked;
    }
    auto given = co_await giveUp(push, error);
    co_return given;
}

// Google says that what was to be deleted is not there.
QCoro::Task<Expected<void>> Push::concludeDeletion(PreparedPush push, Error error)
{
    auto found = co_await lookUp(m_api, m_calendarId, push.record.googleEventId);
    if (!found && isTransient(found.error())) {
        auto postponed = co_await postpone(push, found.error());
        co_return postponed;
    }
    if (!found)
        co_return Expected<void>(Unexpected(found.error()));
    if (*found && !(*found)->isCancelled()) { // it is, after all
        auto looked = co_await lookAgain(push, error);
        co_return looked;
    }
    auto left = co_await followedAway(push);
    if (!left)
        co_return Expected<void>(Unexpected(left.error()));
    if (*left)
        co_return Expected<void>();
    if (!push.record.recurringEventId.isEmpty()) {
        auto forgotten = co_await forgetOccurrence(push);
        if (!forgotten)
            co_return Expected<void>(Unexpected(forgotten.error()));
        if (*forgotten)
            co_return Expected<void>();
    }
    QList<AcceptedPush> deleted;
    deleted.append(AcceptedPush{ push, Event() });
    auto confirmed = co_await confirm(deleted);
    co_return confirmed;
}

// Google did not move it: because it will not, or because it is not there any more, perhaps moved by an earlier attempt
// whose answer was lost.
QCoro::Task<Expected<void>> Push::concludeMove(PreparedPush push, Error error)
{
    auto found = co_await lookUp(m_api, m_calendarId, push.record.googleEventId);
    if (!found && isTransient(found.error())) {
        auto postponed = co_await postpone(push, found.error());
        co_return postponed;
    }
    if (!found)
        co_return Expected<void>(Unexpected(found.error()));
    if (!*found || (*found)->isCancelled()) {
        auto looked = co_await lookAgain(push, error);
        co_return looked;
    }
    if (meansMissing(error)) { // it is there, so it is the other calendar that was not found
        auto answers = co_await m_api.probe(push.step.write.destination);
        if (!answers && isTransient(answers.error())) {
            auto postponed = co_await postpone(push, ofOtherCalendar(answers.error()));
            co_return postponed;
        }
        error = answers ? Error{ ErrorCategory::Refused, u"notMoved"_s,
            u"Google does not move the event, though it has it. (%1)"_s.arg(error.message) }
                        : answers.error();
    }
    qCWarning(lcSync) << "Google did not move event" << push.record.googleEventId << ":" << error.message;
    const store::EventRecord record = push.record;
    auto storedWork =
        m_store.write([record, error](Session &session) { return refuseMove(session, record, error); });
    auto stored = co_await storedWork;
    if (!stored)
        co_return Expected<void>(Unexpected(stored.error()));
    tell(record.localId, record.revision, { PushOutcome::Kind::Refused, error });
    co_return Expected<void>();
}

// Google will not have the old id back.
QCoro::Task<Expected<void>> Push::restoreAnew(PreparedPush push, Error error)
{
    if (meansMissing(error)) { // unless it is the calendar that is missing
        auto answers = co_await m_api.probe(m_calendarId);
        if (!answers && isTransient(answers.error())) {
            auto postponed = co_await postpone(push, answers.error());
            co_return postponed;
        }
        if (!answers)
            co_return answers;
    }
    const qint64 localId = push.record.localId;
    const QDateTime now = m_clock.nowUtc();
    auto renamedWork = m_store.write(
        [localId, now, this](Session &session) { return giveFreshId(session, localId, m_random, now); });
    auto renamed = co_await renamedWork;
    if (!renamed)
        co_return Expected<void>(Unexpected(renamed.error()));
    co_return Expected<void>(); // still pending: the loop sends it again, as an insert
}

// A transaction for each would take longer than the requests do, and one for all might write the occurrences of fifty
// series at once.
QCoro::Task<Expected<void>> Push::confirm(QList<AcceptedPush> accepted)
{
    Expected<void> result;
    for (qsizetype at = 0; at < accepted.size(); at += confirmedTogether) {
        const QList<AcceptedPush> part = accepted.mid(at, confirmedTogether);
        QByteArrayList calls;
        for (const AcceptedPush &each : part)
            calls.append(each.push.calls.split(','));
        auto confirming = inCall(joinedCalls(calls), [&] { return confirmTogether(part); });
        auto confirmed = co_await confirming;
        if (!confirmed)
            result = confirmed; // the others' answers are still worked through
    }
    co_return result;
}

QCoro::Task<Expected<void>> Push::confirmTogether(QList<AcceptedPush> accepted)
{
    const MergeContext context = m_pull.context();
    // A full list may have been read after our write, and the event deleted before that: the list could not know what
    // was missing from it, and no later one tells.
    QList<store::EventRecord> doubtful;
    for (const AcceptedPush &each : std::as_const(accepted)) {
        if (each.push.fullListsRead != m_pull.fullListsRead())
            doubtful.append(each.push.record);
    }
    auto appliedWork =
        m_store.write([accepted, context, doubtful](Session &session) -> Expected<AppliedAnswers> {
            auto applied = applyPushed(session, accepted, context);
            for (const store::EventRecord &record : doubtful) {
                if (!applied)
                    break;
                if (auto demanded = demandFullList(session, record); !demanded)
                    return Unexpected(demanded.error());
            }
            return applied;
        });
    auto applied = co_await appliedWork;
    if (!applied)
        co_return Expected<void>(Unexpected(applied.error()));
    if (!applied->changes.isEmpty())
        Q_EMIT changed(applied->changes);
    for (const AcceptedPush &each : std::as_const(accepted)) {
        const store::EventRecord &record = each.push.record;
        const auto unstored = applied->unstored.constFind(record.localId);
        PushOutcome outcome{ PushOutcome::Kind::Synced, {} };
        if (unstored != applied->unstored.cend())
            outcome = { PushOutcome::Kind::Refused, *unstored };
        tell(record.localId, record.revision, outcome);
    }
    co_return Expected<void>();
}

QCoro::Task<Expected<void>> Push::lookAgain(PreparedPush push, Error error)
{
    const qint64 localId = push.record.localId;
    const qint64 revision = push.record.revision;
    if (++m_staleRounds[localId] > staleRoundsAllowed) {
        auto postponed = co_await postpone(push, error);
        co_return postponed;
    }
    auto supersededWork = m_store.write([localId, revision, error](Session &session) {
        return session.history().finish(localId, revision, store::Outcome::Superseded, error.message);
    });
    auto superseded = co_await supersededWork;
    if (!superseded)
        co_return Expected<void>(Unexpected(superseded.error()));
    auto read = co_await m_pull.rereader().reread(push.record.googleEventId, Deletions::CarryOut);
    if (!read) {
        if (isTransient(read.error())) {
            auto postponed = co_await postpone(push, read.error());
            co_return postponed;
        }
        co_return read;
    }
    auto recordWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto record = co_await recordWork;
    if (!record)
        co_return Expected<void>(Unexpected(record.error()));
    if (*record && (*record)->calendarId != m_calendarId)
        tell(localId, (*record)->revision, movedOutcome());
    else if (!*record || (*record)->status != SyncStatus::PendingToGoogle)
        tell(localId, *record ? (*record)->revision : revision, { PushOutcome::Kind::Overtaken, {} });
    co_return Expected<void>();
}

// True: the event is gone because Google moved it to another synced calendar, which pushes what waits; or nobody knows
// yet, and the push is postponed.
QCoro::Task<Expected<bool>> Push::followedAway(PreparedPush push)
{
    auto moved = co_await m_pull.moves().follow(push.record.googleEventId);
    if (!moved && isTransient(moved.error())) {
        auto postponed = co_await postpone(push, moved.error());
        if (!postponed)
            co_return Expected<bool>(Unexpected(postponed.error()));
        co_return Expected<bool>(true);
    }
    if (!moved)
        co_return Expected<bool>(Unexpected(moved.error()));
    if (!moved->isEmpty())
        tell(push.record.localId, push.record.revision, movedOutcome());
    co_return Expected<bool>(!moved->isEmpty());
}

QCoro::Task<Expected<void>> Push::adoptWaits()
{
    const QString calendarId = m_calendarId;
    const QDateTime latest = m_waits.now().addMSecs(longestWait.count());
    auto shortenedWork = m_store.write([calendarId, latest](Session &session) {
        return session.backlog().shortenWaits(calendarId, latest);
    });
    auto shortened = co_await shortenedWork;
    co_return shortened;
}

// As with a 404: one answer about one event does not say whom it concerns, so the calendar is asked.
QCoro::Task<std::optional<Error>> Push::refusalOfAll(Error error)
{
    if (error.category != ErrorCategory::Forbidden)
        co_return std::nullopt;
    if (google::concernsAccount(error))
        co_return error;
    if (m_refusal)
        co_return std::optional<Error>(m_refusal);
    auto answers = co_await m_api.probe(m_calendarId);
    if (!answers)
        m_refusal = answers.error();
    co_return std::optional<Error>(m_refusal);
}

QCoro::Task<Expected<void>> Push::postpone(PreparedPush push, Error error)
{
    if (error.code == "stopped"_L1) // this program ends; nothing is known about the event
        co_return Expected<void>(Unexpected(error));
    // Google or the way to it is in trouble: the whole run waits, and what is wrong is the calendar's. Trouble with this
    // one event holds up no other.
    const bool stops = concernsAll(error);
    std::optional<std::chrono::milliseconds> delay = error.retryAfter;
    if (delay || !stops || error.category != ErrorCategory::Unavailable) {
        const auto own = backoffDelay(push.record.attempts + 1, m_random, longestWait);
        delay = std::max(own, delay.value_or(own));
    }
    const QDateTime now = m_waits.now();
    const store::EventRecord record = push.record;
    auto storedWork = m_store.write([record, error, delay, now](Session &session) {
        return postponePush(session, record, error, delay, now);
    });
    auto stored = co_await storedWork;
    tell(record.localId, record.revision, { PushOutcome::Kind::Later, error });
    if (!stored)
        co_return Expected<void>(Unexpected(stored.error()));
    if (stops)
        co_return Expected<void>(Unexpected(error));
    co_return Expected<void>();
}

QCoro::Task<Expected<void>> Push::giveUp(PreparedPush push, Error error)
{
    const store::EventRecord record = push.record;
    auto storedWork = inCall(push.calls, [&] {
        qCWarning(lcSync) << "Google refused event" << record.googleEventId << ":" << error.message;
        return m_store.write(
            [record, error](Session &session) { return quarantine(session, record, error); });
    });
    auto stored = co_await storedWork;
    if (!stored)
        co_return Expected<void>(Unexpected(stored.error()));
    tell(record.localId, record.revision, { PushOutcome::Kind::Refused, error });
    co_return Expected<void>();
}

} // namespace aria::sync
