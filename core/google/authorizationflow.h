// One authorization in the browser, from its URL to the answer of the token endpoint, through Qt's own OAuth.
#pragma once

#include "google/clientsecrets.h"
#include "google/httpclient.h"

#include <memory>

namespace aria::google {

// The thin adapter around QOAuth2AuthorizationCodeFlow. One object per authorization, because a flow has one
// state and one code at a time. It is not used for refreshing: it has no way to make several callers share
// one refresh, to retry, or to say why Google refused.
class AuthorizationFlow : public QObject
{
    Q_OBJECT
public:
    AuthorizationFlow(
        ClientSecrets client, QString redirectUri, QString state, QString verifier, HttpClient &http);
    ~AuthorizationFlow() override;

    const ClientSecrets &client() const;
    const QString &redirectUri() const;

    // Offline access, consent, the scopes asked for, PKCE S256.
    QUrl authorizationUrl() const;
    // Redeems the code; once. The answer is the token endpoint's, whatever it says.
    QCoro::Task<HttpAnswer> exchange(QString code);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace aria::google
