#include "google/oauthprivate.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "google/googleerror.h"
#include "google/scopes.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace aria::google {
OAuth::Private::Private(
    OAuth &owner, Endpoints where, QNetworkAccessManager &network, Clock &clockRef, RandomSource &randomRef)
    : q(owner)
    , endpoints(std::move(where))
    , clock(clockRef)
    , random(randomRef)
    , http(network, endpoints.retry)
    , tokens(endpoints.tokens ? endpoints.tokens : std::make_shared<TokenFile>(endpoints.credentialsDir))
    , pending(clock)
{
}

Credentials OAuth::Private::credentials() const
{
    Credentials out = Credentials::load(endpoints.credentialsDir, *tokens);
    if (unsaved && out.token && out.token->has_value()) {
        StoredToken &token = out.token->value();
        const bool newer = !token.expiry.isValid() || token.expiry < unsaved->expiry;
        if (token.refreshToken == unsaved->refreshToken && newer)
            token = *unsaved;
    }
    return out;
}

bool OAuth::Private::isFresh(const StoredToken &token, std::chrono::seconds margin) const
{
    return !token.accessToken.isEmpty() && token.accessToken != rejected && token.expiry.isValid()
        && token.expiry > clock.nowUtc().addSecs(margin.count());
}

QFuture<Expected<QString>> OAuth::Private::renewal()
{
    if (m_renewal)
        return m_renewal->future();
    auto promise = std::make_shared<Renewal>();
    promise->start();
    m_renewal = promise;
    const QFuture<Expected<QString>> future = promise->future();
    renew(promise); // continues by itself; ~OAuth ends it through stop()
    return future;
}

QCoro::Task<void> OAuth::Private::renew(std::shared_ptr<Renewal> promise)
{
    const QPointer<OAuth> alive(&q);
    Expected<QString> result;
    // A second round if token.json was replaced during the first: what Google said was about the old one.
    for (int round = 0; round < 2; ++round) {
        bool changedMeanwhile = false;
        result = co_await renewOnce(&changedMeanwhile);
        if (!alive || !changedMeanwhile)
            break;
    }
    if (alive)
        m_renewal.reset();
    promise->addResult(result);
    promise->finish();
}

QCoro::Task<Expected<QString>> OAuth::Private::renewOnce(bool *changedMeanwhile)
{
    const Credentials before = credentials();
    const Expected<StoredToken> token = before.usable(refusal);
    if (!token)
        co_return Expected<QString>(Unexpected(token.error()));
    if (isFresh(*token, renewalMargin)) // another program renewed it
        co_return Expected<QString>(token->accessToken);
    if (token->refreshToken.isEmpty())
        co_return Expected<QString>(makeError(ErrorCategory::Unauthorized, u"token_expired"_s,
            u"The access token has expired and cannot be renewed. Sign in again."_s));
    const Expected<RefreshRequest> request = before.refreshRequest(*token);
    if (!request)
        co_return Expected<QString>(Unexpected(request.error()));

    const QPointer<OAuth> alive(&q);
    const QByteArray call = CallScope::current();
    const Expected<TokenAnswer> answer =
        co_await refreshToken(http, *request, endpoints.retry, clock, random);
    if (!alive)
        co_return Expected<QString>(stoppedError());
    const CallScope scope(call); // nothing is waited for from here on
    qCDebug(lcGoogle) << "the access token was renewed:" << answer.has_value();

    const Credentials now = credentials();
    const bool same =
        now.token && now.token->has_value() && now.token->value().refreshToken == token->refreshToken;
    if (!same) {
        *changedMeanwhile = true; // signed in anew or out
        co_return Expected<QString>(makeError(
            ErrorCategory::Unavailable, u"token_changed"_s, u"token.json changed while it was renewed."_s));
    }
    if (!answer) {
        qCWarning(lcGoogle).noquote() << "Renewing the access token failed:" << answer.error().message;
        if (!isTransient(answer.error())) {
            refusal = Refusal{ Refusal::Of::Files, now.fingerprint, answer.error() };
            Q_EMIT q.statusChanged();
        }
        co_return Expected<QString>(Unexpected(answer.error()));
    }
    co_return adopt(now, *answer);
}

Expected<QString> OAuth::Private::adopt(const Credentials &now, const TokenAnswer &answer)
{
    StoredToken token = now.token->value();
    token.accessToken = answer.accessToken;
    token.expiry = answer.expiry;
    if (!answer.refreshToken.isEmpty())
        token.refreshToken = answer.refreshToken;
    if (!answer.scopes.isEmpty())
        token.scopes = answer.scopes;
    if (now.secrets && token.clientId.isEmpty()) {
        token.clientId = now.secrets->clientId;
        token.clientSecret = now.secrets->clientSecret;
    }
    unsaved.reset();
    if (const Expected<void> written = tokens->write(token); !written) {
        // The token is valid all the same; a full disk must not stop the sync.
        qCWarning(lcGoogle).noquote() << written.error().message;
        unsaved = token;
    }
    Q_EMIT q.statusChanged();
    const QStringList missing = token.scopes ? missingScopes(*token.scopes) : QStringList();
    if (!missing.isEmpty())
        return makeError(ErrorCategory::Unauthorized, u"insufficient_scope"_s, missingScopeMessage(missing));
    return token.accessToken;
}

Expected<QStringList> OAuth::Private::store(const ClientSecrets &client, const TokenAnswer &answer)
{
    const Credentials now = credentials();
    StoredToken token;
    if (now.token && now.token->has_value() && now.token->value().clientId == client.clientId) {
        token.members = now.token->value().members;
        token.members.remove("rapt_token"_L1); // proof for the old session only
        const bool refused = refusal && refusal->of == Refusal::Of::Files && now.isRefused(*refusal);
        if (!refused)
            token.refreshToken = now.token->value().refreshToken;
    }
    token.accessToken = answer.accessToken;
    if (!answer.refreshToken.isEmpty())
        token.refreshToken = answer.refreshToken;
    token.tokenUri = client.tokenUri.toString(QUrl::FullyEncoded);
    token.clientId = client.clientId;
    token.clientSecret = client.clientSecret;
    token.expiry = answer.expiry;
    // RFC 6749 5.1: no scope in the answer means that the requested scopes were granted.
    const QStringList granted = answer.scopes.isEmpty() ? requestedScopes() : answer.scopes;
    token.scopes = granted;

    // A sign-in with unticked boxes must not replace one that works. If there is none, it is kept, so that the status
    // can name what is missing.
    const QStringList missing = missingScopes(granted);
    const Unexpected tooLittle =
        makeError(ErrorCategory::Precondition, u"insufficient_scope"_s, missingScopeMessage(missing));
    if (!missing.isEmpty() && now.usable(refusal))
        return tooLittle;
    if (const Expected<void> written = tokens->write(token); !written)
        return Unexpected(written.error());
    refusal.reset();
    rejected.clear();
    unsaved.reset();
    if (!missing.isEmpty())
        return tooLittle;
    return granted;
}

} // namespace aria::google
