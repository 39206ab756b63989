// Wakes the coroutines of one thread that wait for something to happen again and again. (Awaiting a signal that may be
// emitted twice before the event loop turns resumes the coroutine twice: QCoro 0.8 connects it queued, and a queued call
// still comes after its connection is cut.)
#pragma once

#include <QFuture>
#include <QPromise>

#include <utility>
#include <vector>

namespace aria::sync {

class Bell
{
public:
    // Finishes when the bell is rung the next time.
    QFuture<void> next()
    {
        m_waiting.emplace_back();
        m_waiting.back().start();
        return m_waiting.back().future();
    }

    void ring()
    {
        auto waiting = std::exchange(m_waiting, {});
        for (QPromise<void> &promise : waiting)
            promise.finish();
    }

private:
    std::vector<QPromise<void>> m_waiting;
};

} // namespace aria::sync
