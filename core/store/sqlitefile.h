// The file under an SQLite database: nobody but its owner may read it.
#pragma once

#include "base/error.h"

namespace aria::store {

// Makes the missing directories (0700) and the file (0600), whatever the umask, and removes others' rights from an
// existing file. SQLite gives -wal and -shm the rights of the file; existing ones are treated in the same way.
// Precondition "database_unreadable" with the path.
Expected<void> prepareSqliteFile(const QString &path, bool mayCreate);

// Device and inode, and whether the file is empty; empty if there is no such file.
QByteArray fileIdentity(const QString &path);

// Whether a megabyte more would fit on its disk, by asking for it. "disk_full"; no error where that cannot be told.
Expected<void> roomBeside(const QString &path);

bool isEmptied(const QString &path); // a file of zero bytes
// Whether something beside an empty file shows that it once had content: data that SQLite still had to write into it,
// or the service's own lock, which is made once the database is complete.
bool hadContent(const QString &path);

// Whether another program has the database open, so that it may be waiting to write. Also true if that cannot be told.
bool isOpenElsewhere(const QString &path);

} // namespace aria::store
