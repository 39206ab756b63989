// How a single occurrence finds its way to Google: there it is known by its series and original start, and gets
// its name from Google.
#include "sync/push/push.h"

#include "merge/eventversions.h"
#include "sync/pull/notfound.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::Session;
using store::SyncStatus;

QCoro::Task<Expected<void>> Push::locate(PreparedPush push)
{
    const qint64 localId = push.record.localId;
    auto instance = co_await m_api.instance(
        m_calendarId, push.record.recurringEventId, originalStartFromKey(push.record.originalStart));
    if (instance && instance->isCancelled()) {
        auto answered = co_await settleDeletedSeries(push);
        if (!answered)
            co_return Expected<void>(Unexpected(answered.error()));
        if (*answered)
            co_return Expected<void>();
    }
    if (instance) {
        auto compared = co_await compareWith(push, *instance);
        co_return compared;
    }
    const Error error = instance.error();
    if (isTransient(error)) {
        auto postponed = co_await postpone(push, error);
        co_return postponed;
    }
    if (error.category == ErrorCategory::Unauthorized)
        co_return Expected<void>(Unexpected(error));
    auto refusal = co_await refusalOfAll(error);
    if (refusal) {
        auto postponed = co_await postpone(push, *refusal);
        co_return postponed;
    }
    auto left = co_await followedAway(push);
    if (!left)
        co_return Expected<void>(Unexpected(left.error()));
    if (*left)
        co_return Expected<void>();
    const QString calendarId = m_calendarId;
    const QString masterId = push.record.recurringEventId;
    auto masterWork = m_store.read([calendarId, masterId](Session &session) {
        return session.events().byGoogleId(calendarId, masterId);
    });
    auto master = co_await masterWork;
    if (!master)
        co_return Expected<void>(Unexpected(master.error()));
    if (*master && (*master)->status == SyncStatus::PendingToGoogle) {
        auto postponed = co_await postpone(push, error); // its series is not at Google yet
        co_return postponed;
    }
    if (error.httpStatus != 0 && meansMissing(error)) { // it is the series that was not found
        auto answered = co_await settleDeletedSeries(push);
        if (!answered)
            co_return Expected<void>(Unexpected(answered.error()));
        if (*answered)
            co_return Expected<void>();
        auto postponed = co_await postpone(push, error); // it is there after all
        co_return postponed;
    }
    const bool isWanted = !push.record.isDeletedInAria();
    if (!isWanted || m_waiters.count(localId) == 0) { // whoever waits for an edit is told, and reverts it
        auto dropped = co_await forgetOccurrence(push);
        if (!dropped)
            co_return Expected<void>(Unexpected(dropped.error()));
        if (*dropped)
            co_return Expected<void>();
    }
    // Our series may have it still, where Google's is a newer one.
    auto settled = co_await settleUnderNewSeries(push);
    if (!settled)
        co_return Expected<void>(Unexpected(settled.error()));
    if (*settled)
        co_return Expected<void>();
    const Error missing{ ErrorCategory::Refused, u"noSuchOccurrence"_s,
        u"Google's series has no occurrence at this time."_s };
    auto given = co_await giveUp(push, missing);
    co_return given;
}

// Google has named the occurrence, and says what it is at present.
QCoro::Task<Expected<void>> Push::compareWith(PreparedPush push, Event instance)
{
    const qint64 localId = push.record.localId;
    const MergeContext context = m_pull.context();
    auto locatedWork = m_store.write([localId, instance, context](Session &session) {
        return applyLocated(session, localId, instance, std::nullopt, context);
    });
    auto located = co_await locatedWork;
    if (located && located->asksForSeries) {
        auto series = co_await m_api.get(m_calendarId, push.record.recurringEventId);
        if (!series && isTransient(series.error())) {
            auto postponed = co_await postpone(push, series.error());
            co_return postponed;
        }
        const Event known = series ? *series : Event();
        auto againWork = m_store.write([localId, instance, known, context](Session &session) {
            return applyLocated(session, localId, instance, known, context);
        });
        auto again = co_await againWork;
        located = again;
    }
    if (!located)
        co_return Expected<void>(Unexpected(located.error()));
    if (!located->changes.isEmpty())
        Q_EMIT changed(located->changes);
    if (located->record.status != SyncStatus::PendingToGoogle)
        tell(localId, located->record.revision, { PushOutcome::Kind::Overtaken, {} });
    co_return Expected<void>(); // pending still: the loop sends the edit itself
}

