// What a sync intends, and what a person decides about it.
#pragma once

#include "service/leadercommands.h"
#include "service/statusboard.h"

namespace aria::service {

// Lives on the service's thread, but for plan(). The references outlive it.
class PlanCommands
{
public:
    PlanCommands(const Settings &settings, store::Store &store, google::CalendarApi &api, const Clock &clock,
        RandomSource &random, const Engines &engines, LeaderCommands &leader, const StatusBoard &board);

    Task<Plan> dryRun();
    Reply<Plan> plan(); // on any thread
    Task<qint64> approvePlan(QString planId) { return decidePlan(sync::Engine::Verdict::Approve, planId); }
    Task<qint64> rejectPlan(QString planId) { return decidePlan(sync::Engine::Verdict::Reject, planId); }
    Task<bool> confirmDeletions();

private:
    Task<qint64> decidePlan(sync::Engine::Verdict verdict, QString planId);

    const QStringList m_calendarIds;
    const ConflictStrategy m_strategy;
    store::Store &m_store;
    google::CalendarApi &m_api;
    const Clock &m_clock;
    RandomSource &m_random;
    const Engines &m_engines;
    LeaderCommands &m_leader;
    const StatusBoard &m_board;
};

} // namespace aria::service
