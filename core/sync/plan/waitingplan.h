// The plan as far as the database alone knows it: pending edits, and deletions that wait for a person.
#pragma once

#include "store/session.h"
#include "sync/plan/plannedwrites.h"

namespace aria::sync {

// Deletions that are decided but not carried out yet.
struct WaitingDeletions
{
    QList<store::EventRecord> inAria; // Google deleted them: ARIA's rows are marked; occurrences too
    QList<store::EventRecord> atGoogle; // ARIA deleted them and nobody has approved it yet; no occurrences
    bool ariaHeld = false; // inAria is a mass deletion
    bool googleHeld = false;

    bool isHeld() const { return ariaHeld || googleHeld; }
    qint64 heldEvents() const; // occurrences not counted
};
Expected<WaitingDeletions> waitingDeletions(store::Session &session, const QString &calendarId);

// Pending edits, also those that wait for their next attempt: they are intended all the same.
Expected<QList<store::EventRecord>> allPending(store::Session &session, const QString &calendarId);

// What waits to be written as far as the database knows, without asking Google: pending edits and held deletions.
Expected<Plan> waitingPlan(store::Session &session, const QString &calendarId, const QDateTime &now);

PlannedWrite plannedWrite(const EventChange &change); // side ARIA

} // namespace aria::sync
