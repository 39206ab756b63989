// The time by which something is old enough to be deleted. Any clock may leap: this machine's, the database's, Google's for
// one answer. What is deleted by mistake is gone, so the earliest of them counts, and never more than a day at once is
// believed of what none but the leaping clock says.
#pragma once

#include "sync/edittime.h"

namespace aria::sync {

struct TrustedTime
{
    QDateTime now; // UTC
    bool isBehind = false; // the clocks say that much more time has passed; something is kept longer than it need be
};

// Goes on as far as the database's clock did since the last call, at most 25 hours. Where this machine's clock and
// Google's agree, their time is believed at once: after a long rest. Inside Store::write; the result is remembered.
Expected<TrustedTime> trustedTime(store::Session &session, const ClockReading &clocks);

} // namespace aria::sync
