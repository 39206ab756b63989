// What becomes of a row that the Python service left behind, once it is known what Google has for it. Pure.
//
// That service kept no version that both sides agreed on, and its rows hold less than Google's events: no recurrence,
// no reminders, no zone. So only the fields it knew can have been edited in ARIA; everything else is Google's.
#pragma once

#include "calendar/event.h"
#include "store/records.h"

namespace aria::sync {

// Whether ARIA changed the row and Google was never told. Times do not help: whoever touched
// the row moved updated_at.
bool isEdited(const store::EventRecord &record);

// The row is this event. Afterwards it has a base, so that the following pull decides the rest: nothing if both mean
// the same; Google's version if ARIA did not edit; ARIA's if Google did not; otherwise the strategy decides.
void takeAs(store::EventRecord &record, const calendar::Event &item, const QDateTime &now);

// The row is this unchanged occurrence of a series. False: the row holds nothing that the series does not say, and is
// not needed; otherwise it is now an exception that waits to be pushed.
bool takeAsOccurrence(store::EventRecord &record, const calendar::Event &occurrence, const QDateTime &now);

// Google does not have the event any more. What ARIA did not edit is treated as agreed on, so that it counts as
// deleted at Google (guarantee 7 applies); an edited event is made anew under `freshId`.
void takeAsGone(store::EventRecord &record, const QString &freshId);

} // namespace aria::sync
