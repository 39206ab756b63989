// Moves an event to another calendar when a person asks for it. Inside Store::write.
#pragma once

#include "edits/eventwriter.h"

namespace aria::service {

// The request is stored with the event, and its push has Google move it (docs/sync.md, "Moved from one calendar to
// another"). An event that Google has never heard of changes its calendar at once. InvalidInput: an occurrence, a
// calendar that is not synced, or a kind of event that Google does not move. Forbidden: one of the calendars is
// read-only, or somebody else organizes the event. Conflict: a decision about the event waits for a person, or the
// other calendar already has an event with its id.
Expected<Edit> moveEvent(store::Session &session, const MoveRequest &request, const EditContext &context);

} // namespace aria::service
