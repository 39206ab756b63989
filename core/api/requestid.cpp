#include "api/requestid.h"

#include <algorithm>

namespace aria::api {

bool isRequestId(const QByteArray &text)
{
    constexpr qsizetype longest = 64;
    return !text.isEmpty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '_' || c == '.';
    });
}

QByteArray requestIdFor(const QByteArray &given, RandomSource &random)
{
    return isRequestId(given) ? given : newUuid(random).toLatin1();
}

} // namespace aria::api
