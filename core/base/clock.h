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

    // Never goes backwards, and goes on while the machine sleeps; only differences mean anything.
    virtual std::chrono::milliseconds monotonic() const = 0;

    // Names the stretch of time within which readings of monotonic() may be compared, by later runs of the program
    // too: from one start of this machine to the next. Empty: only readings of this very object.
    virtual QString epoch() const = 0;
};

class SystemClock final : public Clock
{
public:
    QDateTime nowUtc() const override;
    std::chrono::milliseconds monotonic() const override;
    QString epoch() const override;
};

// RFC 3339 in UTC with milliseconds and Z, the one form in which instants are stored and answered.
QString toRfc3339(const QDateTime &instant);

} // namespace aria
