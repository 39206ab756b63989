// What a sync does to the database, step by step and in this order. Each step runs inside a transaction of the caller's:
// the engine commits it, the dry run rolls it back, so that the two cannot differ.
//   1. takeUpEdits   2. applyPage (pageapplier.h), once a page   3. endList
#pragma once

#include "base/random.h"
#include "google/calendarapi.h"
#include "store/session.h"
#include "sync/deletions.h"
#include "sync/settlement.h"

namespace aria::sync {

// Before Google is asked: rows that ARIA's SQL inserted get their Google id, edits that others made get their time, and
// conflicts that later edits have settled end.
Expected<QList<EventChange>> takeUpEdits(
    store::Session &session, const QString &calendarId, const SettleContext &context, RandomSource &random);

// What the last page of a list brings besides events.
struct ListEnd
{
    QString syncToken; // empty: none came, the stored one stays
    QString demand; // the demand for a full list that this list meets; empty: none
    QString calendarFacts; // JSON: time zone, access role, default reminders
};
ListEnd endOf(const google::EventPage &lastPage, const QString &demand = {});

// After the last page: a full list's unlisted events are marked as deleted, marked deletions are carried out unless they are
// too many, and the sync token is stored with them.
Expected<DeletionOutcome> endList(
    store::Session &session, const QString &calendarId, const ListEnd &end, const SettleContext &context);

} // namespace aria::sync
