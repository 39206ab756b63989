#include "sync/cleanup.h"

namespace aria::sync {

Expected<CleanUp> cleanUp(
    store::Session &session, int historyRetentionDays, int deletedRetentionDays, const QDateTime &now)
{
    CleanUp removed;
    const auto history = session.cleanupOldSyncHistory(historyRetentionDays, now);
    if (!history)
        return tl::unexpected(history.error());
    const auto events = session.cleanupDeletedEvents(deletedRetentionDays, now);
    if (!events)
        return tl::unexpected(events.error());
    removed.history = *history;
    removed.events = *events;
    return removed;
}

} // namespace aria::sync
