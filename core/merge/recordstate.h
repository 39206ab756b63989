// What can happen to a record, each by its name: the only places where its state changes. Pure; the caller saves the record,
// with the entry of the history where there is one (historyentry.h). docs/sync.md, "The states of an event", has the table.
//
// State is status, base, google, attempted, pushOptions, deletedAt and what counts tries. A function leaves alone
// what its comment does not name.
#pragma once

#include "store/records.h"

namespace aria::sync {

// -- beginnings ---------------------------------------------------------------------------------------------------------

// A row of that event, not stored yet and without content, that waits to be pushed.
store::EventRecord newRecord(
    const QString &calendarId, const QString &googleEventId, store::Side source, const QDateTime &now);

// ARIA inserted the row by SQL and no service had seen it: it gets its link, and waits to be pushed. `why` not empty: it
// makes no event, and that is why.
void takenUp(
    store::EventRecord &record, const QString &googleEventId, const QString &why, const QDateTime &now);

// -- ARIA's side --------------------------------------------------------------------------------------------------------

// Writes an event's content into the record's columns, with everything that is derived from it (span, exception key).
// Cancelled: the row is deleted at `now`; otherwise it lives. Whether that is an edit the caller says.
void setAriaContent(store::EventRecord &record, const calendar::Event &event, const QDateTime &now);

// ARIA's row is deleted, an occurrence cancelled by itself. A deletion asks for no mail, whatever the edit before it did.
void deletedInAria(store::EventRecord &record, const QDateTime &now);

// It lives again with the content it had, as a new revision; what it was to be pushed with is forgotten.
void undeleted(store::EventRecord &record, const QDateTime &now);

// ARIA's content is another than before, by an edit of its own: a new revision with new tries. A conflict stays one, for
// Google's waiting version has to be met; else waitsForPush() follows. What was sent last is still that.
void edited(store::EventRecord &record, const QDateTime &now);

// A new revision although nothing was edited: what is left of ARIA's edit after a merge is as old as before.
void editMerged(store::EventRecord &record);

// Google refused the edit: the row as it was before it. It is a revision of its own, so that a late answer to the refused
// one does not match. `current` is what is stored now.
store::EventRecord takenBack(store::EventRecord before, const store::EventRecord &current);

// -- the two sides ------------------------------------------------------------------------------------------------------

// Both sides know `event` now: it is the base, and no version of Google's waits any more. Ends all tries. Not whether
// something is left to push: inStep() or waitsForPush() follows.
void agreedOn(
    store::EventRecord &record, const calendar::Event &event, qint64 generation, const QDateTime &now);

// What ARIA and Google are compared with, though no sync agreed on it: the series' version of an occurrence, or what is
// known of a row from elsewhere. With `etag`, Google has just that.
void comparedWith(store::EventRecord &record, const calendar::Event &base);
void comparedWith(store::EventRecord &record, const calendar::Event &base, const QString &etag);

// Both sides hold the same and nothing is left to push: synced, or deleted. A cancelled occurrence is a part of its series
// that both agree on, so it is synced, too. What is still to be moved waits for that.
void inStep(store::EventRecord &record);

// ARIA's version is to go to Google; whatever of Google's waited is answered by it.
void waitsForPush(store::EventRecord &record);

// Nothing is pushed until a list has told what Google has of it.
void waitsForList(store::EventRecord &record);

// Neither side may be written: `theirs` waits beside ARIA's version until somebody decides.
void inConflict(store::EventRecord &record, const QJsonObject &theirs);

// Google deleted it. The deletion of ARIA's row waits, so that the brake can look at all of them first. What was sent
// last is kept: should Google have the event again, it tells whose edit is whose.
void deletionHeld(store::EventRecord &record, const calendar::Event &tombstone);

// ARIA makes anew what Google deleted, for that reason: a new revision.
void toBeRestored(store::EventRecord &record, const QString &reason);

// A person approved that it is deleted at Google: it is pushed at once.
void deletionApproved(store::EventRecord &record);

// ARIA's row makes no event (SQL wrote nonsense). What is known of Google stays as it is, also what was sent last.
void unreadable(store::EventRecord &record, const QString &why);

// Google's event cannot be stored: the row only says that there is one. ARIA's content is not touched.
void setAside(store::EventRecord &record, const QString &why);

// -- pushing ------------------------------------------------------------------------------------------------------------

// `version` of this revision leaves for Google.
void sending(store::EventRecord &record, const calendar::Event &version);

// The push under way is over, whatever became of it: its revision, for the history; 0 where none was.
qint64 sendingEnded(store::EventRecord &record);

// Google took what was sent with that revision: that is the base now, and what was asked for with it is done. What Google
// made of it is settled next.
void confirmed(store::EventRecord &record, const calendar::Event &sent, qint64 revision);

// Google will not take it. It is tried again when it is edited or somebody asks.
void refused(store::EventRecord &record, const QString &why);

// Later: at `until`, or with the next run where that is invalid.
void postponed(store::EventRecord &record, const QString &why, const QDateTime &until);

// Google named the occurrence. Its version is the base where none was known. A list that is being read (`generation`) is no
// reason to think that it vanished.
void located(store::EventRecord &record, const calendar::Event &instance, qint64 generation);

// A person wants it in another calendar; its push has Google move it there, after whatever else waits. Empty: it stays.
void toBeMoved(store::EventRecord &record, const QString &calendarId);

// -- other ids, other calendars -----------------------------------------------------------------------------------------

// The event is made anew under that id: Google has never heard of it.
void relinked(store::EventRecord &record, const QString &googleEventId);
// The same for an occurrence whose series has a new id; one that was deleted with its series lives with it.
void relinkedWithSeries(store::EventRecord &exception, const QString &googleEventId, const QString &seriesId);

// Whether an edit of ARIA's is not at Google yet, for whatever reason.
bool editWaits(const store::EventRecord &record);

// Google moved it to that calendar, which decides anew: what stood in the way in the other one
// is over. Returns sendingEnded().
qint64 movedTo(store::EventRecord &record, const QString &calendarId);

// -- occurrences and their series ---------------------------------------------------------------------------------------

// Whether the exception was not cancelled by itself.
bool wentWithItsSeries(const store::EventRecord &exception);

// The series is deleted on both sides, and its changed occurrence with it, but not by itself: should the series come back,
// so does it. Returns sendingEnded().
qint64 goneWithSeries(store::EventRecord &exception, const QDateTime &now);

// Google has the deleted series again. An occurrence that Google knows waits for the list; one that it has never heard of
// is still to be made.
void backWithSeries(store::EventRecord &exception);

} // namespace aria::sync
