// One authorization in the browser, from its URL to the answer of the token endpoint, through Qt's own OAuth.
#pragma once

#include "google/clientsecrets.h"
#include "google/httpclient.h"

#include <memory>

namespace aria::google {

// A thin adapter around QOAuth2AuthorizationCodeFlow. One object per authorization, because a flow has only one state
// and one code at a time. It is not used for refreshing: it cannot let several callers share one refresh, retry, or
// say why Google refused.
class AuthorizationFlow : public QObject
{
    Q_OBJECT
public:
    AuthorizationFlow(
        ClientSecrets client, QString redirectUri, QString state, QString verifier, HttpClient &http);
    ~AuthorizationFlow() override;

    const ClientSecrets &client() const;
    const QString &redirectUri() const;

    // Offline access, consent, the requested scopes, PKCE S256.
    QUrl authorizationUrl() const;
    // Redeems the code; call it only once. Returns the token endpoint's answer, whatever it says.
    QCoro::Task<HttpAnswer> exchange(QString code);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace aria::google
