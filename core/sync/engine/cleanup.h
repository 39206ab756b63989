// The daily clean-up, also run by --cleanup. Inside Store::write.
#pragma once

#include "merge/edittime.h"

namespace aria::sync {

struct CleanUp
{
    qint64 history = 0; // rows removed
    qint64 events = 0;
    qint64 messages = 0; // of the event log: beyond a week, or a hundred thousand
    bool isComplete = true; // false: there is more, for another transaction
};

// By the trusted time (trustedtime.h).
Expected<CleanUp> cleanUp(
    store::Session &session, int historyRetentionDays, int deletedRetentionDays, const ClockReading &clocks);

} // namespace aria::sync
