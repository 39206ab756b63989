// A key that the desktop's portal gives (org.freedesktop.portal.GlobalShortcuts); the desktop may ask the person.
#pragma once

#include "globalkey/globalkey.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusObjectPath>
#include <QVariantMap>

class QDBusArgument;
class QDBusMessage;

namespace aria::globalkey {

// One of the portal's a(sa{sv}); known to QtDBus once there has been a PortalKey.
struct PortalShortcut
{
    QString id;
    QVariantMap facts;
};
QDBusArgument &operator<<(QDBusArgument &argument, const PortalShortcut &shortcut);
const QDBusArgument &operator>>(const QDBusArgument &argument, PortalShortcut &shortcut);

// The portal's interface needs a session first, then the shortcuts in it. Each answer comes as a signal of a request
// object, whose path is made from our own name on the bus and a word that we choose.
class PortalKey final : public GlobalKey, protected QDBusContext
{
    Q_OBJECT
public:
    PortalKey(QDBusConnection bus, QString description);
    ~PortalKey() override;

    void want(const QKeySequence &keys) override;

    // "CTRL+ALT+j", as the specification of shortcuts writes it.
    static QString triggerOf(const QKeySequence &keys);

private Q_SLOTS:
    void sessionMade(uint response, const QVariantMap &results);
    void bound(uint response, const QVariantMap &results);
    void activated(
        const QDBusObjectPath &session, const QString &id, qulonglong time, const QVariantMap &options);

private:
    void makeSession();
    void bind();
    void close();
    QString listenFor(const char *slot); // to the answer of the request that is sent next: its word
    void send(const QDBusMessage &call);

    QDBusConnection m_bus;
    const QString m_description;
    QKeySequence m_keys;
    QString m_session; // a path; empty: there is none
    QString m_request; // whose answer is waited for
    int m_words = 0;
    bool m_listens = false;
};

} // namespace aria::globalkey
