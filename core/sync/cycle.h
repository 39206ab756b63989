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

// What a list brought that is no event.
struct Unread
{
    QStringList ids; // asked for by name, with each sync, until they can be read
    qint64 nameless = 0; // only listing them anew can bring them: the sync token stays where it is
    qint64 count() const { return ids.size() + nameless; }
};

// How a list ended.
struct ListEnd
{
    google::EventPage lastPage;
    bool isComplete = false; // a full list of which everything could be read: what it does not show is gone
    bool isSilent = false; // the calendar lets events vanish without a word (fulllist.h)
    QString demand = {}; // for a full list, that this one meets; empty: none
    Unread unread = {};
};

// After the last page: a full list's unlisted events are marked as deleted, marked deletions are carried out unless they are
// too many, and the sync token is stored with them.
Expected<DeletionOutcome> endList(
    store::Session &session, const QString &calendarId, const ListEnd &end, const SettleContext &context);

} // namespace aria::sync
