#include "google/authorizationflow.h"

#include "google/pkce.h"
#include "google/scopes.h"
#include "google/tokenrequest.h"
#include "google/urlparts.h"

using namespace Qt::StringLiterals;

namespace aria::google {

AuthorizationFlow::AuthorizationFlow(
    ClientSecrets client, QString redirectUri, QString state, QString verifier, HttpClient &http)
    : m_client(std::move(client))
    , m_redirectUri(std::move(redirectUri))
    , m_state(std::move(state))
    , m_verifier(std::move(verifier))
    , m_http(http)
{
}

QUrl AuthorizationFlow::authorizationUrl() const
{
    const QByteArray ours =
        encodeQuery({ { u"response_type"_s, u"code"_s }, { u"client_id"_s, m_client.clientId },
            { u"redirect_uri"_s, m_redirectUri }, { u"scope"_s, requestedScopes().join(u' ') },
            { u"state"_s, m_state }, { u"access_type"_s, u"offline"_s }, { u"prompt"_s, u"consent"_s },
            { u"include_granted_scopes"_s, u"true"_s }, { u"code_challenge"_s, codeChallenge(m_verifier) },
            { u"code_challenge_method"_s, u"S256"_s } });
    QUrl url = m_client.authUri;
    const QString theirs = url.query(QUrl::FullyEncoded);
    url.setQuery((theirs.isEmpty() ? theirs : theirs + u'&') + QString::fromLatin1(ours));
    return url;
}

QCoro::Task<HttpAnswer> AuthorizationFlow::exchange(QString code) const
{
    QueryItems items{ { u"grant_type"_s, u"authorization_code"_s }, { u"code"_s, code },
        { u"redirect_uri"_s, m_redirectUri }, { u"client_id"_s, m_client.clientId },
        { u"code_verifier"_s, m_verifier } };
    if (!m_client.clientSecret.isEmpty())
        items.append({ u"client_secret"_s, m_client.clientSecret });
    HttpAnswer answer = co_await postForm(m_http, m_client.tokenUri, encodeQuery(items));
    co_return answer;
}

} // namespace aria::google
