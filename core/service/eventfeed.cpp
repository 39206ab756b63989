#include "service/eventfeed.h"

#include "base/logging.h"
#include "sync/sqledits/adoptrows.h"

#include <QCoro/QCoroFuture>

namespace aria::service {

using store::Session;

namespace {

constexpr int entriesAtOnce = 100; // ARIA's own writes come in between
constexpr std::chrono::milliseconds nextTry{ 20 };
constexpr std::chrono::milliseconds laterTry{ 1000 };

struct LogState
{
    bool isWaiting = false;
    qint64 last = 0;
};

Expected<LogState> logState(Session &session)
{
    const auto waits = session.eventLog().isWaiting();
    if (!waits)
        return Unexpected(waits.error());
    const auto bounds = session.eventLog().bounds();
    if (!bounds)
        return Unexpected(bounds.error());
    return LogState{ *waits, bounds->last };
}

} // namespace

EventFeed::EventFeed(const Settings &settings, store::Store &store, const Clock &clock, RandomSource &random,
    ServiceThread &thread)
    : m_calendarIds(settings.calendarIds)
    , m_store(store)
    , m_clock(clock)
    , m_random(random)
    , m_thread(thread)
{
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, [this] { look(); });
    connect(&store, &store::Store::eventsLogged, this, [this] { look(); });
    connect(&store, &store::Store::changedOutside, this, [this] { look(); });
}

void EventFeed::start()
{
    m_isStarted = true;
    look(); // what was written while no service ran
}

Reply<store::EventLogBounds> EventFeed::bounds() const
{
    return m_store.read([](Session &session) { return session.eventLog().bounds(); });
}

Reply<store::EventMessages> EventFeed::after(qint64 id, qint64 mostBytes) const
{
    return m_store.read([id, mostBytes, calendarIds = m_calendarIds](Session &session) {
        return session.eventLog().after(id, calendarIds, mostBytes);
    });
}

void EventFeed::look()
{
    if (m_isStarted)
        m_looks.ask();
}

QCoro::Task<void> EventFeed::lookOnce()
{
    if (!m_isStarted)
        co_return;
    const ScopedCount busy = m_thread.busy();
    auto reading = m_store.read(logState);
    auto state = co_await reading;
    if (state && state->isWaiting) {
        auto given = co_await giveOut();
        if (given && *given) {
            m_looks.ask();
            co_return;
        }
        m_later.start(given ? nextTry : laterTry);
    } else if (!state) {
        m_later.start(laterTry);
    }
    if (state && state->last != m_last) {
        m_last = state->last;
        Q_EMIT logged(m_last);
    }
}

Task<bool> EventFeed::giveOut()
{
    const QDateTime now = m_clock.nowUtc();
    auto writing = m_store.write([this, now](Session &session) -> Expected<bool> {
        // So that the first that is heard of a new row names the id it has at Google.
        for (const auto &calendarId : m_calendarIds) {
            if (auto adopted = sync::adoptRows(session, calendarId, m_random, now, entriesAtOnce); !adopted)
                return Unexpected(adopted.error());
        }
        const auto given = session.eventLog().giveOut(entriesAtOnce);
        if (!given)
            return Unexpected(given.error());
        return *given != store::EventLog::Given::NotNow;
    });
    auto done = co_await writing;
    if (!done)
        qCInfo(lcService) << "the event log waits:" << done.error().message;
    co_return done;
}

} // namespace aria::service
