// What would become of an event in conflict, for a person who is choosing. Pure.
#pragma once

#include "edits/conflicttypes.h"

namespace aria::service {

// The event as the resolution would leave it, by the same rule that carries it out (conflictfields.h).
// nullopt: the deletion stands.
std::optional<calendar::Event> previewOf(const ConflictView &conflict, const Resolution &resolution);

} // namespace aria::service
