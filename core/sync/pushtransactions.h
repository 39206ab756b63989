// What a push writes to the database before and after its request. Each function runs inside one Store::write.
#pragma once

#include "store/session.h"
#include "sync/pushplan.h"
#include "sync/settlement.h"

namespace aria::sync {

struct PreparedPush
{
    store::EventRecord record;
    PushStep step;
    int fullListsRead = 0; // Pull's, when it was sent
};

// Loads the records anew, decides each one's step, and stores what is about to be sent with its history, before
// anything leaves. Records that are no longer pending, or no longer in this calendar, are left out.
Expected<QList<PreparedPush>> preparePush(
    store::Session &session, const QString &calendarId, const QList<qint64> &localIds, const QDateTime &now);

struct AppliedPush
{
    store::EventRecord record; // as stored now
    QList<EventChange> changes;
    std::optional<Error> unstored; // why Google's answer could not be stored; the event is in status error
};

// Google took the write; `answer` is the event as it is there now (empty after a deletion). Edits ARIA made meanwhile
// stay pending; what another pull learnt meanwhile is not overwritten.
Expected<AppliedPush> applyPushed(store::Session &session, const PreparedPush &push,
    const calendar::Event &answer, const SettleContext &context);

// Google named the occurrence (events.instances): it becomes the base the edit is compared with.
Expected<AppliedPush> applyLocated(
    store::Session &session, qint64 localId, const calendar::Event &instance, const SettleContext &context);

// The id is used up (a deleted id cannot be inserted again): the event gets a fresh one and is made anew.
Expected<void> giveFreshId(
    store::Session &session, qint64 localId, RandomSource &random, const QDateTime &now);

// Neither Google's series nor ARIA's has this occurrence any more (it was moved meanwhile, or ends earlier): what ARIA
// changed about it has no place left and goes into the history. Not done where ARIA's series has it, or where the row
// was edited meanwhile.
struct Dropped
{
    bool done = false;
    QList<EventChange> changes;
};
Expected<Dropped> dropOccurrence(
    store::Session &session, const store::EventRecord &record, const SettleContext &context);

// Nothing has to be sent: both sides hold the same.
Expected<void> settleWithoutPush(store::Session &session, qint64 localId, const SettleContext &context);

// Nothing may be written to this calendar: ARIA's row becomes what Google has, the edit is kept in the history.
Expected<QList<EventChange>> takeBackEdit(store::Session &session, qint64 localId, SettleContext context);

// Google will not take it: status error with the reason; other events go on (guarantee 6).
Expected<void> quarantine(store::Session &session, const store::EventRecord &record, const Error &error);

// Later: after `delay`, or whenever the next run comes where there is none.
Expected<void> postponePush(store::Session &session, const store::EventRecord &record, const Error &error,
    std::optional<std::chrono::milliseconds> delay, const QDateTime &now);

} // namespace aria::sync
