// Notifications on the desktop: org.freedesktop.Notifications over D-Bus, or the tray's balloon if
// there is no server.
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QSet>

class QDBusPendingCallWatcher;

namespace aria::notifications {

// The action of a click on the notification itself (Desktop Notifications Specification, "Basic Design").
inline const QString defaultAction = QStringLiteral("default");

// The longest sleep of a notice that waits for a point in time: timers do not run while the machine sleeps.
constexpr std::chrono::milliseconds longestWait = std::chrono::minutes(1);

struct Action
{
    QString id; // "default": a click on the notification itself
    QString label;
};

struct Notification
{
    QString key; // a later one of the same key takes its place
    QString summary; // plain text
    QString body; // plain text
    QList<Action> actions;
    bool isSticky = false; // stays until it is closed
};

// Lives on the UI thread; never blocks. Desktop Notifications Specification 1.2. Nothing is shown until the server
// has said what it can do; a server that restarts is asked again.
class DesktopNotifications : public QObject
{
    Q_OBJECT
public:
    explicit DesktopNotifications(
        QDBusConnection bus = QDBusConnection::sessionBus(), QObject *parent = nullptr);
    ~DesktopNotifications() override;

    void show(const Notification &notification);
    void withdraw(const QString &key);

    // The tray's balloon was clicked.
    void balloonClicked();

Q_SIGNALS:
    // Invoked by the person. `action`: as given, or "default".
    void invoked(const QString &key, const QString &action);
    // There is no server: the tray icon has to show it.
    void balloonWanted(const QString &summary, const QString &body);

private Q_SLOTS:
    void notificationClosed(uint id, uint reason);
    void actionInvoked(uint id, const QString &action);

private:
    enum class Server { Unknown, Asking, Present, Absent };

    void askServer();
    void serverAnswered(QDBusPendingCallWatcher *call);
    void serverGone();
    void send(const Notification &notification);
    void sent(const QString &key, QDBusPendingCallWatcher *call);
    void close(uint id);
    void showBalloon(const Notification &notification);
    void showWaiting();

    QDBusConnection m_bus;
    Server m_server = Server::Unknown;
    bool m_hasActions = false;
    bool m_hasBody = false;
    bool m_hasMarkup = false;
    QList<Notification> m_waiting; // until the server has answered
    QHash<QString, uint> m_ids; // by key, of what is on the screen
    QSet<QString> m_sending; // keys whose id is not known yet
    QHash<QString, Notification> m_next; // by key: to take its place as soon as it is
    QSet<QString> m_unwanted; // keys to be closed as soon as their id is known
    QString m_balloonKey; // of the last balloon
};

} // namespace aria::notifications
