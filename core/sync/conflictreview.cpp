#include "sync/conflictreview.h"

#include "sync/isolate.h"
#include "sync/settledbatch.h"
#include "sync/versions.h"

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

static Expected<QList<EventChange>> review(
    store::Session &session, const QList<EventRecord> &conflicts, const SettleContext &context)
{
    SettledBatch batch;
    QList<qint64> partsOfSeries;
    for (const EventRecord &record : conflicts) {
        // Only what needs nobody's decision: a conflict stays a person's, whatever the strategy says by now.
        SettleContext undecided = context;
        undecided.strategy = ConflictStrategy::Manual;
        Settlement settlement = settle(record, googleVersion(Event(record.google)), undecided);
        const bool open = settlement.record.status == SyncStatus::Conflict
            || settlement.record.status == SyncStatus::Error || settlement.deletesInAria;
        if (open)
            continue;
        if (record.pushOptions.located && !settlement.record.isDeletedInAria()
            && settlement.record.status == SyncStatus::Synced)
            partsOfSeries.append(record.localId);
        batch.add(std::move(settlement));
    }
    auto changes = batch.save(session);
    for (const qint64 localId : std::as_const(partsOfSeries)) {
        if (auto removed = session.events().remove(localId); !removed)
            return tl::unexpected(removed.error());
    }
    return changes;
}

Expected<QList<EventChange>> reviewConflicts(
    store::Session &session, const QString &calendarId, const SettleContext &context)
{
    const auto conflicts = session.toDo().conflicts({ calendarId });
    if (!conflicts)
        return tl::unexpected(conflicts.error());
    QList<EventChange> changes;
    const auto apply = [&](const QList<EventRecord> &part) -> Expected<void> {
        auto reviewed = review(session, part, context);
        if (!reviewed)
            return tl::unexpected(reviewed.error());
        changes.append(std::move(*reviewed));
        return {};
    };
    const auto aside = [&](const EventRecord &record, const Error &why) {
        return session.repair().markError(record, why.message);
    };
    if (auto done = isolate(session, *conflicts, apply, aside); !done)
        return tl::unexpected(done.error());
    return changes;
}

} // namespace aria::sync
