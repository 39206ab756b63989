#include "globalkey/keysupport.h"

#include "globalkey/x11key.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace aria::globalkey {

KeySupport::KeySupport(QDBusConnection bus, QObject *parent)
    : QObject(parent)
{
    if (qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") && X11Key::isPossible())
        m_answer = Answer::Possible;
    else if (!bus.isConnected())
        m_answer = Answer::NotPossible;
    if (m_answer != Answer::Asking)
        return;
    QDBusMessage version = QDBusMessage::createMethodCall(u"org.freedesktop.portal.Desktop"_s,
        u"/org/freedesktop/portal/desktop"_s, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    version << u"org.freedesktop.portal.GlobalShortcuts"_s << u"version"_s;
    auto *call = new QDBusPendingCallWatcher(bus.asyncCall(version), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *finished) {
        take(finished->isError() ? Answer::NotPossible : Answer::Possible);
        finished->deleteLater();
    });
}

bool KeySupport::isUsable(const QKeySequence &keys)
{
    if (keys.isEmpty())
        return true;
    const bool isFunction = keys[0].key() >= Qt::Key_F1 && keys[0].key() <= Qt::Key_F35;
    const bool isPlain = (keys[0].key() >= Qt::Key_A && keys[0].key() <= Qt::Key_Z)
        || (keys[0].key() >= Qt::Key_0 && keys[0].key() <= Qt::Key_9);
    const bool isHeld =
        keys[0].keyboardModifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    return keys.count() == 1 && (isFunction || (isPlain && isHeld));
}

void KeySupport::take(Answer answer)
{
    m_answer = answer;
    Q_EMIT answered();
}

} // namespace aria::globalkey
