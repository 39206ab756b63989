#include "service/plancommands.h"

#include "service/synccommands.h"
#include "sync/plan/dryrun.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::Session;
using Verdict = sync::Engine::Verdict;

PlanCommands::PlanCommands(const Settings &settings, store::Store &store, google::CalendarApi &api,
    const Clock &clock, RandomSource &random, const Engines &engines, LeaderCommands &leader,
    const StatusBoard &board)
    : m_calendarIds(settings.calendarIds)
    , m_strategy(settings.conflictStrategy)
    , m_store(store)
    , m_api(api)
    , m_clock(clock)
    , m_random(random)
    , m_engines(engines)
    , m_leader(leader)
    , m_board(board)
{
}

Task<Plan> PlanCommands::dryRun()
{
    if (!m_board.auth().credentialsValid) {
        co_return Expected<Plan>(
            makeError(ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Not signed in to Google."_s));
    }
    auto plan = co_await sync::dryRunAll(m_api, m_store, m_clock, m_random, m_calendarIds, m_strategy);
    co_return plan ? plan : Expected<Plan>(Unexpected(syncError(plan.error())));
}

Reply<Plan> PlanCommands::plan()
{
    const QStringList calendarIds = m_calendarIds;
    const QDateTime now = m_clock.nowUtc();
    return m_store.read([calendarIds, now](Session &session) -> Expected<Plan> {
        Plan all;
        for (const QString &calendarId : calendarIds) {
            const auto plan = sync::waitingPlan(session, calendarId, now);
            if (!plan)
                return plan;
            all += *plan;
        }
        return all;
    });
}

Task<bool> PlanCommands::confirmDeletions()
{
    auto decided = co_await decidePlan(Verdict::Approve, QString());
    if (!decided && decided.error().code == "no_plan"_L1)
        co_return Expected<bool>(false);
    if (!decided)
        co_return Expected<bool>(Unexpected(decided.error()));
    co_return Expected<bool>(true);
}

Task<qint64> PlanCommands::decidePlan(Verdict verdict, QString planId)
{
    auto waitingWork = plan();
    auto waiting = co_await waitingWork;
    if (!waiting)
        co_return Expected<qint64>(Unexpected(waiting.error()));
    if (!waiting->needsConfirmation()) {
        co_return Expected<qint64>(
            makeError(ErrorCategory::Conflict, u"no_plan"_s, u"Nothing waits for a confirmation."_s));
    }
    if (!planId.isEmpty() && planId != waiting->id()) {
        co_return Expected<qint64>(makeError(ErrorCategory::Conflict, u"plan_changed"_s,
            u"Other deletions wait by now; look at the plan again."_s));
    }
    qint64 total = 0;
    // What cannot be restored there goes on waiting, and holds up no other calendar.
    std::optional<Error> readOnly;
    for (const auto &engine : m_engines) {
        auto decided = co_await m_leader.decideDeletions(engine.get(), verdict);
        if (!decided && decided.error().code == "read_only_calendar"_L1)
            readOnly = decided.error();
        else if (!decided)
            co_return decided;
        else
            total += *decided;
    }
    if (total == 0 && readOnly)
        co_return Expected<qint64>(Unexpected(*readOnly));
    co_return Expected<qint64>(total);
}

} // namespace aria::service
