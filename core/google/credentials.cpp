#include "google/credentials.h"

#include "base/settingvalues.h"
#include "base/smallfile.h"
#include "google/scopes.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

// A token that nothing can renew identifies the grant by itself.
QByteArray grantOf(const StoredToken &token)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QString lasting = token.refreshToken.isEmpty() ? token.accessToken : token.refreshToken;
    for (const QString &part :
        { lasting, token.clientId, token.scopes.value_or(QStringList()).join(QLatin1Char(' ')) }) {
        hash.addData(part.toUtf8());
        hash.addData(QByteArrayView("\0", 1));
    }
    return hash.result();
}

} // namespace

Credentials Credentials::load(const QString &directory, const TokenStore &tokens)
{
    const QString secretsPath = directory + "/client_secrets.json"_L1;
    Credentials out{ ClientSecrets::load(secretsPath), tokens.read(), tokens.exists(), {}, {} };
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(readSmallFile(secretsPath).value_or(QByteArray()));
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(tokens.content());
    out.fingerprint = hash.result();
    if (out.token && out.token->has_value())
        out.grant = grantOf(out.token->value());
    return out;
}

Expected<StoredToken> Credentials::usable(const std::optional<Refusal> &refusal) const
{
    if (!token)
        return Unexpected(token.error());
    if (!token->has_value())
        return makeError(
            ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Nobody is signed in to Google."_s);
    if (refusal && isRefused(*refusal))
        return Unexpected(refusal->error);
    const StoredToken &stored = token->value();
    // A file that names no scopes may hold any; Google's first answer will tell.
    const QStringList missing = stored.scopes ? missingScopes(*stored.scopes) : QStringList();
    if (!missing.isEmpty())
        return makeError(ErrorCategory::Unauthorized, u"insufficient_scope"_s, missingScopeMessage(missing));
    return stored;
}

Expected<RefreshRequest> Credentials::refreshRequest(const StoredToken &stored) const
{
    RefreshRequest request{ {}, stored.clientId, stored.clientSecret, stored.refreshToken };
    if (secrets) {
        request.tokenUri = secrets->tokenUri;
        if (request.clientId.isEmpty())
            request.clientId = secrets->clientId;
        // The operator may have changed the secret since the sign-in.
        if (request.clientId == secrets->clientId)
            request.clientSecret = secrets->clientSecret;
    } else if (stored.tokenUri.isEmpty()) {
        request.tokenUri = QUrl(u"https://oauth2.googleapis.com/token"_s); // as google-auth assumes
    } else {
        request.tokenUri = QUrl(stored.tokenUri, QUrl::StrictMode);
    }
    if (!settingvalue::isSafeUrl(request.tokenUri))
        return makeError(ErrorCategory::Unauthorized, u"token_file_broken"_s,
            u"token.json has a token_uri that is not an https address. Sign in again."_s);
    if (request.clientId.isEmpty())
        return makeError(ErrorCategory::Unauthorized, u"token_file_broken"_s,
            u"token.json has no client_id. Sign in again."_s);
    return request;
}

AuthStatus Credentials::status(
    const std::optional<Refusal> &refusal, const QString &rejected, const QDateTime &nowUtc) const
{
    AuthStatus status;
    status.clientSecretsConfigured = secrets.has_value();
    status.tokenExists = tokenExists;
    if (!secrets) {
        status.problem = secrets.error().message;
        status.problemCode = secrets.error().code;
    }
    if (token && token->has_value()) {
        const StoredToken &stored = token->value();
        status.hasRefreshToken = !stored.refreshToken.isEmpty();
        status.expiry = stored.expiry;
        status.scopes = stored.scopes.value_or(QStringList());
        status.credentialsExpired = !stored.expiry.isValid() || stored.expiry <= nowUtc;
    }
    const Expected<StoredToken> good = usable(refusal);
    if (!good) {
        // Without client secrets nobody can sign in, so that is reported first.
        if (secrets || good.error().code != "not_signed_in"_L1) {
            status.problem = good.error().message;
            status.problemCode = good.error().code;
        }
        return status;
    }
    const bool holds =
        !good->accessToken.isEmpty() && good->accessToken != rejected && !*status.credentialsExpired;
    status.credentialsValid = holds || (status.hasRefreshToken && refreshRequest(*good).has_value());
    status.problem = status.credentialsValid
        ? QString()
        : u"The access token has expired and cannot be renewed. Sign in again."_s;
    status.problemCode = status.credentialsValid ? QString() : u"token_expired"_s;
    return status;
}

} // namespace aria::google
