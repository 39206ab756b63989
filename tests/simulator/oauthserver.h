// Google's OAuth 2.0 endpoints: consent page, token endpoint, revocation.
#pragma once

#include "discovery.h"
#include "world.h"

#include <QSet>

namespace simulator {

// A client as registered in Google's console.
struct OAuthClient
{
    QString id;
    QString secret;
    bool web = false; // else a desktop app
    QStringList redirectUris; // of web clients, matched exactly
};

struct Grant
{
    QString clientId;
    QStringList scopes;
};

class OAuthServer
{
public:
    OAuthServer(World &world, const Discovery &discovery);

    void addClient(const OAuthClient &client) { m_clients[client.id] = client; }
    const QHash<QString, OAuthClient> &clients() const { return m_clients; }
    // True where the path is one of OAuth's; then `response` is filled.
    bool handle(const Request &request, Response &response);

    // The grant behind a live access token.
    std::optional<Grant> grantOf(const QString &accessToken) const;
    // Tokens as after a consent, for --write-token: access_token, refresh_token, expires_in.
    QJsonObject signIn(const QString &clientId, const QStringList &scopes);
    void expireAccessTokens() { m_accessTokens.clear(); }
    void revokeRefreshTokens();
    QJsonObject stats() const;
    void reset();

    QJsonObject save() const;
    void load(const QJsonObject &saved);

private:
    struct Code
    {
        Grant grant;
        QString redirectUri;
        QString challenge;
        QString challengeMethod;
        bool offline = true;
        QDateTime expires;
    };
    struct Access
    {
        Grant grant;
        QString refreshToken;
        QDateTime expires;
    };

    Response authorize(const Parameters &query);
    Response decide(const Parameters &form);
    Response token(const Request &request);
    Response revoke(const Request &request);
    Response exchange(const OAuthClient &client, const Parameters &form);
    Response refresh(const OAuthClient &client, const Parameters &form);
    // The error page of a wrong authorization request, or nothing.
    std::optional<Response> checkAuthorization(const Parameters &query) const;
    std::optional<QString> redirectProblem(const OAuthClient &client, const QString &redirectUri) const;
    QJsonObject issue(const Grant &grant, const QString &refreshToken);
    void limitRefreshTokens(const QString &clientId);
    QString randomText(int bytes);

    World &m_world;
    const Discovery &m_discovery;
    QHash<QString, OAuthClient> m_clients;
    QHash<QString, Code> m_codes;
    QSet<QString> m_usedCodes;
    QHash<QString, Access> m_accessTokens;
    QList<std::pair<QString, Grant>> m_refreshTokens; // oldest first
};

// The page with the account, the scopes and the two buttons.
QString consentPage(const QString &account, const QString &clientId,
    const QList<std::pair<QString, QString>> &scopes, const Parameters &query);
QString oauthErrorPage(int status, const QString &error, const QString &text);

} // namespace simulator
