#include "sync/pull/deletions.h"

#include "merge/changeset.h"
#include "merge/eventversions.h"

using namespace Qt::StringLiterals;

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

qint64 countEvents(const QList<EventRecord> &records)
{
    return std::ranges::count_if(
        records, [](const EventRecord &record) { return record.recurringEventId.isEmpty(); });
}

bool isMassDeletion(qint64 deletions, qint64 total)
{
    return deletions > 30 && deletions * 3 > total;
}

Expected<QList<EventRecord>> vanishedFrom(
    store::Session &session, const QString &calendarId, const MergeContext &context)
{
    auto unseen = session.backlog().unseen(calendarId, context.generation);
    if (!unseen)
        return unseen;
    QList<EventRecord> vanished;
    QHash<QString, bool> lives;
    for (const EventRecord &record : std::as_const(*unseen)) {
        if (Event(record.base).isCancelled()) {
            const QString &series = record.recurringEventId;
            if (series.isEmpty())
                continue;
            if (!lives.contains(series)) {
                const auto master = session.events().byGoogleId(calendarId, series);
                if (!master)
                    return Unexpected(master.error());
                lives.insert(
                    series, *master && !(*master)->base.isEmpty() && !Event((*master)->base).isCancelled());
            }
            if (!lives.value(series))
                continue;
        }
        vanished.append(record);
    }
    return vanished;
}

Expected<int> markUnseen(store::Session &session, const QString &calendarId, const MergeContext &context)
{
    const auto unseen = session.backlog().unseen(calendarId, context.generation);
    if (!unseen)
        return Unexpected(unseen.error());
    ChangeSet batch;
    int marked = 0;
    for (const EventRecord &record : *unseen) {
        if (Event(record.base).isCancelled() || record.status == SyncStatus::Deleted)
            continue;
        AppliedDecision decided = applyDecision(record, Version::deleted(Event(record.base)), context);
        marked += decided.deletesInAria ? 1 : 0;
        batch.add(std::move(decided));
    }
    if (const auto saved = batch.save(session); !saved)
        return Unexpected(saved.error());
    return marked;
}

Expected<DeletionOutcome> applyMarkedDeletions(
    store::Session &session, const QString &calendarId, const MergeContext &context, bool confirmed)
{
    DeletionOutcome outcome;
    const auto marked = session.backlog().heldDeletions(calendarId);
    if (!marked)
        return Unexpected(marked.error());
    if (marked->isEmpty())
        return outcome;
    const auto statistics = session.backlog().statistics({ calendarId });
    if (!statistics)
        return Unexpected(statistics.error());
    const qint64 events = countEvents(*marked);
    if (!confirmed && isMassDeletion(events, statistics->total)) {
        outcome.held = events;
        return outcome;
    }
    QSet<QString> series;
    for (const EventRecord &record : *marked) {
        if (record.recurringEventId.isEmpty())
            series.insert(record.googleEventId);
    }
    ChangeSet batch;
    QSet<qint64> done;
    const auto remove = [&](const EventRecord &record, bool withItsSeries = false) {
        if (done.contains(record.localId))
            return;
        done.insert(record.localId);
        const QString reason = u"deleted in Google"_s;
        batch.add(withItsSeries ? applyDeletionWithSeries(record, context, reason)
                                : applyDeletion(record, context, reason));
    };
    for (const EventRecord &record : *marked) {
        // A deleted series takes its occurrences along, also one that ARIA holds on to and is about to make anew.
        if (!record.recurringEventId.isEmpty() && !series.contains(record.recurringEventId)) {
            const auto master = session.events().byGoogleId(calendarId, record.recurringEventId);
            if (!master)
                return Unexpected(master.error());
            remove(record, *master && Event((*master)->base).isCancelled());
        }
        if (!record.recurringEventId.isEmpty())
            continue;
        remove(record);
        const auto exceptions = session.events().exceptionsOf(calendarId, record.googleEventId);
        if (!exceptions)
            return Unexpected(exceptions.error());
        for (const EventRecord &exception : *exceptions) {
            if (!exception.isDeletedInAria())
                remove(exception, true);
        }
    }
    auto changes = batch.save(session);
    if (!changes)
        return Unexpected(changes.error());
    outcome.changes = std::move(*changes);
    return outcome;
}

} // namespace aria::sync
