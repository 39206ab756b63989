// Turns rows that ARIA inserted by SQL into events of the sync: each gets its Google id and waits to be pushed.
#pragma once

#include "base/random.h"
#include "store/session.h"

#include <limits>

namespace aria::sync {

// A row that does not make an event, or that the database cannot hold as it should be, gets status error with the
// reason and blocks nothing. Returns how many rows were adopted; if that equals the limit, there may be more.
Expected<int> adoptRows(store::Session &session, const QString &calendarId, RandomSource &random,
    const QDateTime &now, int limit = std::numeric_limits<int>::max());

} // namespace aria::sync
