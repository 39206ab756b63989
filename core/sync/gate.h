// Lets any number of coroutines wait for "the next time". A signal does not work for this: QCoro 0.8 delivers it
// queued, and one that is emitted twice before the first delivery resumes a coroutine that is already gone.
#pragma once

#include <QFuture>
#include <QPromise>

#include <optional>

namespace aria::sync {

// Used within one thread.
class Gate
{
public:
    // Finishes the next time open() is called.
    QFuture<void> next()
    {
        if (!m_promise) {
            m_promise.emplace();
            m_promise->start();
        }
        return m_promise->future();
    }
    void open()
    {
        if (auto waited = std::exchange(m_promise, std::nullopt))
            waited->finish();
    }

private:
    std::optional<QPromise<void>> m_promise;
};

} // namespace aria::sync
