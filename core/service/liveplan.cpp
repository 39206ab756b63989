// LiveService: what a sync intends, and what a person decides about it.
#include "service/liveservice.h"
#include "sync/dryrun.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using store::Session;
using Verdict = sync::Engine::Verdict;

Reply<Plan> LiveService::dryRun()
{
    return onThread<Plan>([this] { return tryAll(); });
}

QCoro::Task<Expected<Plan>> LiveService::tryAll()
{
    if (!m_board.auth().credentialsValid) {
        co_return Expected<Plan>(makeError(ErrorCategory::Unauthorized, QStringLiteral("not_signed_in"),
            QStringLiteral("Not signed in to Google.")));
    }
    auto plan = co_await sync::dryRunAll(
        m_api, m_store, m_clock, m_random, m_settings.calendarIds, m_settings.conflictStrategy);
    co_return plan;
}

Reply<Plan> LiveService::plan()
{
    const QStringList calendarIds = m_settings.calendarIds;
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

Reply<qint64> LiveService::approvePlan(QString planId)
{
    return onThread<qint64>([this, planId] { return decide(Verdict::Approve, planId); });
}

Reply<qint64> LiveService::rejectPlan(QString planId)
{
    return onThread<qint64>([this, planId] { return decide(Verdict::Reject, planId); });
}

Reply<bool> LiveService::confirmDeletions()
{
    return onThread<bool>([this] { return confirm(); });
}

QCoro::Task<Expected<bool>> LiveService::confirm()
{
    auto decided = co_await decide(Verdict::Approve, QString());
    if (!decided && decided.error().code == QLatin1String("no_plan"))
        co_return Expected<bool>(false);
    if (!decided)
        co_return Expected<bool>(tl::unexpected(decided.error()));
    co_return Expected<bool>(true);
}

QCoro::Task<Expected<qint64>> LiveService::decide(Verdict verdict, QString planId)
{
    auto waitingWork = plan();
    auto waiting = co_await waitingWork;
    if (!waiting)
        co_return Expected<qint64>(tl::unexpected(waiting.error()));
    if (!waiting->needsConfirmation()) {
        co_return Expected<qint64>(makeError(ErrorCategory::Conflict, QStringLiteral("no_plan"),
            QStringLiteral("Nothing waits for a confirmation.")));
    }
    if (!planId.isEmpty() && planId != waiting->id()) {
        co_return Expected<qint64>(makeError(ErrorCategory::Conflict, QStringLiteral("plan_changed"),
            QStringLiteral("Other deletions wait by now; look at the plan again.")));
    }
    qint64 total = 0;
    std::optional<Error>
        readOnly; // what cannot be restored there goes on waiting, and holds up no other calendar
    for (const auto &engine : m_engines) {
        auto decided = co_await decideOne(engine.get(), verdict);
        if (!decided && decided.error().code == QLatin1String("read_only_calendar"))
            readOnly = decided.error();
        else if (!decided)
            co_return decided;
        else
            total += *decided;
    }
    publish();
    if (total == 0 && readOnly)
        co_return Expected<qint64>(tl::unexpected(*readOnly));
    co_return Expected<qint64>(total);
}

} // namespace aria::service
