#include "notifications/desktopnotifications.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QGuiApplication>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace aria::notifications {

namespace {

Q_LOGGING_CATEGORY(lcNotifications, "aria.notifications")

const QString serviceName = u"org.freedesktop.Notifications"_s;
const QString objectPath = u"/org/freedesktop/Notifications"_s;
constexpr int serversTimeout = -1; // as long as the server thinks right
constexpr int noTimeout = 0;

QDBusMessage callOf(const QString &method)
{
    return QDBusMessage::createMethodCall(serviceName, objectPath, serviceName, method);
}

} // namespace

DesktopNotifications::DesktopNotifications(QDBusConnection bus, QObject *parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    if (!m_bus.isConnected()) {
        m_server = Server::Absent;
        return;
    }
    m_bus.connect(serviceName, objectPath, serviceName, u"NotificationClosed"_s, this,
        SLOT(notificationClosed(uint, uint)));
    m_bus.connect(
        serviceName, objectPath, serviceName, u"ActionInvoked"_s, this, SLOT(actionInvoked(uint, QString)));
    auto *watcher =
        new QDBusServiceWatcher(serviceName, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
        [this](const QString &, const QString &before, const QString &now) {
            if (!before.isEmpty())
                serverGone();
            if (!now.isEmpty() && m_server != Server::Asking)
                m_server = Server::Unknown; // asked when there is something to show
        });
}

DesktopNotifications::~DesktopNotifications() = default;

void DesktopNotifications::show(const Notification &notification)
{
    switch (m_server) {
    case Server::Present:
        send(notification);
        return;
    case Server::Absent:
        showBalloon(notification);
        return;
    case Server::Unknown:
        askServer();
        break;
    case Server::Asking:
        break;
    }
    m_waiting.removeIf([&notification](const Notification &other) { return other.key == notification.key; });
    m_waiting.append(notification);
}

void DesktopNotifications::withdraw(const QString &key)
{
    m_waiting.removeIf([&key](const Notification &notification) { return notification.key == key; });
    m_next.remove(key);
    if (m_balloonKey == key)
        m_balloonKey.clear();
    if (m_sending.contains(key))
        m_unwanted.insert(key);
    else if (const auto id = m_ids.constFind(key); id != m_ids.constEnd())
        close(*id);
}

void DesktopNotifications::balloonClicked()
{
    if (!m_balloonKey.isEmpty())
        Q_EMIT invoked(std::exchange(m_balloonKey, QString()), defaultAction);
}

void DesktopNotifications::askServer()
{
    m_server = Server::Asking; // the call starts a server that D-Bus can start
    auto *call = new QDBusPendingCallWatcher(m_bus.asyncCall(callOf(u"GetCapabilities"_s)), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, &DesktopNotifications::serverAnswered);
}

void DesktopNotifications::serverAnswered(QDBusPendingCallWatcher *call)
{
    call->deleteLater();
    const QDBusPendingReply<QStringList> reply = *call;
    if (reply.isError()) {
        qCInfo(lcNotifications) << "no notification server:" << reply.error().name();
        m_server = Server::Absent;
    } else {
        const QStringList abilities = reply.value();
        m_server = Server::Present;
        m_hasActions = abilities.contains("actions"_L1);
        m_hasBody = abilities.contains("body"_L1);
        m_hasMarkup = abilities.contains("body-markup"_L1);
    }
    showWaiting();
}

void DesktopNotifications::showWaiting()
{
    for (const Notification &notification : std::exchange(m_waiting, {}))
        show(notification);
}

void DesktopNotifications::serverGone()
{
    m_ids.clear();
    m_sending.clear();
    m_next.clear();
    m_unwanted.clear();
    if (m_server != Server::Asking)
        m_server = Server::Unknown;
}

void DesktopNotifications::send(const Notification &notification)
{
    if (m_sending.contains(notification.key)) {
        m_next.insert(notification.key, notification);
        m_unwanted.remove(notification.key);
        return;
    }
    QStringList actions;
    if (m_hasActions) {
        for (const Action &action : notification.actions)
            actions << action.id << action.label;
    }
    QString body = m_hasBody ? notification.body : QString();
    if (m_hasMarkup)
        body = body.toHtmlEscaped();
    const QVariantMap hints{ { u"desktop-entry"_s, QGuiApplication::desktopFileName() },
        { u"urgency"_s, QVariant::fromValue(uchar(1)) } };
    QDBusMessage message = callOf(u"Notify"_s);
    message << QGuiApplication::applicationDisplayName() << m_ids.value(notification.key, 0U)
            << u"aria-calendar-sync"_s << notification.summary << body << actions << hints
            << (notification.isSticky ? noTimeout : serversTimeout);
    m_sending.insert(notification.key);
    auto *call = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(call, &QDBusPendingCallWatcher::finished, this,
        [this, key = notification.key](QDBusPendingCallWatcher *finished) { sent(key, finished); });
}

void DesktopNotifications::sent(const QString &key, QDBusPendingCallWatcher *call)
{
    call->deleteLater();
    if (!m_sending.remove(key))
        return; // that server is gone
    const QDBusPendingReply<uint> reply = *call;
    if (reply.isError())
        qCWarning(lcNotifications) << "a notification was not shown:" << reply.error().name();
    else
        m_ids.insert(key, reply.value());
    if (m_unwanted.remove(key) && m_ids.contains(key))
        close(m_ids.value(key));
    if (const auto next = m_next.constFind(key); next != m_next.constEnd())
        send(m_next.take(key));
}

void DesktopNotifications::close(uint id)
{
    QDBusMessage message = callOf(u"CloseNotification"_s);
    message << id;
    m_bus.send(message);
    m_ids.removeIf([id](const auto &entry) { return entry.value() == id; });
}

void DesktopNotifications::showBalloon(const Notification &notification)
{
    m_balloonKey = notification.key;
    Q_EMIT balloonWanted(notification.summary, notification.body);
}

void DesktopNotifications::notificationClosed(uint id, uint)
{
    m_ids.removeIf([id](const auto &entry) { return entry.value() == id; });
}

void DesktopNotifications::actionInvoked(uint id, const QString &action)
{
    const QString key = m_ids.key(id);
    if (!key.isEmpty())
        Q_EMIT invoked(key, action);
}

} // namespace aria::notifications
