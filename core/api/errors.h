// The one place where an error of the service becomes an HTTP answer (contract: Errors).
#pragma once

#include "api/answer.h"
#include "api/etag.h"
#include "base/callscope.h"
#include "base/whenfinished.h"

#include <QThreadPool>
#include <QtConcurrentRun>

namespace aria::api {

Response errorResponse(const Error &error);
// The same; a fault about calendar_id names the place where the request gave it.
Response errorResponse(const Error &error, const Request &request);

// For a reply that the service gave up without an answer because it is shutting down.
Response stoppingResponse();

// When `from` is given, gives the same answer to `to`.
void passOn(const Answer &to, const Answer &from, QObject *context);
// The result of the future, as an answer.
Answer answerOf(const QFuture<Response> &future, QObject *context);

// Continues a reply of the service on the context's thread; `next` takes the value or error
// and answers, possibly later.
template <class T, class Next>
Answer continueEither(const QFuture<Expected<T>> &reply, QObject *context, Next next)
{
    const Answer answer;
    const QByteArray call = CallScope::current();
    whenFinished(reply, context, [context, answer, next, call](const QFuture<Expected<T>> &finished) {
        const CallScope scope(call);
        if (finished.resultCount() == 0)
            answer.give(stoppingResponse());
        else
            passOn(answer, next(finished.result()), context);
    });
    return answer;
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

// An answer that is what `change` makes of `answer`.
Answer changed(const Answer &answer, QObject *context, std::function<Response(const Response &)> change);

// As answerWith(), for a long answer: it is written and tagged on a thread of the pool, so that it holds up no other
// request.
template <class T, class OnValue>
Answer answerAside(const QFuture<Expected<T>> &reply, QObject *context, OnValue onValue)
{
    return continueEither(
        reply, context, [context, onValue, call = CallScope::current()](const Expected<T> &result) -> Answer {
            if (!result)
                return ready(errorResponse(result.error()));
            const auto made = QtConcurrent::run(QThreadPool::globalInstance(), [onValue, call, result] {
                const CallScope scope(call);
                return withTag(onValue(*result));
            });
            return answerOf(made, context);
        });
}

} // namespace aria::api
