// Deletions that come from Google: found, counted, held back or carried out (guarantee 7: no mass deletion by accident).
#pragma once

#include "merge/applydecision.h"
#include "store/session.h"

namespace aria::sync {

// How many events: the occurrences of a series among them are not counted.
qint64 countEvents(const QList<store::EventRecord> &records);

// More than 30 events and over a third of the calendar.
bool isMassDeletion(qint64 deletions, qint64 total);

// What a full list should have shown and did not. This includes a cancelled occurrence as long as its series lives,
// because Google lists it even then.
Expected<QList<store::EventRecord>> vanishedFrom(
    store::Session &session, const QString &calendarId, const MergeContext &context);

// After a full list: marks for deletion what was agreed on before and is no longer listed.
Expected<int> markUnseen(store::Session &session, const QString &calendarId, const MergeContext &context);

struct DeletionOutcome
{
    QList<EventChange> changes;
    qint64 held = 0; // > 0: a mass deletion, nothing was deleted; it waits for a person
};

// Carries out the marked deletions of a calendar, exceptions with their masters, unless they are a mass deletion.
// `confirmed`: a person said yes.
Expected<DeletionOutcome> applyMarkedDeletions(
    store::Session &session, const QString &calendarId, const MergeContext &context, bool confirmed = false);

} // namespace aria::sync
