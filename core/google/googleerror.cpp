#include "google/googleerror.h"

#include "base/logging.h"
#include "google/httpclient.h"
#include "google/retrypolicy.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

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
    static const QRegularExpression control(u"[\\x00-\\x1f\\x7f]+"_s);
    return redact(QString(text.left(2000)).replace(control, u" "_s)).simplified().left(500);
}

// A foreign word that decides something; anything that is not a single word counts as none.
QString word(const QJsonValue &value)
{
    static const QRegularExpression isWord(u"^[A-Za-z0-9._-]{1,64}$"_s);
    const QString text = value.toString();
    return isWord.match(text).hasMatch() ? text : QString();
}

// The classic envelope has errors[].reason; Google's front ends send only details[].reason or a status word.
Word parseEnvelope(int status, const QByteArray &body)
{
    const QJsonValue error = QJsonDocument::fromJson(body).object().value("error"_L1);
    if (error.isString()) // the OAuth form
        return { false, word(error), QString(), QString() };
    const QJsonObject object = error.toObject();
    const QJsonObject first = object.value("errors"_L1).toArray().first().toObject();
    Word said;
    said.reason = word(first.value("reason"_L1));
    said.statusWord = word(object.value("status"_L1));
    said.message = readable(object.value("message"_L1).toString());
    if (said.message.isEmpty())
        said.message = readable(first.value("message"_L1).toString());
    for (const QJsonValue &detail : object.value("details"_L1).toArray()) {
        if (said.reason.isEmpty())
            said.reason = word(detail.toObject().value("reason"_L1));
    }
    const QJsonValue code = object.value("code"_L1);
    said.isGoogles = code.isDouble() ? code.toInt() == status : code.isUndefined() && !said.reason.isEmpty();
    return said;
}

// Whether Google itself says that something does not exist. Nothing is deleted on less.
bool saysMissing(int status, const Word &said)
{
    static const QStringList gone{ u"deleted"_s, u"gone"_s, u"fullSyncRequired"_s,
        u"updatedMinTooLongAgo"_s };
    if (said.reason.isEmpty())
        return status == 404 && said.statusWord == "NOT_FOUND"_L1;
    return status == 404 ? said.reason == "notFound"_L1 : gone.contains(said.reason);
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
    static const QStringList limits{ u"rateLimitExceeded"_s, u"userRateLimitExceeded"_s, u"quotaExceeded"_s,
        u"dailyLimitExceeded"_s, u"RATE_LIMIT_EXCEEDED"_s, u"RESOURCE_EXHAUSTED"_s };
    static const QStringList scopes{ u"insufficientPermissions"_s, u"ACCESS_TOKEN_SCOPE_INSUFFICIENT"_s };
    if (limits.contains(reason))
        return ErrorCategory::RateLimited;
    return scopes.contains(reason) ? ErrorCategory::Unauthorized : ErrorCategory::Forbidden;
}

