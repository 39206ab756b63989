// Takes commands from any thread to the service's own, where its coroutines run.
#pragma once

#include "base/callscope.h"
#include "base/scopedcount.h"
#include "service/calendarservice.h"
#include "service/task.h"

#include <QCoro/QCoroFuture>

#include <QPromise>

#include <functional>
#include <type_traits>

namespace aria::service {

// Lives on the service's thread. Only run() may be called from another thread.
class ServiceThread final : public QObject
{
public:
    ServiceThread() { m_opened.start(); }

    // Carries out a command of `part`, which outlives it, once the service is open, and hands its value to the future.
    template <class Part, class T, class... Args>
    Reply<T> run(Part &part, Task<T> (Part::*command)(Args...), std::type_identity_t<Args>... args);

    // Called when the service knows what an earlier run left; commands wait until then. A command in the first moments
    // must not meet a service that does not know yet that it is signed in.
    void open() { m_opened.finish(); }

    // Kept in the frame of a coroutine that nobody outside waits for.
    ScopedCount busy() { return ScopedCount(m_tasks); }
    bool isBusy() const { return m_tasks > 0; }

private:
    template <class T>
    QCoro::Task<void> deliver(std::function<Task<T>()> begin, std::shared_ptr<QPromise<Expected<T>>> promise);

    QPromise<void> m_opened;
    int m_tasks = 0;
};

template <class T>
QCoro::Task<void> ServiceThread::deliver(
    std::function<Task<T>()> begin, std::shared_ptr<QPromise<Expected<T>>> promise)
{
    const ScopedCount busy(m_tasks);
    const QByteArray call = CallScope::current();
    const QFuture<void> opened = m_opened.future();
    if (!opened.isFinished())
        co_await opened;
    auto work = inCall(call, begin);
    auto result = co_await work;
    promise->addResult(std::move(result));
    promise->finish();
}

template <class Part, class T, class... Args>
Reply<T> ServiceThread::run(Part &part, Task<T> (Part::*command)(Args...), std::type_identity_t<Args>... args)
{
    auto promise = std::make_shared<QPromise<Expected<T>>>();
    promise->start();
    auto future = promise->future();
    std::function<Task<T>()> begin = [&part, command, args...] { return (part.*command)(args...); };
    QMetaObject::invokeMethod(
        this,
        [this, begin = std::move(begin), promise, call = CallScope::current()] {
            const CallScope scope(call);
            deliver<T>(begin, promise);
        },
        Qt::QueuedConnection);
    return future;
}

} // namespace aria::service
