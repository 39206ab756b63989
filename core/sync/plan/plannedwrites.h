// Everything that a sync intends, as a list: every write on either side with its reason, before any is carried out.
#pragma once

#include "merge/eventchange.h"
#include "store/records.h"

namespace aria::sync {

struct PlannedWrite
{
    using Side = store::Side;
    Side side = Side::Google; // which side would be written
    store::Operation operation = store::Operation::Update;
    QString reason; // as it would appear in the history
    QString calendarId;
    QString googleEventId; // empty: not assigned yet (a row that ARIA's SQL inserted)
    qint64 localId = 0; // 0: no row yet
    calendar::Event before; // empty for create
    calendar::Event after; // empty for delete
    QString sendUpdates; // side Google: who would get mail; empty for ARIA
    bool held = false; // one of so many deletions that a person is asked first (guarantee 7)
};

struct Plan
{
    QList<PlannedWrite> writes; // masters before their exceptions
    QList<calendar::EventKey> conflicts; // events that a person would have to decide; neither side is written
    Changes changes; // on ARIA's side, held deletions left out: what POST /sync/now would report

    bool needsConfirmation() const;
    // Stays the same as long as the same deletions are held; empty if none are.
    QString id() const;
    Plan &operator+=(const Plan &other);
};

} // namespace aria::sync
