// Google's error envelope.
#pragma once

#include "httpmessage.h"

#include <tl/expected.hpp>

namespace simulator {

struct ApiError
{
    int status = 400;
    QString reason;
    QString message;
    QString domain = QStringLiteral("global");
    QString locationType = {};
    QString location = {};
    QString frontEndStatus = {}; // "UNAUTHENTICATED" …, only where Google's front end answers
    QString detailReason = {}; // details[].reason

    Response toResponse() const;
};

template <class T> using Result = tl::expected<T, ApiError>;

tl::unexpected<ApiError> fail(int status, const QString &reason, const QString &message);
tl::unexpected<ApiError> fail(const ApiError &error);
tl::unexpected<ApiError> invalid(const QString &message);
tl::unexpected<ApiError> badRequest(const QString &message);
tl::unexpected<ApiError> notFound();

} // namespace simulator
