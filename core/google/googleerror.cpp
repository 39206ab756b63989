#include "google/googleerror.h"

#include "google/httpclient.h"
#include "google/retrypolicy.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace aria::google {
namespace {

struct Word
{
    QString reason;
    QString message;
};

// The classic envelope has errors[].reason; front ends send only details[].reason or a status word.
Word parseEnvelope(const QByteArray &body)
{
    const QJsonValue error = QJsonDocument::fromJson(body).object().value(QLatin1String("error"));
    if (error.isString()) // the OAuth form
        return { error.toString(), QString() };
    const QJsonObject object = error.toObject();
    const QJsonObject first = object.value(QLatin1String("errors")).toArray().first().toObject();
    Word word{ first.value(QLatin1String("reason")).toString(),
        object.value(QLatin1String("message")).toString() };
    if (word.message.isEmpty())
        word.message = first.value(QLatin1String("message")).toString();
    for (const QJsonValue &detail : object.value(QLatin1String("details")).toArray()) {
        if (word.reason.isEmpty())
            word.reason = detail.toObject().value(QLatin1String("reason")).toString();
    }
    if (word.reason.isEmpty())
        word.reason = object.value(QLatin1String("status")).toString();
    return word;
}

ErrorCategory forbiddenCategory(const QString &reason)
{
    static const QStringList limits{ QStringLiteral("rateLimitExceeded"),
        QStringLiteral("userRateLimitExceeded"), QStringLiteral("quotaExceeded"),
        QStringLiteral("dailyLimitExceeded"), QStringLiteral("RATE_LIMIT_EXCEEDED"),
        QStringLiteral("RESOURCE_EXHAUSTED") };
    static const QStringList scopes{ QStringLiteral("insufficientPermissions"),
        QStringLiteral("ACCESS_TOKEN_SCOPE_INSUFFICIENT") };
    if (limits.contains(reason))
        return ErrorCategory::RateLimited;
    return scopes.contains(reason) ? ErrorCategory::Unauthorized : ErrorCategory::Forbidden;
}

ErrorCategory categoryOf(int status, const QString &reason)
{
    switch (status) {
    case 401: // push.webhookUrlUnauthorized is about the address, not about the token
        return reason.startsWith(QLatin1String("push.")) ? ErrorCategory::Refused
                                                         : ErrorCategory::Unauthorized;
    case 403:
        return reason.startsWith(QLatin1String("push.")) ? ErrorCategory::Refused : forbiddenCategory(reason);
    case 404:
        return ErrorCategory::NotFound;
    case 409:
        return ErrorCategory::Conflict;
    case 410:
        return ErrorCategory::Gone;
    case 412:
        return ErrorCategory::Stale;
    case 429:
        return ErrorCategory::RateLimited;
    case 407:
    case 408:
        return ErrorCategory::Unavailable;
    default:
        return status >= 400 && status < 500 ? ErrorCategory::Refused : ErrorCategory::Unavailable;
    }
}

QString defaultReason(int status)
{
    switch (status) {
    case 401:
        return QStringLiteral("authError");
    case 404:
        return QStringLiteral("notFound");
    case 410:
        return QStringLiteral("gone");
    case 412:
        return QStringLiteral("conditionNotMet");
    case 429:
        return QStringLiteral("rateLimitExceeded");
    default:
        return QStringLiteral("http_%1").arg(status);
    }
}

} // namespace

Error badAnswer(const QString &why)
{
    return Error{ ErrorCategory::Unavailable, QStringLiteral("bad_answer"), why };
}

Unexpected stoppedError()
{
    return makeError(
        ErrorCategory::Unavailable, QStringLiteral("stopped"), QStringLiteral("The service is ending."));
}

Error errorFromStatus(int status, const QByteArray &body, bool isHtml)
{
    Error error;
    error.httpStatus = status;
    if (isHtml) {
        error.category = ErrorCategory::Unavailable;
        error.code = QStringLiteral("bad_answer");
        error.message =
            QStringLiteral("A web page came back instead of an answer of Google's API (status %1).")
                .arg(status);
        return error;
    }
    const Word word = parseEnvelope(body);
    error.category = categoryOf(status, word.reason);
    error.code = word.reason.isEmpty() ? defaultReason(status) : word.reason;
    error.message = word.message.isEmpty() ? QStringLiteral("Google answered with status %1.").arg(status)
                                           : QStringLiteral("Google: %1").arg(word.message.left(500));
    return error;
}

Error errorFromAnswer(const HttpAnswer &answer)
{
    if (answer.stopped)
        return stoppedError().value();
    if (answer.status == 0) {
        const bool timedOut = answer.error == QNetworkReply::OperationCanceledError
            || answer.error == QNetworkReply::TimeoutError;
        if (timedOut)
            return { ErrorCategory::Unavailable, QStringLiteral("timeout"),
                QStringLiteral("Google did not answer in time.") };
        return { ErrorCategory::Unavailable,
            isOffline(answer) ? QStringLiteral("offline") : QStringLiteral("network"),
            QStringLiteral("Google cannot be reached: %1.").arg(answer.errorText) };
    }
    if (answer.truncated && answer.status < 400) {
        Error error = badAnswer(QStringLiteral("Google's answer broke off."));
        error.httpStatus = answer.status;
        return error;
    }
    return errorFromStatus(answer.status, answer.body, answer.isHtml());
}

bool isRejectedToken(const Error &error)
{
    return error.httpStatus == 401 && error.category == ErrorCategory::Unauthorized;
}

} // namespace aria::google
