// An event that Google moved from one synced calendar to another: the first keeps a cancelled stub, the second has
// the event, both under one id, and each calendar reports its half in its own time. ARIA's row moves along, with
// those of its occurrences, so that it keeps its local id and the waiting edits; its base stays what both sides last
// agreed on. Rule: Calendar API, events.move ("changes an event's organizer").
#pragma once

#include "merge/eventchange.h"
#include "store/session.h"

namespace aria::sync {

// An event that a calendar's list shows for the first time, and for which another calendar has a row.
struct PossibleMove
{
    QString id; // of a single event or a series
    QString from;
    // Google has told already that it is gone there; else it may be another guest's copy.
    bool isCertain = false;
    bool isHeld = false; // its deletion there waits for a person
};

// Those of `items`, listed in calendar `to`, that may have moved there. Only an event organized by its own calendar
// can be moved, so copies of invitations are left out.
Expected<QList<PossibleMove>> possibleMoves(store::Session &session, const QString &to,
    const QStringList &others, const QList<calendar::Event> &items);

// The id of the event, or of its series if it is an occurrence, if that can be moved; otherwise empty.
Expected<QString> movableSeries(store::Session &session, const QString &calendarId, const QString &eventId);

// Whether ARIA has changed it (or any occurrence of a series) in a way that Google does not know yet.
Expected<bool> hasEdits(store::Session &session, const store::EventRecord &record);

// From now on the rows belong to calendar `to`. nullopt: there is no such row, or `to` has the event
// in its own right.
Expected<std::optional<EventChange>> moveSeries(
    store::Session &session, const QString &id, const QString &from, const QString &to);

} // namespace aria::sync
