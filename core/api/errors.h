// The one place where an error of the service becomes an HTTP answer (contract: Errors).
#pragma once

#include "api/etag.h"
#include "api/message.h"
#include "base/callscope.h"
#include "base/whenfinished.h"

#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

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

// The answer with what `change` makes of it, on the context's thread. (QFuture::then() can crash in Qt 6.4 where another
// thread finishes the future at the same moment, so nothing here uses it.)
Answer changed(const Answer &answer, QObject *context, std::function<Response(const Response &)> change);

// As answerWith(), for a long answer: it is written and tagged on a thread of the pool, where nobody waits for it.
template <class T, class OnValue>
Answer answerAside(const QFuture<Expected<T>> &reply, QObject *context, OnValue onValue)
{
    return continueEither(
        reply, context, [onValue, call = CallScope::current()](const Expected<T> &result) -> Answer {
            if (!result)
                return ready(errorResponse(result.error()));
            return QtConcurrent::run(QThreadPool::globalInstance(), [onValue, call, result] {
                const CallScope scope(call);
                return withTag(onValue(*result));
            });
        });
}

} // namespace aria::api
