// Small helpers of the control path.
#pragma once

#include "httpmessage.h"

#include <QJsonDocument>

namespace simulator {

inline Response controlError(int status, const QString &text)
{
    return jsonResponse(status, { { QStringLiteral("error"), text } });
}

// The JSON object of a request; an empty body is an empty object, anything else nothing.
inline std::optional<QJsonObject> controlBody(const Request &request)
{
    if (request.body.trimmed().isEmpty())
        return QJsonObject();
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

} // namespace simulator
