// A person moves an event to another calendar. Inside Store::write.
#pragma once

#include "edits/eventwriter.h"

namespace aria::service {

// The wish is stored with the event, and its push has Google move it (docs/sync.md, "Moved from one calendar to another").
// What Google has never heard of is in the other calendar at once. InvalidInput: an occurrence, a calendar that is not
// synced, a kind of event that Google moves nowhere. Forbidden: one of the calendars is read-only, or somebody else
// organizes the event. Conflict: a decision waits for a person, or the other calendar has such an event.
Expected<Edit> moveEvent(store::Session &session, const MoveRequest &request, const EditContext &context);

} // namespace aria::service
