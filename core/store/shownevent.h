// The event that a record is shown as: one meaning of a row for answers, for the window and for the table of
// occurrences.
#pragma once

#include "store/records.h"

#include "base/error.h"

namespace aria::store {

// ARIA's version as if the row were not deleted: the agreed version with the row's columns laid over it. InvalidInput
// if they do not make an event.
Expected<calendar::Event> ariaEvent(const EventRecord &record);

// The same, but never an error: if the columns do not make an event, the last agreed version; without one, an event
// with only id and title.
calendar::Event shownEvent(const EventRecord &record);

// The event in the form that the agenda needs: a deleted occurrence is cancelled, and each occurrence names its series.
// Nullopt: the record is not shown, and replaces no occurrence.
std::optional<calendar::Event> agendaEvent(const EventRecord &record);

// The id of a record in answers: MASTER_YYYYMMDDTHHMMSSZ for an occurrence, otherwise Google's id.
QString shownId(const EventRecord &record);

} // namespace aria::store
