#include "base/error.h"

using namespace Qt::StringLiterals;

namespace aria {

QString sentenceOf(const Error &error)
{
    if (!error.message.trimmed().isEmpty())
        return error.message;
    return error.code.isEmpty() ? u"Something failed and gave no reason."_s
                                : u"It failed without a sentence: %1."_s.arg(error.code);
}

bool isTransient(const Error &error)
{
    return error.category == ErrorCategory::Unavailable || error.category == ErrorCategory::RateLimited;
}

} // namespace aria
