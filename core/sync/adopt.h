// Rows that ARIA inserted by SQL become events of the sync: each gets its Google id and waits to be pushed.
#pragma once

#include "base/random.h"
#include "store/session.h"

namespace aria::sync {

// Rows that make no event get status error with the reason and block nothing. Returns how many were taken in.
Expected<int> adoptRows(
    store::Session &session, const QString &calendarId, RandomSource &random, const QDateTime &now);

} // namespace aria::sync
