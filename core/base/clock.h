// Time is always asked of a Clock, so that tests decide what time it is.
#pragma once

#include <QDateTime>

#include <chrono>

namespace aria {

// Thread-safe. Handed to constructors by reference and outlives everything that uses it.
class Clock
{
public:
    virtual ~Clock() = default;

    // Wall-clock time in UTC, millisecond resolution. May jump.
    virtual QDateTime nowUtc() const = 0;

    // Never goes backwards; only differences mean anything.
    virtual std::chrono::milliseconds monotonic() const = 0;
};

class SystemClock final : public Clock
{
public:
    QDateTime nowUtc() const override;
    std::chrono::milliseconds monotonic() const override;
};

// RFC 3339 in UTC with milliseconds and Z, the one form in which instants are stored and answered.
QString toRfc3339(const QDateTime &instant);

} // namespace aria
