#include "sync/schedule.h"

#include <algorithm>

namespace aria::sync {

namespace {
constexpr qint64 longestNap = 30'000;
}

Schedule::Schedule(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Schedule::look);
}

void Schedule::setDue(const QDateTime &due)
{
    m_due = due;
    if (m_due.isValid())
        m_timer.start(static_cast<int>(std::clamp<qint64>(m_clock.nowUtc().msecsTo(m_due), 0, longestNap)));
    else
        m_timer.stop();
}

void Schedule::setDueIn(std::chrono::milliseconds delay)
{
    setDue(m_clock.nowUtc().addMSecs(delay.count()));
}

void Schedule::clear()
{
    setDue({});
}

void Schedule::look()
{
    if (!m_due.isValid())
        return;
    if (m_clock.nowUtc() < m_due) {
        setDue(m_due);
        return;
    }
    m_due = {};
    Q_EMIT reached();
}

} // namespace aria::sync
