// What a push writes to the database before and after its request. Each function runs inside one Store::write.
#pragma once

#include "merge/applydecision.h"
#include "merge/pushstep.h"
#include "store/session.h"

namespace aria::sync {

struct PreparedPush
{
    store::EventRecord record;
    PushStep step;
    int fullListsRead = 0; // Pull's counter when it was sent
    QByteArray calls = {}; // of the API, that wait for it
};

// Loads the records again, decides each one's step, and stores what is about to be sent with its history, before
// anything is sent. Records that are no longer pending, or no longer in this calendar, are left out.
Expected<QList<PreparedPush>> preparePush(
    store::Session &session, const QString &calendarId, const QList<qint64> &localIds, const QDateTime &now);

// A write that Google accepted.
struct AcceptedPush
{
    PreparedPush push;
    calendar::Event answer; // the event as it is there now; empty after a deletion
};

struct AppliedAnswers
{
    QList<EventChange> changes;
    // By local id: why Google's answer could not be stored; the event is in status error.
    QHash<qint64, Error> unstored;
};

// Edits that ARIA made meanwhile stay pending; what another pull learnt meanwhile is not overwritten.
Expected<AppliedAnswers> applyPushed(
    store::Session &session, const QList<AcceptedPush> &accepted, const MergeContext &context);

struct AppliedLocation
{
    store::EventRecord record; // as stored now
    QList<EventChange> changes;
    bool asksForSeries = false;
};

// Google named the occurrence (events.instances): the edit is compared with that version. `series`: as Google has it;
// nullopt: not asked for yet, empty: not known. Where a deletion depends on it, nothing is done but to ask for it.
Expected<AppliedLocation> applyLocated(store::Session &session, qint64 localId,
    const calendar::Event &instance, const std::optional<calendar::Event> &series,
    const MergeContext &context);

// The id is used up (a deleted id cannot be inserted again): the event gets a fresh one and is made anew.
Expected<void> giveFreshId(
    store::Session &session, qint64 localId, RandomSource &random, const QDateTime &now);

// Neither Google's series nor ARIA's has this occurrence any more (it was moved meanwhile, or ends earlier):
// ARIA's change to it has no place left and goes into the history. Not done if ARIA's series has it, or if the
// row was edited meanwhile.
struct Dropped
{
    bool done = false;
    QList<EventChange> changes;
};
Expected<Dropped> dropOccurrence(
    store::Session &session, const store::EventRecord &record, const MergeContext &context);

// Nothing has to be sent: both sides hold the same.
Expected<void> settleWithoutPush(store::Session &session, qint64 localId, const MergeContext &context);

// Nothing may be written to this calendar: ARIA's row becomes what Google has, and the edit is kept in the history.
Expected<QList<EventChange>> revertToGoogle(store::Session &session, qint64 localId, MergeContext context);

// Google does not accept it: status error with the reason; other events go on (guarantee 6).
Expected<void> quarantine(store::Session &session, const store::EventRecord &record, const Error &error);

// Google will not move it: it stays where it is, in status error with the reason.
Expected<void> refuseMove(store::Session &session, const store::EventRecord &record, const Error &error);

// Postpones the push: by `delay`, or until the next run if there is none.
Expected<void> postponePush(store::Session &session, const store::EventRecord &record, const Error &error,
    std::optional<std::chrono::milliseconds> delay, const QDateTime &now);

} // namespace aria::sync
