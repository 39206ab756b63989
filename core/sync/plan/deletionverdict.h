// A person's decision about deletions that were held back because there were so many at once (guarantee 7). The
// deletions and the decision are in the database, so the decision holds after a restart and for every service on it.
#pragma once

#include "sync/pull/deletions.h"

namespace aria::sync {

struct VerdictOutcome
{
    QList<EventChange> changes; // on ARIA's side
    qint64 decided = 0; // events
};

// Carries out the deletions that ARIA's rows are marked for, and lets those that ARIA made go
// to Google. Inside Store::write.
Expected<VerdictOutcome> approveDeletions(
    store::Session &session, const QString &calendarId, const MergeContext &context);

// The side that still has the events wins: what Google deleted is restored there (under its id if Google permits,
// otherwise anew), and what ARIA deleted lives again in ARIA. Applies only to the sides that are held. Nobody is
// asked about them again, because both sides now agree. Inside Store::write.
Expected<VerdictOutcome> rejectDeletions(
    store::Session &session, const QString &calendarId, const MergeContext &context);

} // namespace aria::sync
