// "Sync now" of all calendars.
#pragma once

#include "service/leadercommands.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class SyncCommands
{
public:
    SyncCommands(const Settings &settings, store::Store &store, const Clock &clock, Engines &engines,
        LeaderCommands &leader, ServiceThread &thread);

    // A person asks, so what Google refused is tried again, and nothing waits for its own pause to end.
    Task<SyncRun> syncNow();

private:
    Task<qint64> retryAll();

    const QStringList m_calendarIds;
    store::Store &m_store;
    const Clock &m_clock;
    Engines &m_engines;
    LeaderCommands &m_leader;
    ServiceThread &m_thread;
};

} // namespace aria::service
