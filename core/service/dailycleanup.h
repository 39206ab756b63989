// Once a day removes what is old enough: history, and events that are deleted on both sides.
#pragma once

#include "base/time/schedule.h"
#include "service/engines.h"
#include "service/servicethread.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class DailyCleanUp final : public QObject
{
public:
    DailyCleanUp(const Settings &settings, store::Store &store, const google::CalendarApi &api,
        const Clock &clock, const Engines &engines, ServiceThread &thread);

    void start();

private:
    QCoro::Task<void> cleanUp();

    const int m_historyDays;
    const int m_deletedDays;
    store::Store &m_store;
    const google::CalendarApi &m_api;
    const Clock &m_clock;
    const Engines &m_engines;
    ServiceThread &m_thread;
    Schedule m_schedule;
};

} // namespace aria::service
