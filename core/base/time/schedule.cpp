#include "base/time/schedule.h"

#include <algorithm>

namespace aria {

namespace {
constexpr std::chrono::milliseconds longestNap{ 30'000 };
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
    if (m_due.isValid()) {
        m_dueMonotonic = m_clock.monotonic() + std::chrono::milliseconds(m_clock.nowUtc().msecsTo(m_due));
        m_timer.start(std::clamp(left(), std::chrono::milliseconds(0), longestNap));
    } else {
        m_timer.stop();
    }
}

void Schedule::setDueIn(std::chrono::milliseconds delay)
{
    setDue(m_clock.nowUtc().addMSecs(delay.count()));
}

void Schedule::clear()
{
    setDue({});
}

std::chrono::milliseconds Schedule::left() const
{
    return std::min(
        std::chrono::milliseconds(m_clock.nowUtc().msecsTo(m_due)), m_dueMonotonic - m_clock.monotonic());
}

void Schedule::look()
{
    if (!m_due.isValid())
        return;
    if (left().count() > 0) {
        m_timer.start(std::min(left(), longestNap));
        return;
    }
    m_due = {};
    Q_EMIT reached();
}

} // namespace aria
