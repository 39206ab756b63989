// Brings one page of events.list into the database. Runs inside one Store::write transaction.
#pragma once

#include "google/calendarapi.h"
#include "merge/applydecision.h"
#include "store/session.h"

namespace aria::sync {

struct PageOutcome
{
    QList<EventChange> changes;
    // Listed in a state that may be older than what a push or a re-read brought in while the list was being read, or
    // occurrences in conflict whose series changed: these are read again one by one (events.get), which decides.
    QStringList doubtful;
    int errors = 0; // events that the database cannot hold
};

// What the database cannot hold is set aside (aside.h). Deletions are only marked; deletions.h carries them out.
Expected<PageOutcome> applyPage(store::Session &session, const QString &calendarId,
    const QList<calendar::Event> &items, const MergeContext &context);

// A single event as events.get or the refusal of a conditional write showed it; `google` absent: 404,
// so it is deleted.
Expected<QList<EventChange>> applyReread(store::Session &session, const QString &calendarId,
    const QString &eventId, const std::optional<calendar::Event> &google, const MergeContext &context);

// The record that Google's item belongs to: found by its id, or for an exception by series and original start (Google
// may name an occurrence differently from us).
Expected<std::optional<store::EventRecord>> recordOf(
    store::Session &session, const QString &calendarId, const calendar::Event &item);

// An occurrence that both sides first changed on their own: what they last agreed on is the occurrence as its series
// has it. Does nothing if it already has a base, or if the series is not known.
Expected<void> baseOnSeries(store::Session &session, store::EventRecord &exception);

// Rows for occurrences that at Google are as their series has them (their etag is the series'): nobody changed
// them there, and what was changed here lost against Google. They would not follow the next change of the series,
// so they are removed.
Expected<void> removeUnchangedOccurrences(
    store::Session &session, const QString &calendarId, const QString &masterGoogleId);

} // namespace aria::sync
