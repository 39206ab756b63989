// What a sync does to the database, step by step and in this order. Each step runs inside the caller's transaction:
// the engine commits it, the dry run rolls it back, so the two cannot differ.
//   1. takeUpEdits (sqledits/takeup.h)   2. applyPage (page.h), once per page   3. endList
#pragma once

#include "google/calendarapi.h"
#include "merge/applydecision.h"
#include "store/session.h"
#include "sync/pull/deletions.h"

namespace aria::sync {

// Items of a list that could not be read as events.
struct Unread
{
    QStringList ids; // asked for by id with each sync, until they can be read
    qint64 nameless = 0; // only listing them anew can bring them: the sync token stays where it is
    qint64 count() const { return ids.size() + nameless; }
};

// How a list ended.
struct ListEnd
{
    google::EventPage lastPage;
    bool isComplete = false; // a full list that could be read completely: what it does not show is gone
    bool isSilent = false; // the calendar lets events vanish without a word (fulllist.h)
    QString demand = {}; // the demand for a full list that this one meets; empty: none
    Unread unread = {};
};

// After the last page: marks events that a full list did not show as deleted, carries out marked deletions unless
// there are too many, and stores the sync token with them.
Expected<DeletionOutcome> endList(
    store::Session &session, const QString &calendarId, const ListEnd &end, const MergeContext &context);

} // namespace aria::sync
