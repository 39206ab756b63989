#include "google/oauth.h"

#include "base/callscope.h"
#include "base/logging.h"
#include "google/googleerror.h"
#include "google/oauthprivate.h"
#include "google/pkce.h"
#include "google/scopes.h"
#include "google/urlparts.h"

#include <QCoro/QCoroFuture>

#include <QJsonDocument>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

// A token about to expire may still be used if Google's token endpoint cannot be reached or there
// is no refresh token.
constexpr std::chrono::seconds usableMargin{ 60 };

Unexpected unknownState()
{
    return makeError(ErrorCategory::Precondition, u"unknown_state"_s,
        u"This sign-in is unknown, was used already, or took longer than 10 minutes. Start again."_s);
}

} // namespace

OAuth::OAuth(
    Endpoints endpoints, QNetworkAccessManager &network, Clock &clock, RandomSource &random, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(endpoints), network, clock, random))
{
}

OAuth::~OAuth()
{
    stop();
}

void OAuth::stop()
{
    d->http.stop();
}

AuthStatus OAuth::status() const
{
    return d->credentials().status(d->refusal, d->rejected, d->clock.nowUtc());
}

Expected<Authorization> OAuth::begin(const QString &redirectUri, const QString &state)
{
    const Expected<ClientSecrets> secrets =
        ClientSecrets::load(d->endpoints.credentialsDir + "/client_secrets.json"_L1);
    if (!secrets)
        return Unexpected(secrets.error());
    if (!secrets->allowsRedirect(redirectUri)) {
        const QString message = secrets->kind == ClientSecrets::Kind::Installed
            ? u"An installed client may be sent back to an http loopback address only, such as "
              u"http://127.0.0.1:8068/auth/callback."_s
            : u"This address is not one of the redirect_uris in client_secrets.json."_s;
        Error error{ ErrorCategory::InvalidInput, u"redirect_uri_not_allowed"_s, message };
        error.faults.append({ { u"query"_s, u"redirect_uri"_s }, message, u"value_error"_s });
        return Unexpected(error);
    }
    if (const PendingAuthorization *same = d->pending.renew(state, redirectUri)) {
        if (same->flow->client() == *secrets)
            return Authorization{ same->flow->authorizationUrl(), state };
        d->pending.forget(state); // it belongs to a client that is no longer ours
    }
    PendingAuthorization pending;
    pending.state = state.isEmpty() ? newState(d->random) : state;
    pending.redirectUri = redirectUri;
    pending.flow = std::make_shared<AuthorizationFlow>(
        *secrets, redirectUri, pending.state, newCodeVerifier(d->random), d->http);
    const Authorization authorization{ pending.flow->authorizationUrl(), pending.state };
    if (!authorization.url.isValid() || authorization.url.isEmpty())
        return makeError(ErrorCategory::Internal, u"no_authorization_url"_s,
            u"The authorization address could not be built."_s);
    if (const auto added = d->pending.add(std::move(pending)); !added)
        return Unexpected(added.error());
    return authorization;
}

QCoro::Task<Expected<QStringList>> OAuth::complete(QString state, QString code, QString redirectUri)
{
    if (code.isEmpty())
        co_return Expected<QStringList>(
            makeError(ErrorCategory::Precondition, u"no_code"_s, u"Google sent no authorization code."_s));
    std::optional<PendingAuthorization> pending =
        state.isEmpty() ? d->pending.takeOnly(redirectUri) : d->pending.take(state, redirectUri);
    if (!pending)
        co_return Expected<QStringList>(unknownState());

    const QPointer<OAuth> alive(this);
    const QByteArray call = CallScope::current();
    const std::shared_ptr<AuthorizationFlow> flow = pending->flow;
    const HttpAnswer answer = co_await flow->exchange(code);
    if (!alive)
        co_return Expected<QStringList>(Unexpected(errorFromAnswer(answer)));
    const CallScope scope(call); // nothing is waited for from here on
    qCDebug(lcGoogle) << "POST to the token endpoint" << answer.status;

    const Expected<TokenAnswer> token = parseTokenAnswer(answer, d->clock.nowUtc());
    if (!token) {
        Error error = token.error();
        if (error.category == ErrorCategory::Unauthorized) {
            error.category = ErrorCategory::Precondition; // this code was refused, not a sign-in
            if (error.code == "invalid_grant"_L1)
                error.message.replace(
                    "no longer accepts the sign-in"_L1, "did not accept the authorization code"_L1);
        }
        qCWarning(lcGoogle).noquote() << "Exchanging the authorization code failed:" << error.message;
        co_return Expected<QStringList>(Unexpected(error));
    }
    const Expected<QStringList> scopes = d->store(flow->client(), *token);
    if (scopes)
        Q_EMIT signedIn();
    Q_EMIT statusChanged();
    co_return scopes;
}

