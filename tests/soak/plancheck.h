// A sync writes what a dry run before it said, on either side (docs/sync.md, "Dry run").
#pragma once

#include "soak/bed.h"

namespace aria::soak {

struct PlannedSync
{
    std::optional<Expected<service::SyncRun>> ran; // as Bed::sync()
    QStringList wrong; // one sentence for each write that was planned and not done, or done and not planned
};

// A dry run and a sync. They are compared where nothing else wrote in between.
PlannedSync syncAsPlanned(Bed &bed);

} // namespace aria::soak
