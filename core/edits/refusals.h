// The error with which an edit is refused.
#pragma once

#include "base/error.h"

namespace aria::service {

inline Unexpected conflict(const QString &message)
{
    return makeError(ErrorCategory::Conflict, QStringLiteral("conflict"), message);
}

} // namespace aria::service
