// The same numbers for the same seed, on every machine (std::mt19937_64 is fully specified).
#pragma once

#include "base/random.h"

#include <random>

namespace aria::test {

class SeededRandom final : public RandomSource
{
public:
    explicit SeededRandom(quint64 seed)
        : m_engine(seed)
    {
    }
    quint64 next() override { return m_engine(); }

private:
    std::mt19937_64 m_engine;
};

} // namespace aria::test
