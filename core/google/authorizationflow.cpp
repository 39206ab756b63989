#include "google/authorizationflow.h"

#include "google/pkce.h"
#include "google/scopes.h"

#include <QCoro/QCoroFuture>

#include <QAbstractOAuthReplyHandler>
#include <QNetworkAccessManager>
#include <QOAuth2AuthorizationCodeFlow>
#include <QPromise>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

// Qt's flow posts by itself and does not let anyone set a time-out or forbid redirects (before Qt 6.8's request
// modifier). This class adds both and passes the requests to the real manager. HttpClient can abort them.
class ForwardingNetwork final : public QNetworkAccessManager
{
public:
    explicit ForwardingNetwork(HttpClient &http)
        : m_http(http)
    {
    }

protected:
    QNetworkReply *createRequest(
        Operation operation, const QNetworkRequest &request, QIODevice *body) override
    {
        Q_UNUSED(operation) // a token endpoint only ever receives POST
        QNetworkRequest prepared(request);
        m_http.prepare(prepared);
        QNetworkReply *reply = m_http.network().post(prepared, body);
        m_http.track(reply);
        return reply;
    }

private:
    HttpClient &m_http;
};

// Passes on the token endpoint's answer unchanged: Qt's own handler drops the reason of a refusal.
class ReplyHandler final : public QAbstractOAuthReplyHandler
{
public:
    ReplyHandler(QString redirectUri, const HttpClient &http)
        : m_redirectUri(std::move(redirectUri))
        , m_http(http)
    {
    }

    QString callback() const override { return m_redirectUri; }
    void networkReplyFinished(QNetworkReply *reply) override
    {
        if (m_answered)
            return;
        m_answered = true;
        HttpAnswer answer = HttpClient::answerOf(reply);
        answer.stopped = m_http.isStopped();
        m_promise.addResult(answer);
        reply->deleteLater();
        m_promise.finish();
    }
    QFuture<HttpAnswer> answer()
    {
        m_promise.start();
        return m_promise.future();
    }

private:
    QString m_redirectUri;
    const HttpClient &m_http;
    QPromise<HttpAnswer> m_promise;
    bool m_answered = false;
};

} // namespace

class AuthorizationFlow::Private
{
public:
    Private(
        ClientSecrets secrets, QString redirect, QString stateValue, QString verifierValue, HttpClient &http)
        : client(std::move(secrets))
        , redirectUri(std::move(redirect))
        , state(std::move(stateValue))
        , verifier(std::move(verifierValue))
        , network(http)
        , handler(redirectUri, http)
        , flow(client.clientId, client.authUri, client.tokenUri, &network)
    {
    }

    // Which values are sent is decided here, in the same way for every version of Qt. Qt 6.4 percent-encodes
    // some values by itself (the code twice) and later versions others, and none encodes `+`; so each value is
    // set anew, encoded once.
    void fill(QAbstractOAuth::Stage stage, QMultiMap<QString, QVariant> &parameters)
    {
        const auto set = [&parameters](const char *name, const QString &value) {
            parameters.replace(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
        };
        set("client_id", client.clientId);
        set("redirect_uri", redirectUri);
        if (stage == QAbstractOAuth::Stage::RequestingAuthorization) {
            set("scope", requestedScopes().join(QLatin1Char(' ')));
            set("state", state);
            set("access_type", u"offline"_s);
            set("prompt", u"consent"_s);
            set("include_granted_scopes", u"true"_s);
            set("code_challenge", codeChallenge(verifier));
            set("code_challenge_method", u"S256"_s);
        } else if (stage == QAbstractOAuth::Stage::RequestingAccessToken) {
            set("code", code);
            set("code_verifier", verifier);
            if (!client.clientSecret.isEmpty())
                set("client_secret", client.clientSecret);
        }
    }

    ClientSecrets client;
    QString redirectUri;
    QString state;
    QString verifier;
    QString code;
    QUrl url;
    ForwardingNetwork network;
    ReplyHandler handler;
    QOAuth2AuthorizationCodeFlow flow;
};

AuthorizationFlow::AuthorizationFlow(
    ClientSecrets client, QString redirectUri, QString state, QString verifier, HttpClient &http)
    : d(std::make_unique<Private>(
        std::move(client), std::move(redirectUri), std::move(state), std::move(verifier), http))
{
    QOAuth2AuthorizationCodeFlow &flow = d->flow;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    // Qt's own PKCE uses a random source that cannot be passed in; ours is the same with every version.
    flow.setPkceMethod(QOAuth2AuthorizationCodeFlow::PkceMethod::None);
#endif
    flow.setReplyHandler(&d->handler);
    flow.setState(d->state);
    flow.setModifyParametersFunction(
        [this](QAbstractOAuth::Stage stage, QMultiMap<QString, QVariant> *parameters) {
            d->fill(stage, *parameters);
        });
    connect(&flow, &QAbstractOAuth::authorizeWithBrowser, this, [this](const QUrl &url) { d->url = url; });
    flow.grant(); // builds the URL and emits it at once; nothing is sent yet
}

AuthorizationFlow::~AuthorizationFlow() = default;

const ClientSecrets &AuthorizationFlow::client() const
{
    return d->client;
}

const QString &AuthorizationFlow::redirectUri() const
{
    return d->redirectUri;
}

QUrl AuthorizationFlow::authorizationUrl() const
{
    return d->url;
}

QCoro::Task<HttpAnswer> AuthorizationFlow::exchange(QString code)
{
    d->code = code;
    const QFuture<HttpAnswer> future = d->handler.answer();
    Q_EMIT d->handler.callbackReceived({ { u"code"_s, code }, { u"state"_s, d->state } });
    if (d->flow.status() != QAbstractOAuth::Status::TemporaryCredentialsReceived) {
        // Qt did not post, so an answer would never come.
        HttpAnswer refused;
        refused.errorText = u"the OAuth flow did not take the code"_s;
        co_return refused;
    }
    const HttpAnswer answer = co_await future;
    co_return answer;
}

} // namespace aria::google
