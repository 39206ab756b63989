// Times within this run that do not shift when the wall clock is set: for longer waits, such as those that Google
// asked for with Retry-After. Starts at the wall clock's time, so it may be compared with what an earlier run stored,
// as far as both runs' wall clocks were right (Push::adoptWaits).
#pragma once

#include "base/clock.h"

namespace aria {

// The clock must outlive it.
class SteadyClock
{
public:
    explicit SteadyClock(const Clock &clock)
        : m_clock(clock)
        , m_begun(clock.nowUtc())
        , m_begunMonotonic(clock.monotonic())
    {
    }

    QDateTime now() const { return m_begun.addMSecs((m_clock.monotonic() - m_begunMonotonic).count()); }

private:
    const Clock &m_clock;
    const QDateTime m_begun;
    const std::chrono::milliseconds m_begunMonotonic;
};

} // namespace aria
