// Randomness is passed in, so that tests can repeat a run from a seed.
#pragma once

#include <QByteArray>
#include <QString>

namespace aria {

// Thread-safe.
class RandomSource
{
public:
    virtual ~RandomSource() = default;
    virtual quint64 next() = 0;

    QByteArray bytes(int count);
    // Uniform in [0, 1).
    double fraction();
};

// The operating system's cryptographic source.
class SystemRandom final : public RandomSource
{
public:
    quint64 next() override;
};

// 128 random bits in base32hex without padding (26 characters of 0-9a-v): a legal Google event id (Calendar API
// reference, Events: id). An event has its id from the moment it is made.
QString newGoogleEventId(RandomSource &random);

// 128 random bits as a UUID, for channel ids and request ids.
QString newUuid(RandomSource &random);

} // namespace aria
