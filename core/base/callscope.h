// For which call of the API the work at hand is done, so that every line logged meanwhile names it.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace aria {

// While it lives, lines of this thread are about that call. Qt's message handler has no other way to learn it.
//
// Keep none across a co_await: the thread does other work meanwhile. A coroutine keeps current() in its frame instead,
// and makes a scope around what it starts and logs afterwards; what it starts runs in that scope up to its own first
// co_await.
class CallScope
{
public:
    explicit CallScope(QByteArray callId);
    ~CallScope();
    CallScope(const CallScope &) = delete;
    CallScope &operator=(const CallScope &) = delete;

    // The call's id; several with commas between them where one piece of work is for several calls; empty: none.
    static const QByteArray &current();
    static QByteArray currentOr(const QByteArray &other) { return current().isEmpty() ? other : current(); }

private:
    QByteArray m_before;
};

// One text for work that is done for all of these calls.
QByteArray joinedCalls(const QByteArrayList &callIds);

// Starts asynchronous work in that call's scope.
template <class Begin> auto inCall(const QByteArray &callId, Begin begin)
{
    const CallScope scope(callId);
    return begin();
}

} // namespace aria
