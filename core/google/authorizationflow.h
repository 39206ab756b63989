// One authorization in the browser, from its URL to the answer of the token endpoint (RFC 6749 4.1, RFC 7636).
#pragma once

#include "google/clientsecrets.h"
#include "google/httpclient.h"

namespace aria::google {

// It is not used for refreshing: tokenrequest.h.
class AuthorizationFlow
{
public:
    AuthorizationFlow(
        ClientSecrets client, QString redirectUri, QString state, QString verifier, HttpClient &http);

    const ClientSecrets &client() const { return m_client; }
    const QString &redirectUri() const { return m_redirectUri; }

    // Offline access, consent, the requested scopes, PKCE S256.
    QUrl authorizationUrl() const;
    // Redeems the code; call it only once. Returns the token endpoint's answer, whatever it says.
    QCoro::Task<HttpAnswer> exchange(QString code) const;

private:
    const ClientSecrets m_client;
    const QString m_redirectUri;
    const QString m_state;
    const QString m_verifier;
    HttpClient &m_http;
};

} // namespace aria::google
