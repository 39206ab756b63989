// What a person is asked about an event in conflict, and what the event comes to by the answer. The list of conflicts, the
// resolution and the dialog's preview share it. Pure.
#pragma once

#include "service/eventtypes.h"
#include "sync/reconcile.h"

namespace aria::service {

// The fields that differ and that nobody but a person can decide; one entry named "event" for delete against edit.
QList<ConflictField> conflictFields(
    const sync::Version &base, const sync::Version &aria, const sync::Version &google);

// What both sides shall hold in the end; nullopt: the deletion stands. A field that is in conflict and not named goes by
// `resolution.whole`, or Google's side; one that merges by itself (changed on one side only, or as a set) stays merged
// unless it is named.
std::optional<calendar::Event> resolvedEvent(const sync::Version &base, const sync::Version &aria,
    const sync::Version &google, const Resolution &resolution);

} // namespace aria::service
