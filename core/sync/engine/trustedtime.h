// The time by which something is old enough to be deleted. Any clock may leap: this machine's, the database's, or
// Google's for one answer. What is deleted by mistake is gone, so the earliest clock counts; and if only the leaping
// clock supports a leap, never more than a day of it is believed at once.
#pragma once

#include "merge/edittime.h"

namespace aria::sync {

struct TrustedTime
{
    QDateTime now; // UTC
    bool isBehind = false; // behind the clocks; something is kept longer than necessary
};

// Advances as far as the database's clock did since the last call, by at most 25 hours. If this machine's
// clock and Google's agree, their time is believed at once, for example after a long rest. Inside
// Store::write; the result is stored.
Expected<TrustedTime> trustedTime(store::Session &session, const ClockReading &clocks);

} // namespace aria::sync
