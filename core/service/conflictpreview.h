// What an event in conflict would come to, for a person who is choosing. Pure.
#pragma once

#include "service/eventtypes.h"

namespace aria::service {

// As the resolution would have it: the very rule that carries it out (conflictfields.h). nullopt: the deletion stands.
std::optional<calendar::Event> previewOf(const ConflictView &conflict, const Resolution &resolution);

} // namespace aria::service
