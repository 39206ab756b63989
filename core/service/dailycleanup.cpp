#include "service/dailycleanup.h"

#include "base/logging.h"
#include "sync/engine/cleanup.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using store::Session;

DailyCleanUp::DailyCleanUp(const Settings &settings, store::Store &store, const google::CalendarApi &api,
    const Clock &clock, const Engines &engines, ServiceThread &thread)
    : m_historyDays(settings.historyRetentionDays)
    , m_deletedDays(settings.deletedRetentionDays)
    , m_store(store)
    , m_api(api)
    , m_clock(clock)
    , m_engines(engines)
    , m_thread(thread)
    , m_schedule(clock)
{
    connect(&m_schedule, &Schedule::reached, this, [this] { cleanUp(); });
}

void DailyCleanUp::start()
{
    m_schedule.setDueIn(std::chrono::minutes(1));
}

QCoro::Task<void> DailyCleanUp::cleanUp()
{
    if (!(*m_engines.begin())->leads()) { // whoever leads cleans up
        m_schedule.setDueIn(std::chrono::hours(1));
        co_return;
    }
    const ScopedCount busy = m_thread.busy();
    const int history = m_historyDays;
    const int deleted = m_deletedDays;
    Expected<sync::CleanUp> cleaned;
    qint64 removed = 0;
    qint64 messages = 0;
    do {
        const sync::ClockReading clocks = sync::readClocks(m_clock, m_api);
        auto cleanedWork = m_store.write([history, deleted, clocks](Session &session) {
            return sync::cleanUp(session, history, deleted, clocks);
        });
        auto part = co_await cleanedWork;
        cleaned = part;
        removed += cleaned ? cleaned->history : 0;
        messages += cleaned ? cleaned->messages : 0;
    } while (cleaned && !cleaned->isComplete);
    if (cleaned) {
        qCInfo(lcService) << "daily clean-up:" << removed << "history rows," << messages << "messages and"
                          << cleaned->events << "deleted events removed";
    } else {
        qCWarning(lcService) << "the daily clean-up failed:" << cleaned.error().message;
    }
    m_schedule.setDueIn(std::chrono::hours(24));
}

} // namespace aria::service
