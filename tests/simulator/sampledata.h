// A lively calendar around today, for the demo (--sample).
#pragma once

#include "world.h"

namespace simulator {

// Adds to the primary calendar and one secondary calendar. An error text, or empty.
QString addSampleData(World &world);

} // namespace simulator
