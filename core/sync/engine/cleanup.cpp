#include "sync/engine/cleanup.h"

#include "sync/engine/trustedtime.h"

namespace aria::sync {

namespace {
constexpr int historyAtOnce = 2000; // ARIA's own writes wait meanwhile
} // namespace

Expected<CleanUp> cleanUp(
    store::Session &session, int historyRetentionDays, int deletedRetentionDays, const ClockReading &clocks)
{
    CleanUp removed;
    const auto trusted = trustedTime(session, clocks);
    if (!trusted)
        return Unexpected(trusted.error());
    const auto history = session.history().removeOld(historyRetentionDays, trusted->now, historyAtOnce);
    if (!history)
        return Unexpected(history.error());
    removed.history = *history;
    removed.isComplete = *history < historyAtOnce;
    if (!removed.isComplete)
        return removed;
    const auto events = session.events().removeDeleted(deletedRetentionDays, trusted->now);
    if (!events)
        return Unexpected(events.error());
    removed.events = *events;
    return removed;
}

} // namespace aria::sync
