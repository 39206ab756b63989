#include "google/tokenrequest.h"

#include "base/logging.h"
#include "base/settingvalues.h"
#include "google/googleerror.h"
#include "google/scopes.h"
#include "google/urlparts.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

Error refusal(const HttpAnswer &answer, const QJsonObject &body)
{
    const QString word = redact(body.value("error"_L1).toString().left(100)).simplified();
    const QString said = redact(body.value("error_description"_L1).toString().left(300)).simplified();
    const QString google = said.isEmpty() ? word : u"%1 (%2)"_s.arg(said, word);
    Error error;
    error.category = ErrorCategory::Unauthorized;
    error.code = word;
    error.httpStatus = answer.status;
    if (word == "invalid_grant"_L1)
        error.message = u"Google no longer accepts the sign-in: %1. Sign in again."_s.arg(google);
    else if (word == "invalid_client"_L1 || word == "unauthorized_client"_L1)
        error.message = u"Google does not know the client of client_secrets.json: %1."_s.arg(google);
    else
        error.message = u"Google refused the token request: %1."_s.arg(google);
    return error;
}

bool passes(const QString &word)
{
    return word == "internal_failure"_L1 || word == "server_error"_L1 || word == "temporarily_unavailable"_L1;
}

} // namespace

Expected<TokenAnswer> parseTokenAnswer(const HttpAnswer &answer, const QDateTime &nowUtc)
{
    if (answer.stopped || answer.status == 0 || answer.truncated || answer.isHtml())
        return Unexpected(errorFromAnswer(answer));
    const QJsonObject body = QJsonDocument::fromJson(answer.body).object();
    if (!answer.isSuccess()) {
        const QString word = body.value("error"_L1).toString();
        const bool transient = answer.status >= 500 || answer.status == 408 || answer.status == 429
            || answer.status < 400 || passes(word);
        if (!transient && !word.isEmpty())
            return Unexpected(refusal(answer, body));
        Error error = errorFromStatus(answer.status, answer.body, false);
        if (transient && error.category != ErrorCategory::RateLimited)
            error.category = ErrorCategory::Unavailable;
        else if (!transient)
            error.category = ErrorCategory::Unauthorized;
        return Unexpected(error);
    }
    TokenAnswer token;
    token.accessToken = body.value("access_token"_L1).toString();
    token.refreshToken = body.value("refresh_token"_L1).toString();
    token.scopes = splitScopes(body.value("scope"_L1).toString());
    if (!settingvalue::isToken(token.accessToken)) // or it would not fit into a header
        return Unexpected(badAnswer(u"Google's token answer holds no access token."_s));
    const QJsonValue lifetime = body.value("expires_in"_L1);
    const qint64 seconds = lifetime.isString() ? lifetime.toString().toLongLong() : lifetime.toInteger(0);
    // RFC 6749 only recommends expires_in; without it, the token is used now and renewed next time.
    token.expiry = nowUtc.addSecs(std::clamp<qint64>(seconds, 0, 7 * 24 * 3600));
    return token;
}

QCoro::Task<HttpAnswer> postForm(HttpClient &http, QUrl url, QByteArray form)
{
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
    request.setRawHeader("Accept", "application/json");
    HttpAnswer answer = co_await http.send("POST", request, form);
    co_return answer;
}

QCoro::Task<Expected<TokenAnswer>> refreshToken(
    HttpClient &http, RefreshRequest request, RetryPolicy policy, Clock &clock, RandomSource &random)
{
    QueryItems items{ { u"grant_type"_s, u"refresh_token"_s }, { u"client_id"_s, request.clientId },
        { u"refresh_token"_s, request.refreshToken } };
    if (!request.clientSecret.isEmpty())
        items.append({ u"client_secret"_s, request.clientSecret });
    const QByteArray form = encodeQuery(items);

    for (int attempt = 0;; ++attempt) {
        const HttpAnswer answer = co_await postForm(http, request.tokenUri, form);
        Expected<TokenAnswer> token = parseTokenAnswer(answer, clock.nowUtc());
        if (token || !isTransient(token.error()) || answer.stopped)
            co_return token;
        const auto wait = isOffline(answer) ? policy.offlineWait
                                            : leastWait(policy, attempt, answer, clock, random.fraction());
        if (attempt >= retriesFor(policy, answer) || wait > policy.longestWait) {
            token.error().retryAfter = wait;
            co_return token;
        }
        const bool goOn = co_await http.sleep(wait);
        if (!goOn)
            co_return token;
    }
}

} // namespace aria::google
