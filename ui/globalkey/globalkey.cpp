#include "globalkey/globalkey.h"

#include "globalkey/portalkey.h"
#include "globalkey/x11key.h"

#include <QGuiApplication>

namespace aria::globalkey {

void GlobalKey::become(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

// Below Wayland an X server knows only of the keys that its own windows get.
std::unique_ptr<GlobalKey> makeGlobalKey(const QString &description)
{
    if (qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") && X11Key::isPossible())
        return std::make_unique<X11Key>();
    return std::make_unique<PortalKey>(QDBusConnection::sessionBus(), description);
}

} // namespace aria::globalkey
