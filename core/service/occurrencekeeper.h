// Looks after the table of occurrences: takes up what ARIA's SQL has marked, moves the horizon on, keeps the clock that SQL
// reads, and checks each day whether the table still says what the events say.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "base/settings.h"
#include "base/time/foldedruns.h"
#include "base/time/schedule.h"
#include "service/engines.h"
#include "service/servicethread.h"
#include "store/store.h"

#include <QTimer>

namespace aria::service {

// Lives on the service's thread. The references outlive it. On a database that several services share, only a service
// that leads a calendar does anything here.
class OccurrenceKeeper final : public QObject
{
    Q_OBJECT
public:
    OccurrenceKeeper(const Settings &settings, store::Store &store, const Clock &clock, RandomSource &random,
        const Engines &engines, ServiceThread &thread);

    void start();
    void stop() { m_isStarted = false; } // the end is near: what is left is taken up after the next start

private:
    void look();
    QCoro::Task<void> lookOnce();
    Task<void> tend(); // the horizon and the clock
    Task<void> takeUp();
    Task<void> check();

    const Settings m_settings;
    store::Store &m_store;
    const Clock &m_clock;
    RandomSource &m_random;
    const Engines &m_engines;
    ServiceThread &m_thread;
    Schedule m_hourly;
    QTimer m_soon; // folds what a sync tells of itself
    QDateTime m_checked;
    FoldedRuns m_looks{ [this] { return lookOnce(); } };
    bool m_isStarted = false;
};

} // namespace aria::service
