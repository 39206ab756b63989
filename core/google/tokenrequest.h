// What the token endpoint answers, and refreshing at it (RFC 6749 5 and 6).
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "google/httpclient.h"
#include "google/retrypolicy.h"
#include "google/tokenfile.h"

namespace aria::google {

struct TokenAnswer
{
    QString accessToken;
    QString refreshToken; // empty: none came, the old one stays valid
    QDateTime expiry; // UTC
    QStringList scopes; // empty: as requested
};

// Errors: Unauthorized with OAuth's word as code (invalid_grant, invalid_client, …), Unavailable for passing faults.
Expected<TokenAnswer> parseTokenAnswer(const HttpAnswer &answer, const QDateTime &nowUtc);

struct RefreshRequest
{
    QUrl tokenUri;
    QString clientId;
    QString clientSecret; // empty: not sent
    QString refreshToken;
};

// Repeats what google-auth repeats: 5xx, 408, 429 and the passing OAuth errors, and a lost network.
QCoro::Task<Expected<TokenAnswer>> refreshToken(
    HttpClient &http, RefreshRequest request, RetryPolicy policy, Clock &clock, RandomSource &random);

// POST with a form body.
QCoro::Task<HttpAnswer> postForm(HttpClient &http, QUrl url, QByteArray form);

} // namespace aria::google
