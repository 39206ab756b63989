// Everything that can stand where a file should be.
#pragma once

#include <QDir>
#include <QFile>
#include <QList>
#include <QString>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace aria::test {

inline QList<QByteArray> oddFileKinds()
{
    return { "folder", "pipe", "socket", "device", "endless device", "dangling link", "link to itself",
        "link to a folder", "huge file" };
}

// Puts one there; false where this system does not let us.
inline bool putOddFile(const QByteArray &kind, const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    if (kind == "folder")
        return QDir().mkpath(path);
    if (kind == "pipe")
        return ::mkfifo(name.constData(), 0600) == 0;
    if (kind == "device")
        return QFile::link(QStringLiteral("/dev/null"), path);
    if (kind == "endless device")
        return QFile::link(QStringLiteral("/dev/zero"), path);
    if (kind == "dangling link")
        return QFile::link(path + QStringLiteral(".away"), path);
    if (kind == "link to itself")
        return ::symlink(name.constData(), name.constData()) == 0;
    if (kind == "link to a folder")
        return QFile::link(QDir::tempPath(), path);
    if (kind == "huge file") { // has holes, so that it takes no room
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.resize(qint64(1) << 30);
    }
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (kind != "socket" || name.size() >= qsizetype(sizeof address.sun_path))
        return false;
    std::copy_n(name.constData(), name.size(), address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const bool isMade = ::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    ::close(socket);
    return isMade;
}

} // namespace aria::test
