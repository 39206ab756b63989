// The one place where an error of the service becomes an HTTP answer (contract: Errors).
#pragma once

#include "api/message.h"
#include "base/callscope.h"
#include "base/whenfinished.h"

#include <QPromise>
#include <QThreadPool>

namespace aria::api {

Response errorResponse(const Error &error);
// The same; a fault about calendar_id names the place where the request gave it.
Response errorResponse(const Error &error, const Request &request);

// For a reply that the service gave up without an answer because it is shutting down.
Response stoppingResponse();

// What was promised is `answer`: at once where that is ready, else on the context's thread.
void passOn(const std::shared_ptr<QPromise<Response>> &promise, const Answer &answer, QObject *context);

// Continues a reply of the service on the context's thread; `next` takes the value or error
// and answers, possibly later.
template <class T, class Next>
Answer continueEither(const QFuture<Expected<T>> &reply, QObject *context, Next next)
{
    auto promise = std::make_shared<QPromise<Response>>();
    promise->start();
    const QByteArray call = CallScope::current();
    whenFinished(reply, context, [context, promise, next, call](const QFuture<Expected<T>> &finished) {
        const CallScope scope(call);
        if (finished.resultCount() == 0)
            passOn(promise, ready(stoppingResponse()), context);
        else
            passOn(promise, next(finished.result()), context);
    });
    return promise->future();
}

// The same for an answer that is ready at once.
template <class T, class OnResult>
Answer answerEither(const QFuture<Expected<T>> &reply, QObject *context, OnResult onResult)
{
    return continueEither(
        reply, context, [onResult](const Expected<T> &result) { return ready(onResult(result)); });
}

// Passes the value to `onValue`, the error to errorResponse().
template <class T, class OnValue>
Answer answerWith(
    const QFuture<Expected<T>> &reply, QObject *context, const Request &request, OnValue onValue)
{
    return answerEither(reply, context, [request, onValue](const Expected<T> &result) -> Response {
        if (!result)
            return errorResponse(result.error(), request);
        return onValue(*result);
    });
}

template <class T, class OnValue>
Answer answerWith(const QFuture<Expected<T>> &reply, QObject *context, OnValue onValue)
{
    return answerEither(reply, context, [onValue](const Expected<T> &result) -> Response {
        if (!result)
            return errorResponse(result.error());
        return onValue(*result);
    });
}

// The same for answers that may be long: the answer is written on a thread of the pool, so that others are served
// meanwhile. `onValue` must touch nothing but the value.
template <class T, class OnValue> Answer answerAside(QFuture<Expected<T>> reply, OnValue onValue)
{
    return reply.then(QThreadPool::globalInstance(),
        [onValue, call = CallScope::current()](const QFuture<Expected<T>> &finished) -> Response {
            const CallScope scope(call);
            if (finished.resultCount() == 0)
                return stoppingResponse();
            const Expected<T> result = finished.result();
            return result ? onValue(*result) : errorResponse(result.error());
        });
}

} // namespace aria::api
