// Times of this run that a wall clock set forwards or back does not shift: for waits that outlive the moment, such as
// what Google asked for with Retry-After. Starts at the wall clock's time, so it may be compared with what an earlier run
// stored, as far as both runs' wall clocks were right (Push::adoptWaits).
#pragma once

#include "base/clock.h"

namespace aria::sync {

// The clock outlives it.
class SteadyTime
{
public:
    explicit SteadyTime(const Clock &clock)
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

} // namespace aria::sync
