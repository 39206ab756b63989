// What PostgreSQL's SQLSTATEs mean for the rest of the program.
#pragma once

#include "base/error.h"

namespace aria::store {

// An empty state: the connection broke, or there was none. `words` (the server's) go only to
// the debug log. https://www.postgresql.org/docs/current/errcodes-appendix.html
Error postgresError(const QString &state, const QString &words);

// No connection at present; worth trying again after this time.
Error databaseAway(std::chrono::milliseconds tryAgainIn);

} // namespace aria::store
