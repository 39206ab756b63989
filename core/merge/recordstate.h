// The named transitions of a record: the only functions that change its state. Pure; the caller saves the record,
// together with the history entry if there is one (historyentry.h). docs/sync.md, "The states of an event", has the
// table. The state is status, base, google, attempted, pushOptions, deletedAt and the members that count attempts. A
// function leaves alone what its comment does not name.
#pragma once

#include "store/records.h"

namespace aria::sync {

// -- beginnings ---------------------------------------------------------------------------------------------------------

// A record for that event, not stored yet and without content, that waits to be pushed.
store::EventRecord newRecord(
    const QString &calendarId, const QString &googleEventId, store::Side source, const QDateTime &now);

// ARIA inserted the row by SQL and no service had seen it: it gets its link, and waits to be pushed. If `why` is not
// empty, the row does not make an event for that reason.
void takenUp(
    store::EventRecord &record, const QString &googleEventId, const QString &why, const QDateTime &now);

// -- ARIA's side --------------------------------------------------------------------------------------------------------

// Writes an event's content into the record's columns, with everything that is derived from it (span, exception key).
// If the event is cancelled, the row is deleted at `now`; otherwise it lives. The caller says whether that is an edit.
void setAriaContent(store::EventRecord &record, const calendar::Event &event, const QDateTime &now);

// ARIA's row is deleted, or an occurrence is cancelled by itself. A deletion asks for no mail, whatever the edit before
// it asked for.
void deletedInAria(store::EventRecord &record, const QDateTime &now);

// The row lives again with the content it had, as a new revision; its push options are forgotten.
void undeleted(store::EventRecord &record, const QDateTime &now);

// ARIA edited its content: a new revision, whose attempts are counted anew. A conflict stays one, because Google's
// waiting version still has to be dealt with; otherwise waitsForPush() follows. `attempted` stays as it is.
void edited(store::EventRecord &record, const QDateTime &now);

// A new revision although nothing was edited now: what is left of ARIA's edit after a merge keeps the time of that
// edit.
void editMerged(store::EventRecord &record);
// An edit is taken out of the content (which the caller has done), with what it asked for; `previous` is the row before it.
// `isLatest`: no edit came after it. Else the later one goes on under a new revision.
void takenOut(
    store::EventRecord &record, const store::EventRecord &previous, bool isLatest, const QDateTime &now);
// Whether the row's latest edit is the one of that revision, merged with Google's newer version or not.
bool isEditOf(const store::EventRecord &record, qint64 revision);

// Google refused the edit: returns the row as it was before. It has a revision of its own, so that a late answer to the
// refused one does not match. `current` is what is stored now.
store::EventRecord reverted(store::EventRecord before, const store::EventRecord &current);

// -- the two sides ------------------------------------------------------------------------------------------------------

// Both sides know `event` now: it becomes the base, and no version of Google's waits any more. Ends all attempts. Does
// not say whether something is left to push: inStep() or waitsForPush() follows.
void agreedOn(
    store::EventRecord &record, const calendar::Event &event, qint64 generation, const QDateTime &now);

// Sets the base with which ARIA and Google are compared, although no sync agreed on it: an occurrence as its series has
// it, or what is known about a row from elsewhere. With `etag`, Google has exactly that version.
void comparedWith(store::EventRecord &record, const calendar::Event &base);
void comparedWith(store::EventRecord &record, const calendar::Event &base, const QString &etag);

// Both sides hold the same and nothing is left to push: synced, or deleted. A cancelled occurrence is a part of its
// series on which both agree, so it is synced, too. A record that is still to be moved to another calendar stays
// pending.
void inStep(store::EventRecord &record);

// ARIA's version has to go to Google; it settles any version of Google's that waited.
void waitsForPush(store::EventRecord &record);

// Nothing is pushed until a list has shown what Google has.
void waitsForList(store::EventRecord &record);

// Neither side may be written: `theirs` waits beside ARIA's version until somebody decides.
void inConflict(store::EventRecord &record, const QJsonObject &theirs);

// Google deleted it. The deletion of ARIA's row waits, so that the mass-deletion brake can look at all of them first.
// `attempted` is kept: if Google has the event again later, it tells whose edit is whose.
void deletionHeld(store::EventRecord &record, const calendar::Event &tombstone);

// ARIA makes the event that Google deleted anew, for that reason: a new revision.
void toBeRestored(store::EventRecord &record, const QString &reason);

// A person approved its deletion at Google: it is pushed at once.
void deletionApproved(store::EventRecord &record);

// ARIA's row does not make an event (SQL wrote nonsense). What is known about Google stays as it is, and so does
// `attempted`.
void unreadable(store::EventRecord &record, const QString &why);

// Google's event cannot be stored: the row only says that there is one. ARIA's content is not touched.
void setAside(store::EventRecord &record, const QString &why);

// -- pushing ------------------------------------------------------------------------------------------------------------

// `version` of this revision leaves for Google.
void sending(store::EventRecord &record, const calendar::Event &version);

// The push under way is over, whatever became of it. Returns its revision, for the history; 0 if there was none.
qint64 sendingEnded(store::EventRecord &record);

// Google accepted what was sent with that revision: it is the base now, and what was asked for with it is done. The
// caller settles next what Google made of it.
void confirmed(store::EventRecord &record, const calendar::Event &sent, qint64 revision);

// `answer` is what Google made of `sent`, and nobody else's edit is in it: a text it cleaned, a time without fractions, a
// calendar's default reminders. It is the base now, and ARIA's version but for what ARIA has changed since.
void answered(store::EventRecord &record, const calendar::Event &sent, const calendar::Event &answer);

// Google does not accept it. It is tried again when it is edited or when somebody asks.
void refused(store::EventRecord &record, const QString &why);

// The push is tried again at `until`, or with the next run if that is invalid.
void postponed(store::EventRecord &record, const QString &why, const QDateTime &until);

// Google named the occurrence. Its version becomes the base if none was known. A list that is being read now
// (`generation`) must not count it as vanished.
void located(store::EventRecord &record, const calendar::Event &instance, qint64 generation);

// A person wants the event in another calendar; its push has Google move it there, after whatever else waits. Empty: it
// stays.
void toBeMoved(store::EventRecord &record, const QString &calendarId);

// -- other ids, other calendars -----------------------------------------------------------------------------------------

// The event is made anew under that id: Google has never heard of it.
void relinked(store::EventRecord &record, const QString &googleEventId);
// The same for an occurrence whose series has a new id; one that was deleted with its series lives with it.
void relinkedWithSeries(store::EventRecord &exception, const QString &googleEventId, const QString &seriesId);

// Whether ARIA has an edit that is not at Google yet, for whatever reason.
bool editWaits(const store::EventRecord &record);

// Google moved it to that calendar, where everything is decided anew: what stood in its way in the old calendar no
// longer counts. Returns sendingEnded().
qint64 movedTo(store::EventRecord &record, const QString &calendarId);

// -- occurrences and their series ---------------------------------------------------------------------------------------

// Whether the exception was deleted with its series, and not cancelled by itself.
bool wentWithItsSeries(const store::EventRecord &exception);

// The series is deleted on both sides, and its changed occurrence with it, but not by itself: if the series comes back,
// so does the occurrence. Returns sendingEnded().
qint64 goneWithSeries(store::EventRecord &exception, const QDateTime &now);

// Google has the deleted series again. An occurrence that Google knows waits for the list; one that Google has never
// heard of still has to be made.
void backWithSeries(store::EventRecord &exception, store::Side by);
// Whether ARIA brought the series back, so that what went with it comes back too, even if Google still has it cancelled.
bool comesBackWithSeries(const store::EventRecord &exception);
// It is cancelled at Google still, with that etag: it waits to be made alive there.
void broughtBackWithSeries(store::EventRecord &exception, const QString &etag, const QDateTime &now);

} // namespace aria::sync