// The series is read again, and what it has become decides. False: it has the occurrence here and not at Google, so Google
// could not be told; that is no success.
QCoro::Task<Expected<bool>> Push::settleUnderNewSeries(PreparedPush push)
{
    auto read = co_await m_pull.rereader().reread(push.record.recurringEventId, Deletions::CarryOut);
    if (!read && isTransient(read.error())) {
        auto postponed = co_await postpone(push, read.error());
        if (!postponed)
            co_return Expected<bool>(Unexpected(postponed.error()));
        co_return Expected<bool>(true);
    }
    if (!read)
        co_return Expected<bool>(Unexpected(read.error()));
    auto dropped = co_await forgetOccurrence(push);
    if (!dropped || *dropped)
        co_return dropped;
    const qint64 localId = push.record.localId;
    auto recordWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto record = co_await recordWork;
    if (!record)
        co_return Expected<bool>(Unexpected(record.error()));
    const bool isSettled = !*record || (*record)->status != SyncStatus::PendingToGoogle
        || (*record)->revision != push.record.revision;
    if (isSettled)
        tell(localId, push.record.revision, { PushOutcome::Kind::Synced, {} });
    co_return Expected<bool>(isSettled);
}

// True: the series has it nowhere any more, and the row is gone.
QCoro::Task<Expected<bool>> Push::forgetOccurrence(PreparedPush push)
{
    const store::EventRecord record = push.record;
    const MergeContext context = m_pull.context();
    auto droppedWork = m_store.write(
        [record, context](Session &session) { return dropOccurrence(session, record, context); });
    auto dropped = co_await droppedWork;
    if (!dropped)
        co_return Expected<bool>(Unexpected(dropped.error()));
    if (!dropped->changes.isEmpty())
        Q_EMIT changed(dropped->changes);
    if (dropped->done)
        tell(record.localId, record.revision, { PushOutcome::Kind::Overtaken, {} });
    co_return Expected<bool>(dropped->done);
}

// All occurrences of a deleted series look cancelled, whatever became of each of them. False: the series lives.
QCoro::Task<Expected<bool>> Push::settleDeletedSeries(PreparedPush push)
{
    const QString masterId = push.record.recurringEventId;
    auto series = co_await lookUp(m_api, m_calendarId, masterId);
    if (series && *series && !(*series)->isCancelled())
        co_return Expected<bool>(false);
    if (!series && isTransient(series.error())) {
        auto postponed = co_await postpone(push, series.error());
        if (!postponed)
            co_return Expected<bool>(Unexpected(postponed.error()));
        co_return Expected<bool>(true);
    }
    auto read = co_await m_pull.rereader().reread(masterId, Deletions::CarryOut);
    if (!read && !isTransient(read.error()))
        co_return Expected<bool>(Unexpected(read.error()));
    const qint64 localId = push.record.localId;
    auto recordWork =
        m_store.read([localId](Session &session) { return session.events().byLocalId(localId); });
    auto record = co_await recordWork;
    if (!record)
        co_return Expected<bool>(Unexpected(record.error()));
    if (!*record || (*record)->status != SyncStatus::PendingToGoogle
        || (*record)->calendarId != m_calendarId) {
        tell(localId, push.record.revision, { PushOutcome::Kind::Overtaken, {} });
        co_return Expected<bool>(true);
    }
    const Error gone{ ErrorCategory::Precondition, u"seriesDeleted"_s, u"Google has deleted the series."_s };
    auto postponed = co_await postpone(push, gone); // until it is decided whether the series comes back
    if (!postponed)
        co_return Expected<bool>(Unexpected(postponed.error()));
    co_return Expected<bool>(true);
}

} // namespace aria::sync
