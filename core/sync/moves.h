// An event that Google moved from one synced calendar to another: the first keeps a cancelled stub, the second has the
// event, both under one id, and each calendar tells its half of it in its own time. ARIA's row goes along, with those of
// its occurrences, so that it keeps its local id and the edits that wait; what both sides agreed on last stays its base.
// Rule: Calendar API, events.move ("changes an event's organizer").
#pragma once

#include "store/session.h"
#include "sync/change.h"

namespace aria::sync {

// What a list of a calendar shows for the first time, and another calendar has a row for.
struct PossibleMove
{
    QString id; // of a single event or a series
    QString from;
    bool isCertain =
        false; // Google has told already that it is gone there; else it may be another guest's copy
    bool isHeld = false; // its deletion there waits for a person
};

// Of `items`, listed in calendar `to`. Only what its own calendar organizes can be moved, so copies of invitations are
// none.
Expected<QList<PossibleMove>> possibleMoves(store::Session &session, const QString &to,
    const QStringList &others, const QList<calendar::Event> &items);

// The id of the event, or of the series of the occurrence, if it is one that can be moved; else empty.
Expected<QString> movableSeries(store::Session &session, const QString &calendarId, const QString &eventId);

// Whether ARIA has changed it, or for a series any of its occurrences, in a way that Google does not know yet.
Expected<bool> hasEdits(store::Session &session, const store::EventRecord &record);

// The rows stand in calendar `to` from now on. nullopt: there is no such row, or `to` has the event in its own right.
Expected<std::optional<EventChange>> moveSeries(
    store::Session &session, const QString &id, const QString &from, const QString &to);

} // namespace aria::sync
