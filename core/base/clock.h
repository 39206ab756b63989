// Time is always read from a Clock, so that tests decide what time it is.
#pragma once

#include <QDateTime>

#include <chrono>

namespace aria {

// Thread-safe. Passed to constructors by reference; outlives everything that uses it.
class Clock
{
public:
    virtual ~Clock() = default;

    // Wall-clock time in UTC with millisecond resolution. May jump.
    virtual QDateTime nowUtc() const = 0;

    // Never goes backwards, and keeps running while the machine sleeps. Only differences mean anything.
    virtual std::chrono::milliseconds monotonic() const = 0;

    // Names the period within which readings of monotonic() can be compared, even between runs of the program: from
    // one boot of this machine to the next. Empty: only readings of this very object can be compared.
    virtual QString epoch() const = 0;
};

class SystemClock final : public Clock
{
public:
    QDateTime nowUtc() const override;
    std::chrono::milliseconds monotonic() const override;
    QString epoch() const override;
};

// RFC 3339 in UTC with milliseconds and Z: the only form in which instants are stored and returned.
QString toRfc3339(const QDateTime &instant);

} // namespace aria
