// "Sync now" of all calendars.
#pragma once

#include "service/leadercommands.h"
#include "service/signin.h"

namespace aria::service {

// Why a sync failed, as an answer of ours: what Google does not find, or refuses, says nothing about the request that
// asked for the sync. So those become Unavailable, with the same words.
Error syncError(Error error);

// Lives on the service's thread. The references outlive it.
class SyncCommands
{
public:
    SyncCommands(const Settings &settings, store::Store &store, const Clock &clock, Engines &engines,
        LeaderCommands &leader, SignIn &signIn, ServiceThread &thread);

    // A person asks, so what Google refused is tried again, nothing waits for its own pause to end, and the credentials
    // are looked at.
    Task<SyncRun> syncNow();

private:
    Task<qint64> retryAll();

    const QStringList m_calendarIds;
    store::Store &m_store;
    const Clock &m_clock;
    Engines &m_engines;
    LeaderCommands &m_leader;
    SignIn &m_signIn;
    ServiceThread &m_thread;
};

} // namespace aria::service
