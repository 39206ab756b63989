// Does two pieces of work at the same time.
#pragma once

#include <QSemaphore>
#include <QThreadPool>

namespace aria {

// Returns when both are done. `first` runs on this thread, `second` on a thread of the pool if one is free, otherwise
// on this one afterwards. Neither may throw, nor change what the other reads.
template <class First, class Second> void bothAtOnce(const First &first, const Second &second)
{
    QSemaphore done;
    const bool isApart = QThreadPool::globalInstance()->tryStart([&second, &done] {
        second();
        done.release();
    });
    first();
    if (isApart)
        done.acquire();
    else
        second();
}

} // namespace aria
