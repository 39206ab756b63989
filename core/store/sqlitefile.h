// The file under an SQLite database: nobody but its owner may read it.
#pragma once

#include "base/error.h"

namespace aria::store {

// Makes the missing directories (0700) and the file (0600), whatever the umask, and takes others' rights away
// from a file that is there. SQLite gives -wal and -shm the rights of the file; those that are there are
// treated alike. Precondition "database_unreadable" with the path.
Expected<void> prepareSqliteFile(const QString &path, bool mayCreate);

// Device and inode; empty if there is no such file.
QByteArray fileIdentity(const QString &path);

} // namespace aria::store
