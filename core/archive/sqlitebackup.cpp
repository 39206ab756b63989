#include "archive/sqlitebackup.h"

#include "archive/ownconnection.h"

#include "store/dialect.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlQuery>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

Unexpected failed(const QString &file, const QString &why)
{
    return makeError(
        ErrorCategory::Unavailable, u"backup_failed"_s, u"the backup %1 cannot be made: %2"_s.arg(file, why));
}

// What SQLite itself finds wrong with it; empty: nothing.
QString faultOf(const QString &file)
{
    const QString name = u"aria-backup"_s;
    QString fault = u"the copy cannot be opened"_s;
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setDatabaseName(file);
        database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
        if (database.open()) {
            QSqlQuery query(database);
            const bool isRead = query.exec(u"PRAGMA quick_check"_s) && query.next();
            fault = isRead ? query.value(0).toString() : u"the copy cannot be read"_s;
        }
        database.close();
    }
    QSqlDatabase::removeDatabase(name);
    return fault == u"ok"_s ? QString() : fault;
}

// On the disk, and not only on its way there.
bool flushed(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool isDone = ::fsync(file) == 0;
    ::close(file);
    return isDone;
}

} // namespace

Expected<qint64> backUp(const QString &databaseUrl, const QString &file)
{
    const auto connection = OwnConnection::open(databaseUrl, store::Access::ReadWrite);
    if (!connection)
        return Unexpected(connection.error());
    if ((*connection)->isPostgres()) {
        return makeError(ErrorCategory::Precondition, u"backup_not_sqlite"_s,
            u"--backup is for SQLite; pg_dump backs up PostgreSQL (docs/operations.md)"_s);
    }
    if (QFileInfo::exists(file) || QFileInfo(file).isSymLink())
        return makeError(ErrorCategory::Precondition, u"backup_exists"_s, u"the file %1 exists"_s.arg(file));
    const QString part = file + u".unfinished"_s;
    QFile::remove(part);
    QFile made(part); // so that nobody else can read it from the beginning; VACUUM INTO takes an empty file
    if (!made.open(QIODevice::WriteOnly | QIODevice::NewOnly)
        || !made.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failed(file, made.errorString());
    made.close();
    QString place = part;
    if (auto copied = (*connection)->run(u"VACUUM INTO '%1'"_s.arg(place.replace(u'\'', u"''"_s))); !copied) {
        QFile::remove(part);
        return failed(file, copied.error().message);
    }
    if (const QString fault = faultOf(part); !fault.isEmpty()) {
        QFile::remove(part);
        return failed(file, fault);
    }
    if (!flushed(part) || !QFile::rename(part, file) || !flushed(QFileInfo(file).absolutePath()))
        return failed(file, u"it cannot be put in its place"_s);
    return QFileInfo(file).size();
}

} // namespace aria::archive
