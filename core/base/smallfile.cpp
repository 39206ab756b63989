#include "base/smallfile.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

QString kindOf(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return u"is a folder, not a file"_s;
    case S_IFIFO:
        return u"is a named pipe, not a file"_s;
    case S_IFSOCK:
        return u"is a socket, not a file"_s;
    case S_IFCHR:
    case S_IFBLK:
        return u"is a device, not a file"_s;
    default:
        return u"is not a regular file"_s;
    }
}

Unexpected unusable(const QString &why)
{
    return makeError(ErrorCategory::InvalidInput, u"file_unusable"_s, why);
}

Unexpected unreadable(int error)
{
    return unusable(u"cannot be read: %1"_s.arg(QString::fromLocal8Bit(std::strerror(error))));
}

// The error if a path cannot be followed.
Unexpected unreachable(const QByteArray &path, int error)
{
    struct stat link = {};
    const bool isThere = ::lstat(path.constData(), &link) == 0;
    if (error == ENOENT && isThere)
        return unusable(u"is a link to a file that does not exist"_s);
    if (error == ELOOP)
        return unusable(u"is a link that leads back to itself"_s);
    if (error == ENOENT || error == ENOTDIR)
        return makeError(ErrorCategory::NotFound, u"file_missing"_s, u"does not exist"_s);
    return unreadable(error);
}

class Descriptor
{
public:
    explicit Descriptor(int value)
        : m_value(value)
    {
    }
    ~Descriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    operator int() const { return m_value; } // NOLINT(google-explicit-constructor): it is one

private:
    int m_value;
};

} // namespace

Expected<QByteArray> readSmallFile(const QString &path, qint64 limit)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat info = {};
    if (::stat(name.constData(), &info) != 0)
        return unreachable(name, errno);
    if (!S_ISREG(info.st_mode))
        return unusable(kindOf(info.st_mode));
    // The file may have been replaced meanwhile.
    const Descriptor file(::open(name.constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (file < 0)
        return unreachable(name, errno);
    if (::fstat(file, &info) != 0)
        return unreadable(errno);
    if (!S_ISREG(info.st_mode))
        return unusable(kindOf(info.st_mode));

    QByteArray content(static_cast<qsizetype>(qMin<qint64>(info.st_size, limit) + 1), Qt::Uninitialized);
    qsizetype size = 0;
    while (size <= limit) {
        if (size == content.size()) // the file grows, or claims to be empty, as files in /proc do
            content.resize(qMin<qsizetype>(size * 2 + 4096, limit + 1));
        const ssize_t got =
            ::read(file, content.data() + size, static_cast<std::size_t>(content.size() - size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return unreadable(errno);
        if (got == 0)
            break;
        size += got;
    }
    if (size > limit) {
        return makeError(
            ErrorCategory::InvalidInput, u"file_too_large"_s, u"is larger than %1 KiB"_s.arg(limit / 1024));
    }
    content.truncate(size);
    return content;
}

std::optional<QString> obstacleAt(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat info = {};
    if (::stat(name.constData(), &info) != 0) {
        const Unexpected why = unreachable(name, errno);
        if (why.value().category == ErrorCategory::NotFound)
            return std::nullopt;
        return why.value().message;
    }
    if (!S_ISREG(info.st_mode))
        return kindOf(info.st_mode);
    // Those in /proc and /sys say that they are regular. Reading one may wait for ever (/proc/kmsg).
    struct statfs system = {};
    const bool isKernels = ::statfs(name.constData(), &system) == 0
        && (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC);
    return isKernels ? std::optional(u"is a file of the kernel's, which can keep nothing"_s) : std::nullopt;
}

} // namespace aria
