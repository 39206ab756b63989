#include "sync/sqledits/conflictrecheck.h"

#include "merge/changeset.h"
#include "merge/eventversions.h"
#include "store/isolate.h"

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

static Expected<QList<EventChange>> review(
    store::Session &session, const QList<EventRecord> &conflicts, const MergeContext &context)
{
    ChangeSet batch;
    QList<qint64> partsOfSeries;
    for (const EventRecord &record : conflicts) {
        // Only what needs nobody's decision: a conflict stays a person's, whatever the strategy says by now.
        MergeContext undecided = context;
        undecided.strategy = ConflictStrategy::Manual;
        AppliedDecision decided = applyDecision(record, googleVersion(Event(record.google)), undecided);
        const bool open = decided.record.status == SyncStatus::Conflict
            || decided.record.status == SyncStatus::Error || decided.deletesInAria;
        if (open)
            continue;
        if (record.pushOptions.located && !decided.record.isDeletedInAria()
            && decided.record.status == SyncStatus::Synced)
            partsOfSeries.append(record.localId);
        batch.add(std::move(decided));
    }
    auto changes = batch.save(session);
    for (const qint64 localId : std::as_const(partsOfSeries)) {
        if (auto removed = session.events().remove(localId); !removed)
            return Unexpected(removed.error());
    }
    return changes;
}

Expected<QList<EventChange>> recheckConflicts(
    store::Session &session, const QString &calendarId, const MergeContext &context)
{
    const auto conflicts = session.backlog().conflicts({ calendarId });
    if (!conflicts)
        return Unexpected(conflicts.error());
    QList<EventChange> changes;
    const auto apply = [&](const QList<EventRecord> &part) -> Expected<void> {
        auto reviewed = review(session, part, context);
        if (!reviewed)
            return Unexpected(reviewed.error());
        changes.append(std::move(*reviewed));
        return {};
    };
    const auto aside = [&](const EventRecord &record, const Error &why) {
        return session.repair().markError(record, why.message);
    };
    if (auto done = isolate(session, *conflicts, apply, aside); !done)
        return Unexpected(done.error());
    return changes;
}

} // namespace aria::sync
