// The three versions of one event that the reconciler needs, read from its database record.
#pragma once

#include "calendar/originalstart.h"
#include "merge/reconcile.h"
#include "store/records.h"

namespace aria::sync {

using calendar::originalStartFromKey;
using calendar::originalStartKey;

// The last agreed version. Deleted if both agreed on the deletion.
Version baseVersion(const store::EventRecord &record);

// ARIA's version: base with ARIA's columns laid over it. InvalidInput if the columns do not make an event. `changed`
// is by the clock that wrote it; see editedAt().
Expected<Version> ariaVersion(const store::EventRecord &record);

// Google's version from an item of a list or a get.
Version googleVersion(const calendar::Event &item);

// The event if it is present; empty if it is deleted or absent.
calendar::Event contentOf(const Version &version);

// The last known content marked as deleted: what both sides agreed on after a deletion.
calendar::Event tombstoneOf(const calendar::Event &event);

} // namespace aria::sync
