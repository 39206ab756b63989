// Whether the table of occurrences says what the events say.
#pragma once

#include "soak/bed.h"

namespace aria::soak {

// At any moment, whatever is under way: what the API answers from the table is what unfolding all series gives.
QStringList tableFaults(Bed &bed);

// At rest: nothing is marked, each row is right, and the views show what the API answers.
QStringList tableFaultsAtRest(Bed &bed);

} // namespace aria::soak
