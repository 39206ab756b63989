// What a person is asked about an event in conflict, and the event that results from the answer. Shared by the list
// of conflicts, the resolution and the dialog's preview. Pure.
#pragma once

#include "edits/conflicttypes.h"
#include "merge/reconcile.h"

namespace aria::service {

// The fields that differ and that only a person can decide; one entry named "event" for delete against edit.
QList<ConflictField> conflictFields(
    const sync::Version &base, const sync::Version &aria, const sync::Version &google);

// What both sides shall hold in the end; nullopt: the deletion stands. A field in conflict that is not named takes
// `resolution.whole`, or Google's side. A field that merges by itself (changed on one side only, or as a set) stays
// merged unless it is named.
std::optional<calendar::Event> resolvedEvent(const sync::Version &base, const sync::Version &aria,
    const sync::Version &google, const Resolution &resolution);

} // namespace aria::service
