#include "service/occurrencekeeper.h"

#include "base/logging.h"
#include "service/dayzone.h"

namespace aria::service {

using store::Session;

namespace {

constexpr int atOnce = 100; // ARIA's own writes wait meanwhile
constexpr int sampleSize = 200;
constexpr std::chrono::milliseconds foldingTime{ 200 };

} // namespace

OccurrenceKeeper::OccurrenceKeeper(const Settings &settings, store::Store &store, const Clock &clock,
    RandomSource &random, const Engines &engines, ServiceThread &thread)
    : m_settings(settings)
    , m_store(store)
    , m_clock(clock)
    , m_random(random)
    , m_engines(engines)
    , m_thread(thread)
    , m_hourly(clock)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(foldingTime);
    connect(&m_soon, &QTimer::timeout, this, [this] { look(); });
    connect(&m_hourly, &Schedule::reached, this, [this] { look(); });
    connect(&store, &store::Store::changedOutside, this, [this] { look(); });
    // The zone of the calendar may be known now, and what was removed may be due.
    const auto lookSoon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&engines, &Engines::stateChanged, this, lookSoon);
    connect(&engines, &Engines::leadChanged, this, lookSoon);
}

void OccurrenceKeeper::start()
{
    m_isStarted = true;
    look();
}

void OccurrenceKeeper::look()
{
    if (m_isStarted && (!m_store.isShared() || m_engines.leads()))
        m_looks.ask();
}

QCoro::Task<void> OccurrenceKeeper::lookOnce()
{
    if (!m_isStarted)
        co_return;
    const ScopedCount busy = m_thread.busy();
    auto done = co_await tend();
    if (done)
        done = co_await takeUp();
    if (done)
        done = co_await check();
    if (!done) // tried again by whatever happens next: a reconnection, a change, an hour
        qCInfo(lcService) << "the table of occurrences waits:" << done.error().message;
    if (m_isStarted)
        m_hourly.setDueIn(std::chrono::hours(1));
}

Task<void> OccurrenceKeeper::tend()
{
    const QDateTime now = m_clock.nowUtc();
    const Settings settings = m_settings;
    auto readWork = m_store.read([now, settings](Session &session) -> Expected<bool> {
        const auto horizon = session.occurrences().horizon();
        if (!horizon)
            return Unexpected(horizon.error());
        if (horizon->isOutdated(now))
            return true;
        const auto zone = dayZone(session, settings, {});
        if (!zone)
            return Unexpected(zone.error());
        const auto isSet = session.clockTable().isSet(*zone, now);
        return isSet ? Expected<bool>(!*isSet) : isSet;
    });
    auto needed = co_await readWork;
    if (!needed)
        co_return Expected<void>(Unexpected(needed.error()));
    if (!*needed)
        co_return Expected<void>();
    auto writeWork = m_store.write([now, settings](Session &session) -> Expected<bool> {
        const auto zone = dayZone(session, settings, {});
        if (!zone)
            return Unexpected(zone.error());
        const auto set = session.clockTable().set(*zone, now);
        if (!set)
            return Unexpected(set.error());
        return session.occurrences().moveHorizon(now, settings.calendarIds);
    });
    auto moved = co_await writeWork;
    co_return moved ? Expected<void>() : Unexpected(moved.error());
}

Task<void> OccurrenceKeeper::takeUp()
{
    while (m_isStarted) {
        auto dueWork = m_store.read([](Session &session) { return session.occurrences().howManyDue(); });
        auto due = co_await dueWork;
        if (!due)
            co_return Expected<void>(Unexpected(due.error()));
        if (*due == 0)
            break;
        auto takeWork = m_store.write([](Session &session) { return session.occurrences().takeUp(atOnce); });
        auto taken = co_await takeWork;
        if (!taken)
            co_return Expected<void>(Unexpected(taken.error()));
    }
    co_return Expected<void>();
}

Task<void> OccurrenceKeeper::check()
{
    const QDateTime now = m_clock.nowUtc();
    if (m_checked.isValid() && now < m_checked.addDays(1) && now >= m_checked)
        co_return Expected<void>();
    const bool isFirst = !m_checked.isValid();
    m_checked = now;
    if (isFirst) // the start is busy enough
        co_return Expected<void>();
    const quint64 place = m_random.next();
    auto checkWork =
        m_store.write([place](Session &session) { return session.occurrences().check(place, sampleSize); });
    auto wrong = co_await checkWork;
    if (!wrong)
        co_return Expected<void>(Unexpected(wrong.error()));
    if (*wrong > 0) {
        qCWarning(lcService) << "the daily check found" << *wrong
                             << "occurrences that are not what the events say; the table is made anew";
        const QDateTime again = m_clock.nowUtc();
        auto rebuildWork =
            m_store.write([again](Session &session) { return session.occurrences().rebuild(again); });
        auto rebuilt = co_await rebuildWork;
        if (!rebuilt)
            co_return Expected<void>(Unexpected(rebuilt.error()));
        m_looks.ask();
    }
    co_return Expected<void>();
}

} // namespace aria::service
