#include "store/servicelock.h"

#include "store/dialect.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria::store {

Expected<std::unique_ptr<ServiceLock>> ServiceLock::take(const QString &databaseUrl)
{
    const auto dialect = Dialect::forUrl(databaseUrl);
    if (!dialect)
        return Unexpected(dialect.error());
    if ((*dialect)->isShared())
        return std::unique_ptr<ServiceLock>(new ServiceLock(-1));
    // A file of its own beside it: SQLite loses its locks when anybody in the process closes the database's file.
    const QFileInfo database((*dialect)->place());
    const QString path = database.exists() ? database.canonicalFilePath() : database.absoluteFilePath();
    const QByteArray name = QFile::encodeName(path + u"-service"_s);
    const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0)
        return std::unique_ptr<ServiceLock>(new ServiceLock(file));
    const int reason = errno;
    const bool isInUse = file >= 0 && reason == EWOULDBLOCK;
    if (file >= 0)
        ::close(file);
    if (isInUse) {
        return makeError(ErrorCategory::Precondition, u"database_in_use"_s,
            u"another service works on the database %1; one file serves one service"
            u" (CALENDAR_SYNC_DATABASE_URL)"_s.arg(path));
    }
    if (reason == ENOSPC || reason == EDQUOT) {
        return makeError(
            ErrorCategory::Unavailable, u"disk_full"_s, u"the disk of the database %1 is full"_s.arg(path));
    }
    return makeError(ErrorCategory::Precondition, u"database_unreadable"_s,
        u"the database %1 cannot be claimed: its folder cannot be written"_s.arg(path));
}

ServiceLock::~ServiceLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

} // namespace aria::store
