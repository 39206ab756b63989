#include "base/error.h"

namespace aria {

QString sentenceOf(const Error &error)
{
    if (!error.message.trimmed().isEmpty())
        return error.message;
    return error.code.isEmpty() ? QStringLiteral("Something failed and gave no reason.")
                                : QStringLiteral("It failed without a sentence: %1.").arg(error.code);
}

bool isTransient(const Error &error)
{
    return error.category == ErrorCategory::Unavailable || error.category == ErrorCategory::RateLimited;
}

} // namespace aria
