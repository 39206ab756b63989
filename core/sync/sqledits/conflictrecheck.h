// Ends conflicts that a later edit in ARIA (by SQL, which only changes the row) has settled by itself.
#pragma once

#include "merge/applydecision.h"
#include "store/session.h"

namespace aria::sync {

// Rows in conflict whose two sides no longer conflict leave that state; the others stay as
// they are. Inside Store::write.
Expected<QList<EventChange>> recheckConflicts(
    store::Session &session, const QString &calendarId, const MergeContext &context);

} // namespace aria::sync
