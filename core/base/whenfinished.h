// Continues a future on a given object's thread, safely even if that object is destroyed first.
#pragma once

#include <QFuture>
#include <QFutureWatcher>

namespace aria {

// Calls `next(future)` on the context's thread once `future` has finished or was cancelled; not at all if the context
// is gone by then. (QFuture::then(context, …) of Qt 6.4 must not outlive its context.)
template <class T, class Next> void whenFinished(const QFuture<T> &future, QObject *context, Next next)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, context, [watcher, next = std::move(next)]() mutable {
            watcher->deleteLater();
            next(watcher->future());
        });
    watcher->setFuture(future);
}

} // namespace aria
