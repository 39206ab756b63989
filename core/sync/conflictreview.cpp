#include "sync/conflictreview.h"

#include "sync/pushplan.h"
#include "sync/settledbatch.h"
#include "sync/versions.h"

namespace aria::sync {

using calendar::Event;
using store::EventRecord;
using store::SyncStatus;

Expected<QList<EventChange>> reviewConflicts(
    store::Session &session, const QString &calendarId, const SettleContext &context)
{
    const auto conflicts = session.conflicts({ calendarId });
    if (!conflicts)
        return tl::unexpected(conflicts.error());
    SettledBatch batch;
    QList<qint64> partsOfSeries;
    for (const EventRecord &record : *conflicts) {
        // Only what needs nobody's decision: a conflict stays a person's, whatever the strategy says by now.
        SettleContext undecided = context;
        undecided.strategy = ConflictStrategy::Manual;
        Settlement settlement = settle(record, googleVersion(Event(record.google)), undecided);
        const bool open = settlement.record.status == SyncStatus::Conflict
            || settlement.record.status == SyncStatus::Error || settlement.deletesInAria;
        if (open)
            continue;
        if (record.pushOptions.contains(pushoption::located) && !settlement.record.isDeletedInAria()
            && settlement.record.status == SyncStatus::Synced)
            partsOfSeries.append(record.localId);
        batch.add(std::move(settlement));
    }
    auto changes = batch.save(session);
    for (const qint64 localId : std::as_const(partsOfSeries)) {
        if (auto removed = session.remove(localId); !removed)
            return tl::unexpected(removed.error());
    }
    return changes;
}

} // namespace aria::sync
