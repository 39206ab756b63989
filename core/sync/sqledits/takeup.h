// What ARIA did in the meantime, before Google is asked. Inside the caller's transaction; see sync/pull/cycle.h for the order.
#pragma once

#include "base/random.h"
#include "merge/applydecision.h"
#include "store/session.h"

namespace aria::sync {

// Rows that ARIA's SQL inserted get their Google id, edits that others made get their time, and conflicts that later edits
// have settled are ended.
Expected<QList<EventChange>> takeUpEdits(
    store::Session &session, const QString &calendarId, const MergeContext &context, RandomSource &random);

// The same once the new rows have theirs.
Expected<QList<EventChange>> takeUpKnown(
    store::Session &session, const QString &calendarId, const MergeContext &context);

} // namespace aria::sync
