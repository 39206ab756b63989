#include "tray/portowner.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTcpServer>

using namespace Qt::StringLiterals;

namespace aria::tray {

namespace {

constexpr int triedPorts = 100;

// proc(5), /proc/net/tcp: "sl local_address rem_address st … inode"; 0A: listening.
QSet<QString> listeningSockets(quint16 port, const QString &proc)
{
    const QByteArray wanted = QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    QSet<QString> sockets;
    for (const auto *name : { "/net/tcp", "/net/tcp6" }) {
        QFile file(proc + QLatin1String(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> words = line.simplified().split(' ');
            if (words.size() > 9 && words.at(3) == "0A" && words.at(1).endsWith(':' + wanted))
                sockets.insert(u"socket:[%1]"_s.arg(QString::fromLatin1(words.at(9))));
        }
    }
    return sockets;
}

QString nameOf(const QString &process)
{
    QFile file(process + u"/comm"_s);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

std::optional<PortOwner> ownerOfPort(quint16 port, const QString &proc)
{
    const QSet<QString> sockets = listeningSockets(port, proc);
    if (sockets.isEmpty())
        return std::nullopt;
    const QStringList entries = QDir(proc).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        bool isProcess = false;
        const qint64 pid = entry.toLongLong(&isProcess);
        if (!isProcess)
            continue;
        const QString process = proc + u'/' + entry;
        const QString folder = process + u"/fd"_s;
        // Descriptors are links that lead nowhere in the file system.
        const QStringList descriptors = QDir(folder).entryList(QDir::Files | QDir::System | QDir::Hidden);
        for (const QString &descriptor : descriptors) {
            const QString target = QFile::symLinkTarget(folder + u'/' + descriptor);
            if (sockets.contains(target.section(u'/', -1)))
                return PortOwner{ nameOf(process), pid };
        }
    }
    return std::nullopt;
}

quint16 freePortFrom(quint16 from, const QHostAddress &host)
{
    for (int port = from; port < from + triedPorts && port <= 65535 && port > 0; ++port) {
        QTcpServer server;
        if (server.listen(host, quint16(port)))
            return quint16(port);
    }
    return 0;
}

} // namespace aria::tray