void OAuth::abandon(const QString &state)
{
    d->pending.forget(state);
}

QCoro::Task<Expected<QString>> OAuth::accessToken()
{
    const Expected<StoredToken> token = d->credentials().usable(d->refusal);
    if (!token)
        co_return Expected<QString>(Unexpected(token.error()));
    if (d->isFresh(*token, Private::renewalMargin))
        co_return Expected<QString>(token->accessToken);
    // About to expire, with nothing to renew it: use it while it lasts.
    if (token->refreshToken.isEmpty() && d->isFresh(*token, usableMargin))
        co_return Expected<QString>(token->accessToken);

    const QPointer<OAuth> alive(this);
    const QFuture<Expected<QString>> future = d->renewal();
    const Expected<QString> renewed = co_await future;
    if (renewed || !alive || !isTransient(renewed.error()))
        co_return renewed;
    const Expected<StoredToken> old = d->credentials().usable(d->refusal);
    if (old && d->isFresh(*old, usableMargin))
        co_return Expected<QString>(old->accessToken);
    co_return renewed;
}

void OAuth::reject(const QString &accessToken)
{
    d->rejected = accessToken;
}

void OAuth::lacksScope(const QString &accessToken, const QString &scope)
{
    const Credentials now = d->credentials();
    if (!now.token || !now.token->has_value() || now.token->value().accessToken != accessToken)
        return; // the answer was about an earlier token
    if (d->refusal && now.isRefused(*d->refusal))
        return;
    const Error error{ ErrorCategory::Unauthorized, u"insufficient_scope"_s, missingScopeMessage({ scope }) };
    qCWarning(lcGoogle).noquote() << "Google does not let this sign-in write events:" << error.message;
    d->refusal = Refusal{ Refusal::Of::Grant, now.grant, error };
    Q_EMIT statusChanged();
}

QCoro::Task<Expected<bool>> OAuth::revoke()
{
    const Expected<std::optional<StoredToken>> stored = d->tokens->read();
    const bool hadToken = d->tokens->exists();
    bool confirmed = !hadToken; // nothing to revoke
    QString refresh;
    if (stored && stored->has_value()) {
        refresh = stored->value().refreshToken;
        const QString secret = refresh.isEmpty() ? stored->value().accessToken : refresh;
        const QPointer<OAuth> alive(this);
        const QByteArray call = CallScope::current();
        const QByteArray form = encodeQuery({ { u"token"_s, secret } });
        const HttpAnswer answer = co_await postForm(d->http, d->endpoints.revokeUrl, form);
        if (!alive)
            co_return Expected<bool>(false);
        const CallScope scope(call); // nothing is waited for from here on
        qCDebug(lcGoogle) << "POST to the revocation endpoint" << answer.status;
        const QString word = QJsonDocument::fromJson(answer.body).object().value("error"_L1).toString();
        // A token that was revoked before counts as revoked.
        confirmed = answer.isSuccess() || (answer.status == 400 && word == "invalid_token"_L1);
        if (!confirmed)
            qCWarning(lcGoogle).noquote() << "Google did not confirm the revocation, status" << answer.status;
        const Expected<std::optional<StoredToken>> now = d->tokens->read();
        if (now && now->has_value() && now->value().refreshToken != refresh)
            co_return Expected<bool>(confirmed); // somebody signed in meanwhile; that sign-in stays
    }
    if (!d->tokens->remove())
        co_return Expected<bool>(makeError(
            ErrorCategory::Internal, u"token_file_unwritable"_s, u"token.json cannot be deleted."_s));
    d->refusal.reset();
    d->rejected.clear();
    d->unsaved.reset();
    if (hadToken)
        Q_EMIT statusChanged();
    co_return Expected<bool>(confirmed);
}

} // namespace aria::google
