// A notification server on a D-Bus of its own, which remembers what it was asked to show.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QProcess>
#include <QTemporaryFile>
#include <QVariantMap>

namespace aria::test {

// A dbus-daemon for this test only.
class PrivateBus
{
public:
    // False: it did not start.
    bool start()
    {
        m_daemon.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        if (!m_config.open())
            return false;
        // Nothing that is installed here is started by it.
        m_config.write(
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context='default'>"
            "<allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/></policy></busconfig>");
        m_config.close();
        m_daemon.start(QStringLiteral("dbus-daemon"),
            { QStringLiteral("--config-file=") + m_config.fileName(), QStringLiteral("--nofork"),
                QStringLiteral("--print-address") });
        if (!m_daemon.waitForStarted() || !m_daemon.waitForReadyRead())
            return false;
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
        return !m_address.isEmpty();
    }
    ~PrivateBus()
    {
        m_daemon.terminate();
        m_daemon.waitForFinished();
    }
    QDBusConnection connect(const QString &name) const
    {
        return QDBusConnection::connectToBus(m_address, name);
    }

private:
    QTemporaryFile m_config;
    QProcess m_daemon;
    QString m_address;
};

struct Shown
{
    uint id = 0;
    uint replaced = 0;
    QString summary;
    QString body;
    QStringList actions;
    int timeout = 0;
};

class FakeNotifications : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    FakeNotifications(QDBusConnection bus, QStringList abilities)
        : m_bus(std::move(bus))
        , m_abilities(std::move(abilities))
    {
        m_bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
            QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals);
    }
    ~FakeNotifications() override { leave(); }

    bool enter() { return m_bus.registerService(QStringLiteral("org.freedesktop.Notifications")); }
    void leave() { m_bus.unregisterService(QStringLiteral("org.freedesktop.Notifications")); }

    QList<Shown> shown; // in order
    QList<uint> closed; // by CloseNotification

public Q_SLOTS:
    QStringList GetCapabilities() { return m_abilities; }
    uint Notify(const QString &, uint replaces, const QString &, const QString &summary, const QString &body,
        const QStringList &actions, const QVariantMap &, int timeout)
    {
        const uint id = replaces > 0 ? replaces : ++m_last;
        shown.append({ id, replaces, summary, body, actions, timeout });
        return id;
    }
    void CloseNotification(uint id)
    {
        closed.append(id);
        Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void NotificationClosed(uint id, uint reason);
    void ActionInvoked(uint id, const QString &action);

private:
    QDBusConnection m_bus;
    QStringList m_abilities;
    uint m_last = 0;
};

} // namespace aria::test
