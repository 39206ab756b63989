// --backup: an SQLite database as one file, also while a service writes to it.
#pragma once

#include "base/error.h"

namespace aria::archive {

// Blocks. The file (0600) must not exist; it shows one moment, has been checked, and is there whole or not at all.
// Precondition "backup_exists" or "backup_not_sqlite"; Unavailable "backup_failed". Value: its size in bytes.
Expected<qint64> backUp(const QString &databaseUrl, const QString &file);

} // namespace aria::archive
