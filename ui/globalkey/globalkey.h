// One key that works while other programs have the focus.
#pragma once

#include <QKeySequence>
#include <QObject>

#include <memory>

namespace aria::globalkey {

// Lives on the UI thread. Gives the key back when it is destroyed.
class GlobalKey : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    enum class State {
        Off, // no key is wanted
        Asking, // the desktop, and it perhaps the person
        On,
        Taken, // by another program, or the person or the desktop said no
        NotPossible // this desktop lets no program have one
    };
    State state() const { return m_state; }
    // Empty: none. Only the first key of a sequence counts.
    virtual void want(const QKeySequence &keys) = 0;

Q_SIGNALS:
    void pressed();
    void stateChanged();

protected:
    void become(State state);

private:
    State m_state = State::Off;
};

// What this desktop has: the portal of org.freedesktop.portal.GlobalShortcuts, or on X11 a grab.
// description: what the key does, for a person whom the desktop asks.
std::unique_ptr<GlobalKey> makeGlobalKey(const QString &description);

} // namespace aria::globalkey
