// Says for which call of the API the current work is done, so that every line logged meanwhile names that call.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace aria {

// While it lives, log lines of this thread name that call. Qt's message handler has no other way to learn it. Keep no
// scope across a co_await: the thread does other work meanwhile. A coroutine keeps current() in its frame instead, and
// makes a new scope around what it starts and logs afterwards; what it starts runs in that scope up to its own first
// co_await.
class CallScope
{
public:
    explicit CallScope(QByteArray callId);
    ~CallScope();
    CallScope(const CallScope &) = delete;
    CallScope &operator=(const CallScope &) = delete;

    // The call's id; several ids with commas between them if one piece of work is for several calls; empty: none.
    static const QByteArray &current();
    static QByteArray currentOr(const QByteArray &other) { return current().isEmpty() ? other : current(); }

private:
    QByteArray m_before;
};

// These ids as one text, for work that is done for all of these calls.
QByteArray joinedCalls(const QByteArrayList &callIds);

// Starts asynchronous work in that call's scope.
template <class Begin> auto inCall(const QByteArray &callId, Begin begin)
{
    const CallScope scope(callId);
    return begin();
}

} // namespace aria
