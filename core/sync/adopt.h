// Rows that ARIA inserted by SQL become events of the sync: each gets its Google id and waits to be pushed.
#pragma once

#include "base/random.h"
#include "store/session.h"

#include <limits>

namespace aria::sync {

// Rows that make no event, or that the database cannot hold as it should be, get status error with the reason and block
// nothing. Returns how many were taken in; where it is the limit, there may be more.
Expected<int> adoptRows(store::Session &session, const QString &calendarId, RandomSource &random,
    const QDateTime &now, int limit = std::numeric_limits<int>::max());

} // namespace aria::sync
