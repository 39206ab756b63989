// --import: an archive into an empty database of either kind.
#pragma once

#include "base/error.h"

namespace aria::archive {

// Blocks. All of it or nothing. Occurrences are marked to be made anew (ServiceProcess::rebuildOccurrences does it).
// Precondition "archive_unusable" (not ours, or of a newer program) or "database_not_empty"; InvalidInput
// "archive_damaged" or "archive_value" with table and row; Unavailable "database_in_use" while a service runs on the
// same SQLite file. Value: how many rows.
Expected<qint64> importFrom(const QString &databaseUrl, const QString &folder);

} // namespace aria::archive
