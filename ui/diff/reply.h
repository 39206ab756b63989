// The result of a finished call to the service, even if there is none.
#pragma once

#include "base/error.h"

#include <QCoreApplication>
#include <QFuture>

namespace aria::diff {

struct Replies
{
    Q_DECLARE_TR_FUNCTIONS(Replies)
public:
    // Unavailable "interrupted".
    static Error interrupted()
    {
        return { ErrorCategory::Unavailable, QStringLiteral("interrupted"),
            tr("The calendar service is starting again. Please try again in a moment.") };
    }
};

// A call whose service stopped has no result: then interrupted().
template <class T> Expected<T> resultOf(const QFuture<Expected<T>> &future)
{
    if (future.resultCount() == 0)
        return Unexpected(Replies::interrupted());
    return future.result();
}

} // namespace aria::diff
