// What a computation costs, whatever else the machine does meanwhile.
#pragma once

#include <ctime>

namespace aria::test {

// Counts from its construction on. For one thread: the one that makes it and asks it.
class CpuTimer
{
public:
    // Milliseconds that this thread has been running.
    long long elapsed() const { return now() - m_start; }

private:
    static long long now()
    {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time.tv_sec * 1000LL + time.tv_nsec / 1'000'000;
    }

    long long m_start = now();
};

} // namespace aria::test
