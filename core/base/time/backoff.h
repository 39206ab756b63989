// How long to wait before trying again.
#pragma once

#include "base/random.h"

#include <chrono>

namespace aria {

// Exponential, with random jitter over the upper half: attempt 1 waits 0.5–1 s, each further one twice as long, at
// most `cap`. (Google's error guide asks for exponential backoff with random delays.)
std::chrono::milliseconds backoffDelay(int attempt, RandomSource &random, std::chrono::milliseconds cap);

} // namespace aria
