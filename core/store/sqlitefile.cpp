#include "store/sqlitefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

constexpr off_t roomWanted = 1 << 20; // bytes

bool meansFull(int reason)
{
    return reason == ENOSPC || reason == EDQUOT;
}

Unexpected full()
{
    return makeError(ErrorCategory::Unavailable, u"disk_full"_s, u"the disk of the database is full"_s);
}

Unexpected unreadable(const QString &path, int reason)
{
    if (meansFull(reason))
        return full();
    return makeError(ErrorCategory::Precondition, u"database_unreadable"_s,
        u"the database %1 cannot be opened: %2"_s.arg(path, QString::fromLocal8Bit(std::strerror(reason))));
}

// 0, or errno. Directories that are there keep the rights their owner gave them.
int makeDirectory(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return 0;
    if (const int error = info.path() == path ? ENOENT : makeDirectory(info.path()))
        return error;
    const auto name = QFile::encodeName(path);
    if (::mkdir(name.constData(), S_IRWXU) != 0)
        return errno == EEXIST ? 0 : errno;
    return ::chmod(name.constData(), S_IRWXU) == 0 ? 0 : errno;
}

// The descriptor that SQLite itself has of a file: one of our own could not be closed again (see below). -1: none.
int ownDescriptorOf(const QString &path)
{
    struct stat wanted = {};
    if (::stat(QFile::encodeName(path).constData(), &wanted) != 0)
        return -1;
    for (const QString &name : QDir(u"/proc/self/fd"_s).entryList(QDir::Files | QDir::System)) {
        struct stat status = {};
        const int descriptor = name.toInt();
        if (::fstat(descriptor, &status) == 0 && status.st_dev == wanted.st_dev
            && status.st_ino == wanted.st_ino)
            return descriptor;
    }
    return -1;
}

} // namespace

Expected<void> prepareSqliteFile(const QString &path, bool mayCreate)
{
    if (mayCreate) {
        if (const int error = makeDirectory(QFileInfo(path).path()))
            return unreadable(path, error);
    }
    const auto name = QFile::encodeName(path);
    struct stat status = {};
    // A file that is there is never opened here: closing it would drop the POSIX locks that SQLite holds on
    // it in this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
    if (::stat(name.constData(), &status) != 0) {
        if (const int error = errno; error != ENOENT || !mayCreate)
            return unreadable(path, error);
        const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (file < 0 && errno != EEXIST) // somebody else was faster: fine
            return unreadable(path, errno);
        if (file >= 0)
            ::close(file);
        if (::stat(name.constData(), &status) != 0)
            return unreadable(path, errno);
    }
    if (!S_ISREG(status.st_mode))
        return unreadable(path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
    if (status.st_uid == ::geteuid() && ::chmod(name.constData(), S_IRUSR | S_IWUSR) != 0)
        return unreadable(path, errno);
    if (::access(name.constData(), R_OK | W_OK) != 0)
        return unreadable(path, errno);
    for (const char *suffix : { "-wal", "-shm" }) {
        const auto beside = name + suffix;
        if (::stat(beside.constData(), &status) == 0 && status.st_uid == ::geteuid()
            && ::chmod(beside.constData(), S_IRUSR | S_IWUSR) != 0)
            return unreadable(path, errno);
    }
    return {};
}

QByteArray fileIdentity(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return {};
    return QByteArray::number(static_cast<quint64>(status.st_dev)) + ':'
        + QByteArray::number(static_cast<quint64>(status.st_ino)) + (status.st_size == 0 ? ":empty" : "");
}

Expected<void> roomBeside(const QString &path)
{
    // A file without a name: nothing is left of it, whatever happens.
    const auto folder = QFile::encodeName(QFileInfo(path).path());
    const int file = ::open(folder.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return meansFull(errno) ? Expected<void>(full()) : Expected<void>();
    const int reason = ::posix_fallocate(file, 0, roomWanted);
    ::close(file);
    return meansFull(reason) ? Expected<void>(full()) : Expected<void>();
}

bool isEmptied(const QString &path)
{
    const QFileInfo file(path);
    return file.exists() && file.size() == 0;
}

bool hadContent(const QString &path)
{
    return QFileInfo(path + u"-wal"_s).size() > 0
        || QFile::exists(QFileInfo(path).canonicalFilePath() + u"-service"_s);
}

bool isOpenElsewhere(const QString &path)
{
    // A program that has the database open holds a shared lock on this byte of its -shm file as long as it has
    // (os_unix.c, UNIX_SHM_DMS). Our own does not count.
    constexpr off_t openMark = 128;
    const int descriptor = ownDescriptorOf(path + u"-shm"_s);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = openMark;
    lock.l_len = 1;
    return descriptor < 0 || ::fcntl(descriptor, F_GETLK, &lock) != 0 || lock.l_type != F_UNLCK;
}

} // namespace aria::store
