// What PostgreSQL's SQLSTATEs mean to the rest of the program.
#pragma once

#include "base/error.h"

namespace aria::store {

// An empty state: the connection broke, or there was none. `words` (the server's) go to the debug log only.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
Error postgresError(const QString &state, const QString &words);

} // namespace aria::store
