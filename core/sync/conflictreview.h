// Ends conflicts that a later edit in ARIA (by SQL, which only changes the row) has settled by itself.
#pragma once

#include "store/session.h"
#include "sync/settlement.h"

namespace aria::sync {

// Rows in conflict whose two sides no longer conflict leave that state; the others stay as they are. Inside
// Store::write.
Expected<QList<EventChange>> reviewConflicts(
    store::Session &session, const QString &calendarId, const SettleContext &context);

} // namespace aria::sync
