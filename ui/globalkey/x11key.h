// A key that an X server gives to this program alone (XGrabKey).
#pragma once

#include "globalkey/globalkey.h"

#include <QAbstractNativeEventFilter>

namespace aria::globalkey {

class X11Key final : public GlobalKey, private QAbstractNativeEventFilter
{
    Q_OBJECT
public:
    X11Key();
    ~X11Key() override;

    static bool isPossible(); // the program runs on an X server
    void want(const QKeySequence &keys) override;

private:
    bool nativeEventFilter(const QByteArray &type, void *message, qintptr *result) override;
    void giveBack();

    QList<quint8> m_codes; // of the keys on the keyboard that mean it
    quint16 m_modifiers = 0;
    bool m_hasPressed = false;
    quint32 m_pressedAt = 0; // the latest press, by the X server's clock
};

} // namespace aria::globalkey
