// What the system says about this process.
#pragma once

#include "base/metrics.h"

namespace aria {

// The process_… metrics. What the system does not tell (no /proc) is left out.
void setProcessFigures(Metrics &metrics);

} // namespace aria
