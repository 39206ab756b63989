#include "api/errors.h"

#include "base/logging.h"

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
        return Response::detail(500, QStringLiteral("Something went wrong inside the service."));
    }
    if (status == 422) {
        if (!error.faults.isEmpty())
            return Response::faults(error.faults);
        const QString type = error.category == ErrorCategory::Refused && !error.code.isEmpty()
            ? error.code
            : QStringLiteral("value_error");
        return Response::faults({ { { QStringLiteral("body") }, error.message, type } });
    }
    Response response = Response::detail(status, error.message);
    if (status == 503)
        response.headers.emplaceBack("Retry-After", retryAfter(error));
    return response;
}

Response errorResponse(const Error &error, const Request &request)
{
    if (error.code != QLatin1String("unknown_calendar") || !request.queryValue(QStringLiteral("calendar_id")))
        return errorResponse(error);
    Error placed = error;
    for (Fault &fault : placed.faults)
        fault.loc[0] = QStringLiteral("query");
    return errorResponse(placed);
}

Response stoppingResponse()
{
    return errorResponse({ ErrorCategory::Unavailable, QStringLiteral("stopping"),
        QStringLiteral("The service is stopping.") });
}

} // namespace aria::api
