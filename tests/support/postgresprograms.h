// Where PostgreSQL's server is: initdb, postgres, psql and pg_dump.
#pragma once

#include <QString>

namespace aria::test {

// The folder, with a slash at its end; empty: nowhere. A server on `path` (folders with colons between them, as in PATH)
// comes first, because somebody put it there; then the newest of those below `versions`, where Debian keeps them out of
// PATH: 15/bin, 17/bin.
QString postgresPrograms(const QString &path, const QString &versions);

} // namespace aria::test
