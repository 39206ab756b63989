#include "apierror.h"

#include <QJsonArray>

namespace simulator {

using namespace Qt::StringLiterals;

Response ApiError::toResponse() const
{
    QJsonObject item{ { "domain"_L1, domain }, { "reason"_L1, reason }, { "message"_L1, message } };
    if (status == 401 && reason == "authError"_L1)
        item["message"_L1] = u"Invalid Credentials"_s;
    if (!location.isEmpty()) {
        item["locationType"_L1] = locationType;
        item["location"_L1] = location;
    }
    QJsonObject error{ { "errors"_L1, QJsonArray{ item } }, { "code"_L1, status },
        { "message"_L1, message } };
    if (!frontEndStatus.isEmpty())
        error["status"_L1] = frontEndStatus;
    if (!detailReason.isEmpty()) {
        error["details"_L1] =
            QJsonArray{ QJsonObject{ { "@type"_L1, u"type.googleapis.com/google.rpc.ErrorInfo"_s },
                { "reason"_L1, detailReason }, { "domain"_L1, u"googleapis.com"_s } } };
    }
    Response response = jsonResponse(status, { { "error"_L1, error } });
    response.reason = reason;
    return response;
}

tl::unexpected<ApiError> fail(int status, const QString &reason, const QString &message)
{
    return tl::unexpected(ApiError{ .status = status, .reason = reason, .message = message });
}

tl::unexpected<ApiError> fail(const ApiError &error)
{
    return tl::unexpected(error);
}

tl::unexpected<ApiError> invalid(const QString &message)
{
    return fail(400, u"invalid"_s, message);
}

tl::unexpected<ApiError> badRequest(const QString &message)
{
    return fail(400, u"badRequest"_s, message);
}

tl::unexpected<ApiError> notFound()
{
    return fail(404, u"notFound"_s, u"Not Found"_s);
}

} // namespace simulator
