#include "base/random.h"

#include <QRandomGenerator>
#include <QUuid>

namespace aria {

QByteArray RandomSource::bytes(int count)
{
    QByteArray out;
    out.reserve(count + 8);
    while (out.size() < count) {
        const quint64 word = next();
        out.append(reinterpret_cast<const char *>(&word), sizeof word);
    }
    out.truncate(count);
    return out;
}

double RandomSource::fraction()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

quint64 SystemRandom::next()
{
    return QRandomGenerator::system()->generate64();
}

QString newGoogleEventId(RandomSource &random)
{
    static constexpr char digits[] = "0123456789abcdefghijklmnopqrstuv";
    const QByteArray bits = random.bytes(16);
    QString id;
    id.reserve(26);
    quint32 buffer = 0;
    int pending = 0;
    for (const char byte : bits) {
        buffer = (buffer << 8) | static_cast<quint8>(byte);
        pending += 8;
        while (pending >= 5) {
            pending -= 5;
            id.append(QLatin1Char(digits[(buffer >> pending) & 31]));
        }
    }
    id.append(QLatin1Char(digits[(buffer << (5 - pending)) & 31]));
    return id;
}

QString newUuid(RandomSource &random)
{
    QByteArray bits = random.bytes(16);
    bits[6] = static_cast<char>((bits[6] & 0x0f) | 0x40); // version 4, RFC 9562
    bits[8] = static_cast<char>((bits[8] & 0x3f) | 0x80);
    return QUuid::fromRfc4122(bits).toString(QUuid::WithoutBraces);
}

} // namespace aria
