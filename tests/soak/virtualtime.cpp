#include "soak/virtualtime.h"

#include <atomic>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr qint64 million = 1'000'000;

std::atomic<bool> taken = false;
std::atomic<qint64> trueWall = 0; // ms since 1970
std::atomic<qint64> monotonicTime = 0; // ms
std::atomic<qint64> wallError = 0; // ms

bool isWall(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

bool isMonotonic(clockid_t clock)
{
    return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_MONOTONIC_RAW
        || clock == CLOCK_BOOTTIME;
}

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    if (!taken || (!isWall(clock) && !isMonotonic(clock)))
        return static_cast<int>(syscall(SYS_clock_gettime, clock, time));
    const qint64 now = isWall(clock) ? trueWall + wallError : monotonicTime.load();
    time->tv_sec = now / 1000;
    time->tv_nsec = now % 1000 * million;
    return 0;
}

extern "C" int gettimeofday(timeval *time, void *) noexcept
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

extern "C" time_t time(time_t *result) noexcept
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result != nullptr)
        *result = now.tv_sec;
    return now.tv_sec;
}

namespace aria::soak {

void takeOverTime(const QDateTime &now)
{
    timespec monotonic{};
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &monotonic);
    monotonicTime = monotonic.tv_sec * 1000 + monotonic.tv_nsec / million;
    trueWall = now.toMSecsSinceEpoch();
    taken = true;
}

void setTrueTime(const QDateTime &now)
{
    trueWall = now.toMSecsSinceEpoch();
}

void advance(std::chrono::milliseconds by)
{
    trueWall += by.count();
    monotonicTime += by.count();
}

void setClockError(std::chrono::milliseconds error)
{
    wallError = error.count();
}

QDateTime TrueClock::nowUtc() const
{
    return QDateTime::fromMSecsSinceEpoch(trueWall, Qt::UTC);
}

std::chrono::milliseconds TrueClock::monotonic() const
{
    return std::chrono::milliseconds(monotonicTime);
}

} // namespace aria::soak
