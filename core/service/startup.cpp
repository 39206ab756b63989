#include "service/startup.h"

#include "base/logging.h"
#include "sync/engine/trustedtime.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using store::Session;

Startup::Startup(store::Store &store, const google::CalendarApi &api, const Clock &clock, Engines &engines,
    Pause &pause, SignIn &signIn, StatusBoard &board, ServiceThread &thread)
    : m_store(store)
    , m_api(api)
    , m_clock(clock)
    , m_engines(engines)
    , m_pause(pause)
    , m_signIn(signIn)
    , m_board(board)
    , m_thread(thread)
{
    connect(&store, &store::Store::healthChanged, this, [this](bool healthy) {
        if (healthy && !m_board.isReady())
            load();
        else if (healthy)
            m_engines.networkReturned();
    });
}

QCoro::Task<void> Startup::begin()
{
    const ScopedCount busy = m_thread.busy();
    m_signIn.watchCredentials();
    co_await load();
    m_thread.open();
}

QCoro::Task<void> Startup::load()
{
    const ScopedCount busy = m_thread.busy();
    auto paused = co_await m_pause.load();
    if (!paused)
        co_return; // done when the database is there
    // Before anything else is written: how late it is by what the database knows (sync/engine/trustedtime.h).
    const sync::ClockReading clocks = sync::readClocks(m_clock, m_api);
    auto timeWork = m_store.write([clocks](Session &session) { return sync::trustedTime(session, clocks); });
    auto time = co_await timeWork;
    if (!time)
        qCInfo(lcService) << "the time of the last clean-up cannot be read:" << time.error().message;
    for (const auto &engine : m_engines) {
        if (m_pause.isPaused())
            engine->setPaused(true);
        co_await engine->start();
    }
    m_board.setReady(true);
    m_signIn.refresh();
}

} // namespace aria::service
