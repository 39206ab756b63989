#include "api/errors.h"

#include "base/logging.h"

using namespace Qt::StringLiterals;

namespace aria::api {

namespace {

int statusOf(ErrorCategory category)
{
    switch (category) {
    case ErrorCategory::InvalidInput:
    case ErrorCategory::Refused:
        return 422;
    case ErrorCategory::Precondition:
    case ErrorCategory::Unauthorized:
        return 400;
    case ErrorCategory::Forbidden:
        return 403;
    case ErrorCategory::NotFound:
    case ErrorCategory::Gone:
        return 404;
    case ErrorCategory::Conflict:
    case ErrorCategory::Stale:
        return 409;
    case ErrorCategory::RateLimited:
    case ErrorCategory::Unavailable:
        return 503;
    case ErrorCategory::Internal:
        return 500;
    }
    return 500;
}

// Whole seconds, at least one: Retry-After has no smaller unit (RFC 9110 10.2.3).
QByteArray retryAfter(const Error &error)
{
    using namespace std::chrono;
    const auto wait = error.retryAfter.value_or(5s);
    return QByteArray::number(qMax<qint64>(1, ceil<seconds>(wait).count()));
}

} // namespace

Response errorResponse(const Error &error)
{
    const int status = statusOf(error.category);
    if (status == 500) {
        // Internal errors may name paths or SQL, which belong only in the log.
        qCWarning(lcApi) << "internal error:" << error.code << error.message;
        return Response::detail(500, u"Something went wrong inside the service."_s);
    }
    if (status == 422) {
        if (!error.faults.isEmpty())
            return Response::faults(error.faults);
        const QString type =
            error.category == ErrorCategory::Refused && !error.code.isEmpty() ? error.code : u"value_error"_s;
        return Response::faults({ { { u"body"_s }, error.message, type } });
    }
    Response response = Response::detail(status, error.message);
    if (status == 503)
        response.headers.emplaceBack("Retry-After", retryAfter(error));
    return response;
}

Response errorResponse(const Error &error, const Request &request)
{
    if (error.code != "unknown_calendar"_L1 || !request.queryValue(u"calendar_id"_s))
        return errorResponse(error);
    Error placed = error;
    for (Fault &fault : placed.faults)
        fault.loc[0] = u"query"_s;
    return errorResponse(placed);
}

Response stoppingResponse()
{
    return errorResponse({ ErrorCategory::Unavailable, u"stopping"_s, u"The service is stopping."_s });
}

void passOn(const Answer &to, const Answer &from, QObject *context)
{
    from.then(context, [to](const Response &response) { to.give(response); });
}

Answer answerOf(const QFuture<Response> &future, QObject *context)
{
    Answer answer;
    whenFinished(future, context, [answer](const QFuture<Response> &finished) {
        answer.give(finished.resultCount() > 0 ? finished.result() : stoppingResponse());
    });
    return answer;
}

Answer changed(const Answer &answer, QObject *context, std::function<Response(const Response &)> change)
{
    Answer result;
    answer.then(context,
        [result, change = std::move(change)](const Response &response) { result.give(change(response)); });
    return result;
}

} // namespace aria::api
