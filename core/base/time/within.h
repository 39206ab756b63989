// Waits for a future, but not for ever.
#pragma once

#include "base/whenfinished.h"

#include <QObject>
#include <QPromise>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace aria {

// The future's value if it comes within `limit`, otherwise nullopt; the work itself goes on. `context` lives on the
// calling thread, which must run an event loop.
template <class T>
QFuture<std::optional<T>> within(const QFuture<T> &future, std::chrono::milliseconds limit, QObject *context)
{
    struct Race
    {
        QPromise<std::optional<T>> promise;
        bool over = false;
        void finish(std::optional<T> value)
        {
            if (std::exchange(over, true))
                return;
            promise.addResult(std::move(value));
            promise.finish();
        }
    };
    auto race = std::make_shared<Race>();
    race->promise.start();
    QFuture<std::optional<T>> result = race->promise.future();
    whenFinished(future, context, [race](const QFuture<T> &done) {
        if (!done.isCanceled())
            race->finish(done.result());
    });
    QTimer::singleShot(limit, context, [race] { race->finish(std::nullopt); });
    return result;
}

} // namespace aria
