#include "google/googleerror.h"

#include "base/logging.h"
#include "google/httpclient.h"
#include "google/retrypolicy.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace aria::google {
namespace {

struct Word
{
    bool isGoogles = false; // an error object, with the status it came with
    QString reason;
    QString statusWord; // the status word of Google's front ends: "NOT_FOUND"
    QString message;
};

// A foreign text made fit for a person: without secrets, line ends or control characters, and not too long.
QString readable(const QString &text)
{
    static const QRegularExpression control(QStringLiteral("[\\x00-\\x1f\\x7f]+"));
    return redact(QString(text.left(2000)).replace(control, QStringLiteral(" "))).simplified().left(500);
}

// A foreign word that decides something; anything that is not a single word counts as none.
QString word(const QJsonValue &value)
{
    static const QRegularExpression isWord(QStringLiteral("^[A-Za-z0-9._-]{1,64}$"));
    const QString text = value.toString();
    return isWord.match(text).hasMatch() ? text : QString();
}

// The classic envelope has errors[].reason; Google's front ends send only details[].reason or a status word.
Word parseEnvelope(int status, const QByteArray &body)
{
    const QJsonValue error = QJsonDocument::fromJson(body).object().value(QLatin1String("error"));
    if (error.isString()) // the OAuth form
        return { false, word(error), QString(), QString() };
    const QJsonObject object = error.toObject();
    const QJsonObject first = object.value(QLatin1String("errors")).toArray().first().toObject();
    Word said;
    said.reason = word(first.value(QLatin1String("reason")));
    said.statusWord = word(object.value(QLatin1String("status")));
    said.message = readable(object.value(QLatin1String("message")).toString());
    if (said.message.isEmpty())
        said.message = readable(first.value(QLatin1String("message")).toString());
    for (const QJsonValue &detail : object.value(QLatin1String("details")).toArray()) {
        if (said.reason.isEmpty())
            said.reason = word(detail.toObject().value(QLatin1String("reason")));
    }
    const QJsonValue code = object.value(QLatin1String("code"));
    said.isGoogles = code.isDouble() ? code.toInt() == status : code.isUndefined() && !said.reason.isEmpty();
    return said;
}

// Whether Google itself says that something does not exist. Nothing is deleted on less.
bool saysMissing(int status, const Word &said)
{
    static const QStringList gone{ QStringLiteral("deleted"), QStringLiteral("gone"),
        QStringLiteral("fullSyncRequired"), QStringLiteral("updatedMinTooLongAgo") };
    if (said.reason.isEmpty())
        return status == 404 && said.statusWord == QLatin1String("NOT_FOUND");
    return status == 404 ? said.reason == QLatin1String("notFound") : gone.contains(said.reason);
}

// Whether the answer comes from the API itself, for the statuses where that matters: an answer that only leads to
// another look at the event, a new token or a pause changes nothing, whoever sent it.
bool isTheApis(int status, const Word &said)
{
    static const QList<int> harmless{ 401, 407, 408, 409, 412, 429 };
    if (status < 400 || status >= 500 || harmless.contains(status))
        return true;
    return said.isGoogles && ((status != 404 && status != 410) || saysMissing(status, said));
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
    const Word said = isHtml ? Word() : parseEnvelope(status, body);
    if (isHtml || !isTheApis(status, said)) {
        error.category = ErrorCategory::Unavailable;
        error.code = QStringLiteral("bad_answer");
        error.message = isHtml
            ? QStringLiteral("A web page came back instead of an answer of Google's API (status %1).")
                  .arg(status)
            : QStringLiteral("What came back is no answer of Google's API (status %1).").arg(status);
        return error;
    }
    const QString reason = said.reason.isEmpty() ? said.statusWord : said.reason;
    error.category = categoryOf(status, reason);
    error.code = reason.isEmpty() ? defaultReason(status) : reason;
    error.message = said.message.isEmpty() ? QStringLiteral("Google answered with status %1.").arg(status)
                                           : QStringLiteral("Google: %1").arg(said.message);
    return error;
}

Error errorFromAnswer(const HttpAnswer &answer)
{
    if (answer.stopped)
        return stoppedError().value();
    if (answer.status == 0) {
        if (!answer.cut.isEmpty())
            return { ErrorCategory::Unavailable, QStringLiteral("timeout"), answer.cut };
        const bool timedOut = answer.error == QNetworkReply::OperationCanceledError
            || answer.error == QNetworkReply::TimeoutError;
        if (timedOut)
            return { ErrorCategory::Unavailable, QStringLiteral("timeout"),
                QStringLiteral("Google did not answer in time.") };
        return { ErrorCategory::Unavailable,
            isOffline(answer) ? QStringLiteral("offline") : QStringLiteral("network"),
            QStringLiteral("Google cannot be reached: %1.").arg(readable(answer.errorText)) };
    }
    if (!answer.cut.isEmpty()) {
        Error error{ ErrorCategory::Unavailable, QStringLiteral("answer_cut"), answer.cut };
        error.httpStatus = answer.status;
        return error;
    }
    if (answer.truncated && answer.status < 400) {
        Error error = badAnswer(QStringLiteral("Google's answer broke off."));
        error.httpStatus = answer.status;
        return error;
    }
    return errorFromStatus(answer.status, answer.body, answer.isHtml());
}

bool isMissingScope(const Error &error)
{
    return error.httpStatus == 403 && error.category == ErrorCategory::Unauthorized;
}

Error calendarAway(const QString &calendarId, const Error &told)
{
    Error error{ ErrorCategory::Unavailable, QStringLiteral("calendar_away"),
        QStringLiteral(
            "Google does not find the calendar \"%1\": it was deleted there, or this account may no longer "
            "see it. Nothing is deleted here; edits wait until it answers again.")
            .arg(calendarId) };
    error.httpStatus = told.httpStatus;
    return error;
}

Error withCalendarAway(const QString &calendarId, Error error)
{
    const bool missing = error.category == ErrorCategory::NotFound || error.category == ErrorCategory::Gone;
    return missing ? calendarAway(calendarId, error) : error;
}

bool isRejectedToken(const Error &error)
{
    return error.httpStatus == 401 && error.category == ErrorCategory::Unauthorized;
}

} // namespace aria::google
