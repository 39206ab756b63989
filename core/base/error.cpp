#include "base/error.h"

namespace aria {

bool isTransient(const Error &error)
{
    return error.category == ErrorCategory::Unavailable || error.category == ErrorCategory::RateLimited;
}

} // namespace aria
