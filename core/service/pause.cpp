#include "service/pause.h"

#include "store/metadatakeys.h"

#include <QCoro/QCoroFuture>

using namespace Qt::StringLiterals;

namespace aria::service {

using store::Session;

Pause::Pause(const Settings &settings, store::Store &store, Engines &engines, ServiceThread &thread)
    : m_anyCalendar(settings.calendarIds.constFirst())
    , m_store(store)
    , m_engines(engines)
    , m_thread(thread)
{
    connect(&store, &store::Store::changedOutside, this, [this] {
        if (m_store.isShared() && m_loaded)
            m_looks.ask();
    });
}

Task<bool> Pause::stored()
{
    auto pausedWork = m_store.read(
        [](Session &session) { return session.metadata().value(store::metadata::paused, QString()); });
    auto paused = co_await pausedWork;
    if (!paused)
        co_return Expected<bool>(Unexpected(paused.error()));
    co_return Expected<bool>(paused->has_value());
}

Task<bool> Pause::load()
{
    auto paused = co_await stored();
    if (!paused && isTransient(paused.error()))
        co_return paused;
    m_paused = paused.value_or(false);
    m_loaded = true;
    co_return Expected<bool>(m_paused);
}

Task<bool> Pause::set(bool paused)
{
    const QString anyCalendar = m_anyCalendar;
    auto storedWork = m_store.write([paused, anyCalendar](Session &session) {
        auto set = paused ? session.metadata().set(store::metadata::paused, QString(), u"true"_s)
                          : session.metadata().remove(store::metadata::paused, QString());
        return set ? session.lead().wakeOthers(anyCalendar) : set;
    });
    auto stored = co_await storedWork;
    ++m_edits;
    if (!stored)
        co_return Expected<bool>(Unexpected(stored.error()));
    const bool changed = m_paused != paused;
    apply(paused);
    co_return Expected<bool>(changed);
}

QCoro::Task<void> Pause::lookOutside()
{
    const ScopedCount busy = m_thread.busy();
    const int edits = m_edits;
    auto paused = co_await stored();
    if (!paused)
        co_return; // the reconnection is a look too
    if (edits != m_edits)
        m_looks.ask(); // this may be what it was before
    else if (*paused != m_paused)
        apply(*paused);
}

void Pause::apply(bool paused)
{
    m_paused = paused;
    m_engines.setPaused(paused);
}

} // namespace aria::service
