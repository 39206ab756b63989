// Notices what ARIA did by SQL in the meantime, and takes it up before Google is asked. Inside the caller's transaction;
// sync/pull/cycle.h has the order of the steps.
#pragma once

#include "base/random.h"
#include "merge/applydecision.h"
#include "store/session.h"

namespace aria::sync {

// Rows that ARIA's SQL inserted get their Google id, edits that others made get their time, and conflicts that later edits
// have settled are ended.
Expected<QList<EventChange>> takeUpEdits(
    store::Session &session, const QString &calendarId, const MergeContext &context, RandomSource &random);

// The same without the first step: the new rows have their ids already.
Expected<QList<EventChange>> takeUpKnown(
    store::Session &session, const QString &calendarId, const MergeContext &context);

} // namespace aria::sync
