// What of a record is shown: the one meaning of a row for answers, for the window and for the table of occurrences.
#pragma once

#include "store/records.h"

#include "base/error.h"

namespace aria::store {

// ARIA's version as if the row were not deleted: the agreed one with the row's columns laid over it. InvalidInput where
// they make no event.
Expected<calendar::Event> ariaEvent(const EventRecord &record);

// The same; where the columns make no event, the last agreed version, and without one nothing but id and title.
calendar::Event shownEvent(const EventRecord &record);

// As the agenda takes it: a deleted occurrence is cancelled, and each occurrence names its series. Nullopt: it is not
// shown, and stands for nothing.
std::optional<calendar::Event> agendaEvent(const EventRecord &record);

// The id of a record in answers: MASTER_YYYYMMDDTHHMMSSZ for an occurrence, otherwise Google's id.
QString shownId(const EventRecord &record);

} // namespace aria::store
