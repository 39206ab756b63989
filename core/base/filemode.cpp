#include "base/filemode.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

QString octal(mode_t mode)
{
    return QString::number(mode & 07777, 8).rightJustified(4, u'0');
}

QString ourName()
{
    const struct passwd *const user = ::getpwuid(::geteuid());
    return user ? QString::fromLocal8Bit(user->pw_name) : QString::number(::geteuid());
}

// We still have to be able to read it afterwards, which root always is.
QString advice(const QString &path, bool isFolder, bool isOurs, KeptFrom others)
{
    if (others == KeptFrom::Strangers)
        return u"chmod o= '%1'"_s.arg(path);
    const QString close = u"chmod %1 '%2'"_s.arg(isFolder ? u"700"_s : u"600"_s, path);
    return isOurs || ::geteuid() == 0 ? close : u"chown %1 '%2' && %3"_s.arg(ourName(), path, close);
}

class PathDescriptor
{
public:
    explicit PathDescriptor(const QString &path)
        : m_value(::open(QFile::encodeName(path).constData(), O_PATH | O_CLOEXEC))
    {
    }
    ~PathDescriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    Q_DISABLE_COPY_MOVE(PathDescriptor)

    bool read(struct stat &info) const { return m_value >= 0 && ::fstat(m_value, &info) == 0; }
    // fchmod() does not accept a descriptor that was opened without read access.
    bool setMode(mode_t mode) const
    {
        return ::chmod(("/proc/self/fd/" + QByteArray::number(m_value)).constData(), mode) == 0;
    }

private:
    int m_value;
};

std::optional<OpenFile> look(const QString &path, KeptFrom others, bool mayClose)
{
    const mode_t open = others == KeptFrom::Everybody ? 0077 : 0007;
    const PathDescriptor file(path);
    struct stat info = {};
    if (!file.read(info) || (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) || (info.st_mode & open) == 0)
        return std::nullopt;
    const bool isOurs = info.st_uid == ::geteuid();
    const bool isLink = QFileInfo(path).isSymLink(); // points to a file that a person keeps elsewhere
    OpenFile result;
    result.isClosedNow = mayClose && isOurs && !isLink && file.setMode((info.st_mode & 07777) & ~open);
    result.message = result.isClosedNow
        ? u"%1 was open to other users (mode %2); it has been closed to them"_s.arg(path, octal(info.st_mode))
        : u"%1 is open to other users (mode %2)%3; close it with: %4"_s.arg(path, octal(info.st_mode),
            isOurs ? QString() : u" and belongs to another user"_s,
            advice(path, S_ISDIR(info.st_mode), isOurs, others));
    return result;
}

} // namespace

std::optional<OpenFile> closeToOthers(const QString &path, KeptFrom others)
{
    return look(path, others, true);
}

std::optional<OpenFile> seeWhetherOpen(const QString &path)
{
    return look(path, KeptFrom::Everybody, false);
}

} // namespace aria
