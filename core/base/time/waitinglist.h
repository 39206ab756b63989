// Lets any number of coroutines wait for "the next time". A signal does not work for this: QCoro 0.8 delivers it
// queued, and one that is emitted twice before the first delivery resumes a coroutine that is already gone.
#pragma once

#include <QFuture>
#include <QPromise>

#include <optional>

namespace aria {

// Used within one thread.
class WaitingList
{
public:
    // Finishes the next time release() is called.
    QFuture<void> join()
    {
        if (!m_promise) {
            m_promise.emplace();
            m_promise->start();
        }
        return m_promise->future();
    }
    void release()
    {
        if (auto waited = std::exchange(m_promise, std::nullopt))
            waited->finish();
    }

private:
    std::optional<QPromise<void>> m_promise;
};

} // namespace aria
