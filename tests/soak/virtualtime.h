// Puts the time of this process under the test's control: clocks, timers and the database's "now" move only by
// advance(), so that backoff and sleep cost no real time. Works by replacing the C library's clock functions in this
// program; a PostgreSQL server keeps its own time.
#pragma once

#include "base/clock.h"

namespace aria::soak {

// From here on time stands still at `now`. Call it once, before anything reads a clock.
void takeOverTime(const QDateTime &now);

// Sets another "now"; running timers continue as if nothing had happened.
void setTrueTime(const QDateTime &now);

void advance(std::chrono::milliseconds by);

// This machine's wall clock is wrong by so much; Google's is right.
void setClockError(std::chrono::milliseconds error);

// The right time: the one Google has.
class TrueClock final : public Clock
{
public:
    QDateTime nowUtc() const override;
    std::chrono::milliseconds monotonic() const override;
    QString epoch() const override { return {}; }
};

} // namespace aria::soak
