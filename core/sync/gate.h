// Waiting for "the next time", any number of coroutines at once. A signal is no substitute: QCoro 0.8 delivers it
// queued, and one that is emitted twice before the first delivery resumes a coroutine that is gone already.
#pragma once

#include <QFuture>
#include <QPromise>

#include <optional>

namespace aria::sync {

// In one thread.
class Gate
{
public:
    // Finishes when open() is called the next time.
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
