// The file under an SQLite database: nobody but its owner may read it.
#pragma once

#include "base/error.h"

namespace aria::store {

// Makes the missing directories (0700) and the file (0600), whatever the umask, and takes others' rights away
// from a file that is there. SQLite gives -wal and -shm the rights of the file; those that are there are
// treated alike. Precondition "database_unreadable" with the path.
Expected<void> prepareSqliteFile(const QString &path, bool mayCreate);

// Device and inode, another one where the file is empty; empty if there is no such file.
QByteArray fileIdentity(const QString &path);

bool isEmptied(const QString &path); // a file without a byte
// Whether something beside an empty file shows that it was not always so: what SQLite had still to write into it, or the
// service's own lock, which is made when the database stands.
bool hadContent(const QString &path);

} // namespace aria::store
