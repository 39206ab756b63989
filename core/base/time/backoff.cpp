#include "base/time/backoff.h"

#include <algorithm>

namespace aria {

std::chrono::milliseconds backoffDelay(int attempt, RandomSource &random, std::chrono::milliseconds cap)
{
    const int exponent = std::clamp(attempt - 1, 0, 20);
    const auto ceiling = std::min(cap, std::chrono::milliseconds(1000) * (1 << exponent));
    return ceiling / 2
        + std::chrono::milliseconds(static_cast<qint64>(
            random.fraction() * static_cast<double>(ceiling.count() - ceiling.count() / 2)));
}

} // namespace aria
