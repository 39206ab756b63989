// Whether the sync is paused: remembered in the database, for all services on it.
#pragma once

#include "base/time/foldedruns.h"
#include "service/engines.h"
#include "service/servicethread.h"

namespace aria::service {

// Lives on the service's thread. The references outlive it.
class Pause final : public QObject
{
public:
    Pause(const Settings &settings, store::Store &store, Engines &engines, ServiceThread &thread);

    // Reads what an earlier run left. An error: the database is away, and nothing is known.
    Task<bool> load();
    bool isPaused() const { return m_paused; }

    Task<bool> pause() { return set(true); }
    Task<bool> resume() { return set(false); } // false: it was so already

private:
    Task<bool> set(bool paused);
    void apply(bool paused);
    QCoro::Task<void> lookOutside(); // at what another service decided
    Task<bool> stored();

    const QString m_anyCalendar;
    store::Store &m_store;
    Engines &m_engines;
    ServiceThread &m_thread;
    bool m_paused = false;
    bool m_loaded = false;
    int m_edits = 0; // how often it was decided here
    FoldedRuns m_looks{ [this] { return lookOutside(); } };
};

} // namespace aria::service
