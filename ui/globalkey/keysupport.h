// Whether this desktop lets a program have a key that works everywhere.
#pragma once

#include <QDBusConnection>
#include <QKeySequence>
#include <QObject>

namespace aria::globalkey {

// Asks once, when it is made.
class KeySupport : public QObject
{
    Q_OBJECT
public:
    explicit KeySupport(QDBusConnection bus, QObject *parent = nullptr);

    enum class Answer { Asking, Possible, NotPossible };
    Answer answer() const { return m_answer; }

    // A key that nobody needs for typing: a function key, or with Ctrl, Alt or the Windows key; empty is usable, too.
    static bool isUsable(const QKeySequence &keys);

Q_SIGNALS:
    void answered();

private:
    void take(Answer answer);

    Answer m_answer = Answer::Asking;
};

} // namespace aria::globalkey
