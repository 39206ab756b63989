#include "service/synccommands.h"

#include "base/callscope.h"
#include "base/time/within.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using store::Session;

namespace {
constexpr std::chrono::milliseconds limit = std::chrono::seconds(30);
}

Error syncError(Error error)
{
    switch (error.category) {
    case ErrorCategory::Forbidden:
    case ErrorCategory::NotFound:
    case ErrorCategory::Gone:
    case ErrorCategory::Conflict:
    case ErrorCategory::Stale:
    case ErrorCategory::Refused:
        error.category = ErrorCategory::Unavailable;
        return error;
    default:
        return error;
    }
}

SyncCommands::SyncCommands(const Settings &settings, store::Store &store, const Clock &clock,
    Engines &engines, LeaderCommands &leader, SignIn &signIn, ServiceThread &thread)
    : m_calendarIds(settings.calendarIds)
    , m_store(store)
    , m_clock(clock)
    , m_engines(engines)
    , m_leader(leader)
    , m_signIn(signIn)
    , m_thread(thread)
{
}

Task<qint64> SyncCommands::retryAll()
{
    const QStringList calendarIds = m_calendarIds;
    const QDateTime atOnce = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    auto retriedWork = m_store.write([calendarIds, atOnce](Session &session) -> Expected<qint64> {
        for (const QString &calendarId : calendarIds) {
            if (auto shortened = session.backlog().shortenWaits(calendarId, atOnce); !shortened)
                return Unexpected(shortened.error());
        }
        return session.backlog().retryErrors(calendarIds);
    });
    auto retried = co_await retriedWork;
    co_return retried;
}

Task<SyncRun> SyncCommands::syncNow()
{
    const QByteArray call = CallScope::current();
    m_signIn.lookAgain();
    auto retried = co_await retryAll();
    if (!retried)
        co_return Expected<SyncRun>(Unexpected(retried.error()));
    std::vector<QFuture<Expected<sync::Changes>>> runs;
    for (const auto &engine : m_engines)
        runs.push_back(inCall(call, [&] { return m_leader.requestSync(engine.get(), limit); }));
    SyncRun total;
    total.finished = true;
    std::optional<Error> failed;
    std::size_t failures = 0;
    const auto deadline = m_clock.monotonic() + limit;
    for (const auto &run : runs) {
        const auto left = std::max(deadline - m_clock.monotonic(), std::chrono::milliseconds(0));
        auto done = co_await within(run, left, &m_thread);
        if (!done) {
            total.finished = false;
            continue;
        }
        if (!*done) { // the other calendars go on all the same; /sync/status says which one failed
            ++failures;
            ++total.changes.errors;
            if (!failed)
                failed = done->error();
            continue;
        }
        total.changes += **done;
    }
    if (failures == runs.size() && failed)
        co_return Expected<SyncRun>(Unexpected(syncError(*failed)));
    co_return Expected<SyncRun>(total);
}

} // namespace aria::service