ErrorCategory categoryOf(int status, const QString &reason)
{
    switch (status) {
    case 401: // push.webhookUrlUnauthorized is about the address, not about the token
        return reason.startsWith("push."_L1) ? ErrorCategory::Refused : ErrorCategory::Unauthorized;
    case 403:
        return reason.startsWith("push."_L1) ? ErrorCategory::Refused : forbiddenCategory(reason);
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

// What a person has to do about a refusal of everything; null: not one of these.
// https://developers.google.com/workspace/calendar/api/guides/errors has the first, the others are the same for all of
// Google's APIs.
QString adviceFor(int status, const QString &reason)
{
    static const QHash<QString, QString> advice = [] {
        const QString switchOn = u"The Google Calendar API is switched off for the Google project of this "
                                 u"sign-in: switch it on in the"
                                 u" Google Cloud console, under APIs & Services."_s;
        const QString project =
            u"Google has suspended the Google project of this sign-in: look at it in the Google"
            u" Cloud console."_s;
        const QString account =
            u"Google has disabled this account, or not verified it yet: sign in at calendar.google.com to see why."_s;
        const QString domain =
            u"The administrator of this Google account does not allow this program to use the"
            u" calendar: ask for it."_s;
        return QHash<QString, QString>{ { u"accessNotConfigured"_s, switchOn },
            { u"SERVICE_DISABLED"_s, switchOn }, { u"CONSUMER_SUSPENDED"_s, project },
            { u"CONSUMER_INVALID"_s, project }, { u"BILLING_DISABLED"_s, project },
            { u"accountDeleted"_s, account }, { u"accountDisabled"_s, account },
            { u"accountUnverified"_s, account }, { u"domainPolicy"_s, domain } };
    }();
    return status == 403 ? advice.value(reason) : QString();
}

QString defaultReason(int status)
{
    switch (status) {
    case 401:
        return u"authError"_s;
    case 404:
        return u"notFound"_s;
    case 410:
        return u"gone"_s;
    case 412:
        return u"conditionNotMet"_s;
    case 429:
        return u"rateLimitExceeded"_s;
    default:
        return u"http_%1"_s.arg(status);
    }
}

} // namespace

bool concernsOneEvent(const Error &error)
{
    static const QStringList codes{ u"batch_part_missing"_s, u"unreadable_event"_s, u"incomplete_answer"_s };
    return codes.contains(error.code);
}

Error badAnswer(const QString &why)
{
    return Error{ ErrorCategory::Unavailable, u"bad_answer"_s, why };
}

Unexpected stoppedError()
{
    return makeError(ErrorCategory::Unavailable, u"stopped"_s, u"The service is ending."_s);
}

Error errorFromStatus(int status, const QByteArray &body, bool isHtml)
{
    Error error;
    error.httpStatus = status;
    const Word said = isHtml ? Word() : parseEnvelope(status, body);
    if (isHtml || !isTheApis(status, said)) {
        error.category = ErrorCategory::Unavailable;
        error.code = u"bad_answer"_s;
        error.message = isHtml
            ? u"A web page came back instead of an answer of Google's API (status %1)."_s.arg(status)
            : u"What came back is no answer of Google's API (status %1)."_s.arg(status);
        return error;
    }
    const QString reason = said.reason.isEmpty() ? said.statusWord : said.reason;
    error.category = categoryOf(status, reason);
    error.code = reason.isEmpty() ? defaultReason(status) : reason;
    error.message = said.message.isEmpty() ? u"Google answered with status %1."_s.arg(status)
                                           : u"Google: %1"_s.arg(said.message);
    if (const QString advice = adviceFor(status, reason); !advice.isEmpty())
        error.message = u"%1 Edits wait until then. (%2)"_s.arg(advice, error.message);
    return error;
}

Error errorFromAnswer(const HttpAnswer &answer)
{
    if (answer.stopped)
        return stoppedError().value();
    if (answer.status == 0) {
        if (!answer.cut.isEmpty())
            return { ErrorCategory::Unavailable, u"timeout"_s, answer.cut };
        const bool timedOut = answer.error == QNetworkReply::OperationCanceledError
            || answer.error == QNetworkReply::TimeoutError;
        if (timedOut)
            return { ErrorCategory::Unavailable, u"timeout"_s, u"Google did not answer in time."_s };
        return { ErrorCategory::Unavailable, isOffline(answer) ? u"offline"_s : u"network"_s,
            u"Google cannot be reached: %1."_s.arg(readable(answer.errorText)) };
    }
    if (!answer.cut.isEmpty()) {
        Error error{ ErrorCategory::Unavailable, u"answer_cut"_s, answer.cut };
        error.httpStatus = answer.status;
        return error;
    }
    if (answer.truncated && answer.status < 400) {
        Error error = badAnswer(u"Google's answer broke off."_s);
        error.httpStatus = answer.status;
        return error;
    }
    return errorFromStatus(answer.status, answer.body, answer.isHtml());
}

Error whereNoTokenWasSent(const Error &error)
{
    const bool isAboutLists = error.httpStatus == 410
        && (error.code == "fullSyncRequired"_L1 || error.code == "updatedMinTooLongAgo"_L1);
    if (!isAboutLists)
        return error;
    Error none =
        badAnswer(u"What came back is about a sync token, but none was sent (%1)."_s.arg(error.code));
    none.httpStatus = error.httpStatus;
    return none;
}

bool isMissingScope(const Error &error)
{
    return error.httpStatus == 403 && error.category == ErrorCategory::Unauthorized;
}

Error calendarAway(const QString &calendarId, const Error &told)
{
    Error error{ ErrorCategory::Unavailable, u"calendar_away"_s,
        u"Google does not find the calendar \"%1\": it was deleted there, or this account may no longer "
        u"see it. Nothing is deleted here; edits wait until it answers again."_s.arg(calendarId) };
    error.httpStatus = told.httpStatus;
    return error;
}

Error withCalendarAway(const QString &calendarId, Error error)
{
    const bool missing = error.category == ErrorCategory::NotFound || error.category == ErrorCategory::Gone;
    return missing ? calendarAway(calendarId, error) : error;
}

bool concernsAccount(const Error &error)
{
    return !adviceFor(error.httpStatus, error.code).isEmpty() || error.code == "calendar_refused"_L1;
}

Error withCalendarRefused(const QString &calendarId, Error error)
{
    if (error.category != ErrorCategory::Forbidden || concernsAccount(error))
        return error;
    error.code = u"calendar_refused"_s;
    error.message = u"Google refuses this account the calendar \"%1\": look whether it is still shared with "
                    u"the account that is"
                    u" signed in. Edits wait until then. (%2)"_s.arg(calendarId, error.message);
    return error;
}

bool isRejectedToken(const Error &error)
{
    return error.httpStatus == 401 && error.category == ErrorCategory::Unauthorized;
}

} // namespace aria::google
