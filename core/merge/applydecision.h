// Brings one event seen at Google together with its record: turns the reconciler's decision into the record to store,
// the history to keep and the change to announce. Pure; the caller stores all of it in one transaction.
#pragma once

#include "merge/edittime.h"
#include "merge/eventchange.h"
#include "merge/reconcile.h"
#include "store/records.h"

namespace aria::sync {

struct MergeContext
{
    ConflictStrategy strategy = ConflictStrategy::GoogleWins;
    qint64 generation = 0;
    QDateTime now;
    ClockReading clocks; // at about that time
    // The calendar's very first list: its creations overwrite nothing, so no history.
    bool initialImport = false;
    bool fullList = false; // listed events are stamped, so that unlisted ones can be found
    // Google lets us only read the calendar: what it says holds, whatever ARIA's row says.
    bool readOnly = false;
    // Other calendars are synced too: what looks deleted and was edited in ARIA may have moved to one of them, so it
    // is read again first.
    bool followsMoves = false;
    // Events that would otherwise be read again first are settled as they were listed (for a dry run, which has already
    // read them again).
    bool settleAnyway = false;
};

struct AppliedDecision
{
    store::EventRecord record; // to be saved
    QList<store::HistoryRecord> history;
    std::optional<EventChange> change; // on ARIA's side
    bool save = true; // false: nothing changed at all
    // The push of this revision is over: it arrived although its answer was lost (true), or Google's newer version
    // came before it (false). 0: none.
    qint64 endedRevision = 0;
    bool arrived = false;
    // An edit by ARIA has just become what both sides hold: this is what they held before.
    std::optional<calendar::Event> editedFrom;
    qint64 mails = 0; // how many guests Google mailed about the push that arrived
    // Google had deleted the series and has it again.
    enum class Revival { None, ByGoogle, ByAria };
    Revival revival = Revival::None;
    bool deletesInAria = false; // the decision is to delete ARIA's row; not applied yet, see applyDeletion()
};

// `google`: the event as Google has it now. A deletion that reaches ARIA's row is only marked (status PendingToAria,
// the tombstone kept in record.google), so that the mass-deletion brake can look at all of them first. `ownEcho`: the
// answer to our own write, so differences from ARIA are Google's normalisation and not news.
AppliedDecision applyDecision(
    store::EventRecord record, const Version &google, const MergeContext &context, bool ownEcho = false);

// Carries out a marked deletion.
AppliedDecision applyDeletion(store::EventRecord record, const MergeContext &context, const QString &reason);
// The same for an occurrence that was changed on its own and goes with its series.
AppliedDecision applyDeletionWithSeries(
    store::EventRecord record, const MergeContext &context, const QString &reason);

// As if ARIA had deleted it: the deletion waits to be pushed.
AppliedDecision deleteAtGoogle(store::EventRecord record, const QDateTime &now, const QString &reason);

// A Google event that ARIA does not have yet. `occurrence`: for an exception of a series that ARIA knows, what it was
// as part of its series.
AppliedDecision adoptFromGoogle(const QString &calendarId, const calendar::Event &item,
    const MergeContext &context, const calendar::Event &occurrence = {});

} // namespace aria::sync
