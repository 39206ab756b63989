// Whether a run at rest kept every promise of docs/sync.md.
#pragma once

#include "soak/bed.h"
#include "soak/ledger.h"

namespace aria::soak {

// One sentence for each broken promise. Runs one more sync, which must do nothing.
QStringList brokenPromises(Bed &bed, const Ledger &ledger);

// The two sides against each other alone.
QStringList differences(Bed &bed);

} // namespace aria::soak
