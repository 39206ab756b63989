#include "sync/engine/cleanup.h"

#include "sync/engine/trustedtime.h"

#include <limits>

namespace aria::sync {

namespace {
constexpr int historyAtOnce = 2000; // ARIA's own writes wait meanwhile
// Longer than the outgoing hook tries, and what somebody who was away for a week has still missed.
constexpr int messageDays = 7;
constexpr qint64 mostMessages = 100'000;
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
    const auto needed = session.hook().neededFrom();
    if (!needed)
        return Unexpected(needed.error());
    const auto messages = session.eventLog().removeOld(messageDays, mostMessages,
        needed->value_or(std::numeric_limits<qint64>::max()), trusted->now, historyAtOnce);
    if (!messages)
        return Unexpected(messages.error());
    removed.messages = *messages;
    removed.isComplete = *messages < historyAtOnce;
    if (!removed.isComplete)
        return removed;
    const auto events = session.events().removeDeleted(deletedRetentionDays, trusted->now);
    if (!events)
        return Unexpected(events.error());
    removed.events = *events;
    return removed;
}

} // namespace aria::sync
