#include "tray/singleinstance.h"

#include <QDir>
#include <QLocalSocket>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria::tray {

namespace {

constexpr int patience = 1000; // ms
const QByteArray raiseWord = "raise\n";

// In the session's own folder if there is one: nobody else can reach it.
QString socketPath(const QString &name)
{
    const QString session = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (QDir::isAbsolutePath(session) && QDir(session).exists())
        return session + u'/' + name + u".sock"_s;
    return QDir::tempPath() + u"/%1-%2.sock"_s.arg(name).arg(::getuid());
}

} // namespace

SingleInstance::SingleInstance(const QString &name, QObject *parent)
    : QObject(parent)
    , m_path(socketPath(name))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->write("ok\n");
            socket->disconnectFromServer();
            Q_EMIT raiseRequested();
        }
    });
}

bool SingleInstance::handOver()
{
    // Blocking is right here: this happens before the first window and the event loop, and nothing else can go on
    // until it is known whether another instance runs. It takes no longer than `patience`.
    QLocalSocket socket;
    socket.connectToServer(m_path);
    if (!socket.waitForConnected(patience))
        return false;
    socket.write(raiseWord);
    // The answer proves that the other instance is alive.
    return socket.waitForReadyRead(patience) && socket.readAll().startsWith("ok");
}

bool SingleInstance::listen()
{
    if (m_server.listen(m_path))
        return true;
    // Left behind by an instance that crashed: handOver() found nobody there.
    QLocalServer::removeServer(m_path);
    return m_server.listen(m_path);
}

} // namespace aria::tray
