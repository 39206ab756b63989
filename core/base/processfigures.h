// What the system says about this process.
#pragma once

#include "base/metrics.h"

namespace aria {

// Sets the process_… metrics. Those that the system does not tell (no /proc) are left out.
void setProcessFigures(Metrics &metrics);

} // namespace aria
