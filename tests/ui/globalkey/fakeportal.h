// A desktop portal with global shortcuts, which does what a test tells it to.
#pragma once

#include "globalkey/portalkey.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace aria::test {

class FakePortal : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.GlobalShortcuts")
    Q_PROPERTY(uint version READ version)
public:
    explicit FakePortal(const QDBusConnection &bus)
        : m_bus(bus)
    {
    }
    uint version() const { return 1; }
    bool start()
    {
        return m_bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), this,
                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals
                       | QDBusConnection::ExportAllProperties)
            && m_bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop"));
    }

    uint answer = 0; // 1: the person said no
    QString session;
    QStringList bound; // "id trigger description"

public Q_SLOTS:
    QDBusObjectPath CreateSession(const QVariantMap &options)
    {
        session = QStringLiteral("/org/freedesktop/portal/desktop/session/test/")
            + options.value(QStringLiteral("session_handle_token")).toString();
        return respond(options, { { QStringLiteral("session_handle"), session } });
    }
    QDBusObjectPath BindShortcuts(const QDBusObjectPath &,
        const QList<aria::globalkey::PortalShortcut> &wanted, const QString &, const QVariantMap &options)
    {
        for (const globalkey::PortalShortcut &shortcut : wanted) {
            bound.append(shortcut.id + QLatin1Char(' ')
                + shortcut.facts.value(QStringLiteral("preferred_trigger")).toString() + QLatin1Char(' ')
                + shortcut.facts.value(QStringLiteral("description")).toString());
        }
        return respond(options, {});
    }

Q_SIGNALS:
    void Activated(
        const QDBusObjectPath &session, const QString &id, qulonglong time, const QVariantMap &options);

private:
    QDBusObjectPath respond(const QVariantMap &options, const QVariantMap &results)
    {
        const QString path = QStringLiteral("/org/freedesktop/portal/desktop/request/")
            + message().service().mid(1).replace(QLatin1Char('.'), QLatin1Char('_')) + QLatin1Char('/')
            + options.value(QStringLiteral("handle_token")).toString();
        QDBusMessage response = QDBusMessage::createSignal(
            path, QStringLiteral("org.freedesktop.portal.Request"), QStringLiteral("Response"));
        response << answer << results;
        m_bus.send(response);
        return QDBusObjectPath(path);
    }

    QDBusConnection m_bus;
};

} // namespace aria::test
