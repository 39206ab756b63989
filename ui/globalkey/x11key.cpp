#include "globalkey/x11key.h"

#include <QGuiApplication>

#include <xcb/xcb.h>

#include <cstdlib>

namespace aria::globalkey {

namespace {

struct Free
{
    void operator()(void *answer) const { std::free(answer); }
};
template <class T> using Answer = std::unique_ptr<T, Free>;

xcb_connection_t *connection()
{
    auto *x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    return x11 ? x11->connection() : nullptr;
}

xcb_window_t root(xcb_connection_t *x)
{
    return xcb_setup_roots_iterator(xcb_get_setup(x)).data->root;
}

// Letters, digits and function keys have the same order on both sides (keysymdef.h).
quint32 symbolOf(Qt::Key key)
{
    constexpr quint32 firstFunction = 0xffbe;
    if (key >= Qt::Key_A && key <= Qt::Key_Z)
        return quint32(key - Qt::Key_A) + 'a';
    if (key >= Qt::Key_0 && key <= Qt::Key_9)
        return quint32(key - Qt::Key_0) + '0';
    if (key >= Qt::Key_F1 && key <= Qt::Key_F35)
        return quint32(key - Qt::Key_F1) + firstFunction;
    return 0;
}

quint16 maskOf(Qt::KeyboardModifiers modifiers)
{
    quint16 mask = 0;
    if (modifiers & Qt::ShiftModifier)
        mask |= XCB_MOD_MASK_SHIFT;
    if (modifiers & Qt::ControlModifier)
        mask |= XCB_MOD_MASK_CONTROL;
    if (modifiers & Qt::AltModifier)
        mask |= XCB_MOD_MASK_1;
    if (modifiers & Qt::MetaModifier)
        mask |= XCB_MOD_MASK_4;
    return mask;
}

constexpr quint32 longestRepeat = 1000; // between two repetitions of a held key, and before the first

// A key also counts while Caps Lock or Num Lock is on.
constexpr quint16 locks[] = { 0, XCB_MOD_MASK_LOCK, XCB_MOD_MASK_2, XCB_MOD_MASK_LOCK | XCB_MOD_MASK_2 };

QList<quint8> codesOf(xcb_connection_t *x, quint32 symbol)
{
    const xcb_setup_t *setup = xcb_get_setup(x);
    const auto count = quint8(setup->max_keycode - setup->min_keycode + 1);
    const Answer<xcb_get_keyboard_mapping_reply_t> mapping(
        xcb_get_keyboard_mapping_reply(x, xcb_get_keyboard_mapping(x, setup->min_keycode, count), nullptr));
    QList<quint8> codes;
    if (!mapping)
        return codes;
    const xcb_keysym_t *symbols = xcb_get_keyboard_mapping_keysyms(mapping.get());
    for (int code = 0; code < count; ++code) {
        if (symbols[code * mapping->keysyms_per_keycode] == symbol)
            codes.append(quint8(setup->min_keycode + code));
    }
    return codes;
}

} // namespace

X11Key::X11Key()
{
    qGuiApp->installNativeEventFilter(this);
}

X11Key::~X11Key()
{
    if (qGuiApp) {
        qGuiApp->removeNativeEventFilter(this);
        giveBack();
    }
}

bool X11Key::isPossible()
{
    return connection() != nullptr;
}

void X11Key::want(const QKeySequence &keys)
{
    giveBack();
    if (keys.isEmpty())
        return become(State::Off);
    xcb_connection_t *x = connection();
    if (!x)
        return become(State::NotPossible);
    m_modifiers = maskOf(keys[0].keyboardModifiers());
    m_codes = codesOf(x, symbolOf(keys[0].key()));
    bool isMine = !m_codes.isEmpty();
    for (const quint8 code : std::as_const(m_codes)) {
        for (const quint16 lock : locks) {
            const auto grab = xcb_grab_key_checked(
                x, 0, root(x), quint16(m_modifiers | lock), code, XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC);
            const Answer<xcb_generic_error_t> error(xcb_request_check(x, grab));
            isMine = isMine && !error;
        }
    }
    if (!isMine)
        giveBack();
    become(isMine ? State::On : State::Taken);
}

void X11Key::giveBack()
{
    xcb_connection_t *x = connection();
    for (const quint8 code : std::as_const(m_codes)) {
        for (const quint16 lock : locks)
            xcb_ungrab_key(x, code, root(x), quint16(m_modifiers | lock));
    }
    if (x)
        xcb_flush(x);
    m_codes.clear();
}

bool X11Key::nativeEventFilter(const QByteArray &type, void *message, qintptr *)
{
    if (m_codes.isEmpty() || type != "xcb_generic_event_t")
        return false;
    const auto *event = static_cast<xcb_generic_event_t *>(message);
    if ((event->response_type & ~0x80) != XCB_KEY_PRESS)
        return false;
    const auto *press = reinterpret_cast<const xcb_key_press_event_t *>(event);
    constexpr quint16 all = XCB_MOD_MASK_SHIFT | XCB_MOD_MASK_CONTROL | XCB_MOD_MASK_1 | XCB_MOD_MASK_4;
    if (!m_codes.contains(press->detail) || (press->state & all) != m_modifiers)
        return false;
    // A key that is held down repeats itself; each repetition counts as the press before it. X's times, in ms.
    const bool isRepeated = m_hasPressed && press->time - m_pressedAt < longestRepeat;
    m_hasPressed = true;
    m_pressedAt = press->time;
    if (!isRepeated)
        Q_EMIT pressed();
    return true;
}

} // namespace aria::globalkey
