#include "oauthserver.h"

#include <QCryptographicHash>
#include <QUrlQuery>

#include <algorithm>

namespace simulator {

using namespace Qt::StringLiterals;

namespace {

constexpr int codeMinutes = 10;
constexpr qsizetype liveRefreshTokens = 100; // per account and client; the oldest is dropped silently

Response oauthError(int status, const QString &error, const QString &description)
{
    Response response =
        jsonResponse(status, { { "error"_L1, error }, { "error_description"_L1, description } });
    response.reason = error;
    return response;
}

Response errorPage(int status, const QString &error, const QString &text)
{
    Response response = htmlResponse(status, oauthErrorPage(status, error, text));
    response.reason = error;
    return response;
}

Response redirect(const QString &uri, const Parameters &parameters)
{
    QByteArray location = uri.toUtf8();
    char separator = location.contains('?') ? '&' : '?';
    for (const auto &[name, value] : parameters) {
        location += separator + name.toLatin1() + '=' + QUrl::toPercentEncoding(value);
        separator = '&';
    }
    Response response;
    response.status = 302;
    response.headers = { { "Location", location }, { "Cache-Control", "no-store" } };
    return response;
}

bool isChallenge(const QString &text)
{
    if (text.size() < 43 || text.size() > 128)
        return false;
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-'
            || c == u'.' || c == u'_' || c == u'~';
    });
}

bool verifierFits(const QString &verifier, const QString &challenge, const QString &method)
{
    if (method != "S256"_L1)
        return verifier == challenge;
    const QByteArray digest = QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256);
    return digest.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        == challenge.toLatin1();
}

} // namespace

OAuthServer::OAuthServer(World &world, const Discovery &discovery)
    : m_world(world)
    , m_discovery(discovery)
{
}

bool OAuthServer::handle(const Request &request, Response &response)
{
    const bool consent = request.path == "/o/oauth2/v2/auth" || request.path == "/o/oauth2/auth";
    const bool form = request.contentType() == "application/x-www-form-urlencoded";
    if (consent && request.method == "GET")
        response = authorize(parseForm(request.rawQuery));
    else if (consent && request.method == "POST")
        response =
            form ? decide(parseForm(request.body)) : errorPage(400, u"invalid_request"_s, u"Not a form."_s);
    else if (request.path == "/token" && request.method == "POST")
        response =
            form ? token(request) : oauthError(400, u"invalid_request"_s, u"The body must be a form."_s);
    else if (request.path == "/revoke" && request.method == "POST")
        response = revoke(request);
    else
        return false;
    return true;
}

std::optional<QString> OAuthServer::redirectProblem(
    const OAuthClient &client, const QString &redirectUri) const
{
    if (client.web)
        return client.redirectUris.contains(redirectUri)
            ? std::nullopt
            : std::optional(u"The redirect URI %1 is not registered for this client."_s.arg(redirectUri));
    const QUrl url(redirectUri, QUrl::StrictMode);
    const QString host = url.host();
    const bool loopback = host == "127.0.0.1"_L1 || host == "::1"_L1 || host == "localhost"_L1;
    if (url.isValid() && url.scheme() == "http"_L1 && loopback && url.userInfo().isEmpty()
        && !url.hasFragment())
        return std::nullopt;
    return u"A desktop app can only be called back at a loopback address, not at %1."_s.arg(redirectUri);
}

std::optional<Response> OAuthServer::checkAuthorization(const Parameters &query) const
{
    const auto wrong = [](const QString &text) { return errorPage(400, u"invalid_request"_s, text); };
    QSet<QString> names;
    for (const auto &[name, value] : query) {
        if (names.contains(name) && name != "granted"_L1)
            return wrong(u"OAuth 2 parameters can only have a single value: %1"_s.arg(name));
        names.insert(name);
    }
    const QString clientId = formValue(query, u"client_id"_s);
    if (clientId.isEmpty())
        return wrong(u"Missing required parameter: client_id"_s);
    const auto client = m_clients.constFind(clientId);
    if (client == m_clients.constEnd())
        return errorPage(401, u"invalid_client"_s, u"The OAuth client was not found."_s);
    const QString redirectUri = formValue(query, u"redirect_uri"_s);
    if (redirectUri.isEmpty())
        return wrong(u"Missing required parameter: redirect_uri"_s);
    if (const auto problem = redirectProblem(*client, redirectUri))
        return errorPage(400, u"redirect_uri_mismatch"_s, *problem);
    if (formValue(query, u"response_type"_s) != "code"_L1)
        return errorPage(400, u"unsupported_response_type"_s, u"response_type must be code."_s);
    const QStringList scopes = formValue(query, u"scope"_s).split(u' ', Qt::SkipEmptyParts);
    if (scopes.isEmpty())
        return wrong(u"Missing required parameter: scope"_s);
    for (const QString &scope : scopes) {
        if (!m_discovery.knowsScope(scope))
            return errorPage(400, u"invalid_scope"_s, u"Some requested scopes were invalid: %1"_s.arg(scope));
    }
    const QString challenge = formValue(query, u"code_challenge"_s);
    const QString method = formValue(query, u"code_challenge_method"_s);
    if (!method.isEmpty() && method != "S256"_L1 && method != "plain"_L1)
        return wrong(
            u"Invalid parameter value for code_challenge_method: '%1' is not a valid CodeChallengeMethod"_s
                .arg(method));
    if (challenge.isEmpty() ? !method.isEmpty() : !isChallenge(challenge))
        return wrong(u"Invalid parameter value for code_challenge"_s);
    return std::nullopt;
}

Response OAuthServer::authorize(const Parameters &query)
{
    if (const auto problem = checkAuthorization(query))
        return *problem;
    if (formValue(query, u"prompt"_s) == "none"_L1)
        return redirect(formValue(query, u"redirect_uri"_s),
            { { u"error"_s, u"interaction_required"_s }, { u"state"_s, formValue(query, u"state"_s) } });
    QList<std::pair<QString, QString>> scopes;
    for (const QString &scope : formValue(query, u"scope"_s).split(u' ', Qt::SkipEmptyParts))
        scopes.append({ scope, m_discovery.scopeDescription(scope) });
    return htmlResponse(200,
        consentPage(m_world.accountName + u" – "_s + m_world.accountEmail, formValue(query, u"client_id"_s),
            scopes, query));
}

Response OAuthServer::decide(const Parameters &form)
{
    if (const auto problem = checkAuthorization(form))
        return *problem;
    const QString redirectUri = formValue(form, u"redirect_uri"_s);
    Parameters state;
    for (const auto &[name, value] : form) {
        if (name == "state"_L1)
            state.append({ name, value });
    }
    QStringList granted;
    const QStringList asked = formValue(form, u"scope"_s).split(u' ', Qt::SkipEmptyParts);
    for (const auto &[name, value] : form) {
        if (name == "granted"_L1 && asked.contains(value))
            granted.append(value);
    }
    if (granted.isEmpty() && formValue(form, u"shown"_s).isEmpty())
        granted = asked; // posted without the page: everything that was asked for
    if (formValue(form, u"decision"_s) != "allow"_L1 || granted.isEmpty())
        return redirect(redirectUri, Parameters{ { u"error"_s, u"access_denied"_s } } + state);
    Code code;
    code.grant = { formValue(form, u"client_id"_s), granted };
    code.redirectUri = redirectUri;
    code.challenge = formValue(form, u"code_challenge"_s);
    code.challengeMethod = formValue(form, u"code_challenge_method"_s);
    code.offline = !m_clients[code.grant.clientId].web || formValue(form, u"access_type"_s) == "offline"_L1;
    code.expires = m_world.clock.nowUtc().addSecs(codeMinutes * 60);
    // Google's codes hold a slash, which clients must percent-encode.
    const QString text = u"4/0A"_s + randomText(36);
    m_codes.insert(text, code);
    return redirect(
        redirectUri, state + Parameters{ { u"code"_s, text }, { u"scope"_s, granted.join(u' ') } });
}

Response OAuthServer::token(const Request &request)
{
    Parameters form = parseForm(request.body);
    const QByteArray authorization = request.header("authorization");
    if (authorization.startsWith("Basic ")) {
        const QByteArray pair = QByteArray::fromBase64(authorization.mid(6));
        form.append({ u"client_id"_s, QString::fromUtf8(pair.split(':').first()) });
        form.append({ u"client_secret"_s, QString::fromUtf8(pair.mid(pair.indexOf(':') + 1)) });
    }
    const QString grantType = formValue(form, u"grant_type"_s);
    if (grantType != "authorization_code"_L1 && grantType != "refresh_token"_L1)
        return oauthError(400, u"unsupported_grant_type"_s, u"Invalid grant_type: %1"_s.arg(grantType));
    const QString clientId = formValue(form, u"client_id"_s);
    if (clientId.isEmpty())
        return oauthError(400, u"invalid_request"_s, u"Could not determine client ID from request."_s);
    const auto client = m_clients.constFind(clientId);
    if (client == m_clients.constEnd())
        return oauthError(401, u"invalid_client"_s, u"The OAuth client was not found."_s);
    const QString secret = formValue(form, u"client_secret"_s);
    if (secret != client->secret && (client->web || !secret.isEmpty()))
        return oauthError(401, u"invalid_client"_s, u"Unauthorized"_s);
    return grantType == "refresh_token"_L1 ? refresh(*client, form) : exchange(*client, form);
}

Response OAuthServer::exchange(const OAuthClient &client, const Parameters &form)
{
    const auto refuse = [](const QString &text) { return oauthError(400, u"invalid_grant"_s, text); };
    const QString text = formValue(form, u"code"_s);
    if (text.isEmpty())
        return oauthError(400, u"invalid_request"_s, u"Missing required parameter: code"_s);
    if (m_usedCodes.contains(text))
        return refuse(u"Code was already redeemed."_s);
    const auto code = m_codes.constFind(text);
    if (code == m_codes.constEnd())
        return refuse(u"Malformed auth code."_s);
    if (code->grant.clientId != client.id || code->expires < m_world.clock.nowUtc())
        return refuse(u"Bad Request"_s);
    if (code->redirectUri != formValue(form, u"redirect_uri"_s))
        return oauthError(400, u"redirect_uri_mismatch"_s, u"Bad Request"_s);
    const QString verifier = formValue(form, u"code_verifier"_s);
    if (!code->challenge.isEmpty() && verifier.isEmpty())
        return refuse(u"Missing code verifier."_s);
    if (!code->challenge.isEmpty() && !verifierFits(verifier, code->challenge, code->challengeMethod))
        return refuse(u"Invalid code verifier."_s);
    if (code->challenge.isEmpty() && !verifier.isEmpty())
        return refuse(u"code_verifier or verifier is not needed."_s);
    const Code redeemed = m_codes.take(text);
    m_usedCodes.insert(text);
    QString refreshToken;
    if (redeemed.offline) {
        refreshToken = u"1//0"_s + randomText(32);
        m_refreshTokens.append({ refreshToken, redeemed.grant });
        limitRefreshTokens(client.id);
    }
    QJsonObject answer = issue(redeemed.grant, refreshToken);
    if (!refreshToken.isEmpty())
        answer["refresh_token"_L1] = refreshToken;
    return jsonResponse(200, answer);
}

Response OAuthServer::refresh(const OAuthClient &client, const Parameters &form)
{
    const QString refreshToken = formValue(form, u"refresh_token"_s);
    if (refreshToken.isEmpty())
        return oauthError(400, u"invalid_request"_s, u"Missing required parameter: refresh_token"_s);
    for (const auto &[known, grant] : std::as_const(m_refreshTokens)) {
        if (known == refreshToken && grant.clientId == client.id)
            return jsonResponse(200, issue(grant, refreshToken));
    }
    return oauthError(400, u"invalid_grant"_s, u"Token has been expired or revoked."_s);
}

Response OAuthServer::revoke(const Request &request)
{
    QString text = formValue(parseForm(request.body), u"token"_s);
    if (text.isEmpty())
        text = formValue(parseForm(request.rawQuery), u"token"_s);
    std::optional<QString> clientId;
    if (const auto access = m_accessTokens.constFind(text); access != m_accessTokens.constEnd())
        clientId = access->grant.clientId;
    for (const auto &[known, grant] : std::as_const(m_refreshTokens)) {
        if (known == text)
            clientId = grant.clientId;
    }
    if (!clientId)
        return oauthError(400, u"invalid_token"_s, u"Token expired or revoked"_s);
    // Everything that the project was granted falls together.
    m_refreshTokens.removeIf([&](const auto &entry) { return entry.second.clientId == *clientId; });
    m_accessTokens.removeIf([&](const auto &entry) { return entry.value().grant.clientId == *clientId; });
    return jsonResponse(200, {});
}

QJsonObject OAuthServer::issue(const Grant &grant, const QString &refreshToken)
{
    const int seconds = m_world.switches.accessTokenSeconds;
    const QString accessToken = u"ya29.a0"_s + randomText(48);
    m_accessTokens.insert(accessToken, { grant, refreshToken, m_world.clock.nowUtc().addSecs(seconds) });
    return { { "access_token"_L1, accessToken }, { "expires_in"_L1, seconds },
        { "scope"_L1, grant.scopes.join(u' ') }, { "token_type"_L1, u"Bearer"_s } };
}

QJsonObject OAuthServer::signIn(const QString &clientId, const QStringList &scopes)
{
    const QString refreshToken = u"1//0"_s + randomText(32);
    m_refreshTokens.append({ refreshToken, { clientId, scopes } });
    QJsonObject answer = issue({ clientId, scopes }, refreshToken);
    answer["refresh_token"_L1] = refreshToken;
    return answer;
}

void OAuthServer::limitRefreshTokens(const QString &clientId)
{
    const auto isOfClient = [&](const auto &entry) { return entry.second.clientId == clientId; };
    if (std::count_if(m_refreshTokens.begin(), m_refreshTokens.end(), isOfClient) > liveRefreshTokens)
        m_refreshTokens.erase(std::find_if(m_refreshTokens.begin(), m_refreshTokens.end(), isOfClient));
}

std::optional<Grant> OAuthServer::grantOf(const QString &accessToken) const
{
    const auto access = m_accessTokens.constFind(accessToken);
    if (access == m_accessTokens.constEnd() || access->expires <= m_world.clock.nowUtc())
        return std::nullopt;
    return access->grant;
}

void OAuthServer::revokeRefreshTokens()
{
    m_refreshTokens.clear();
    m_accessTokens.clear();
}

void OAuthServer::reset()
{
    revokeRefreshTokens();
    m_codes.clear();
    m_usedCodes.clear();
}

QJsonObject OAuthServer::stats() const
{
    return { { "accessTokens"_L1, m_accessTokens.size() }, { "refreshTokens"_L1, m_refreshTokens.size() },
        { "openCodes"_L1, m_codes.size() } };
}

QString OAuthServer::randomText(int bytes)
{
    return QString::fromLatin1(
        m_world.random.bytes(bytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QJsonObject OAuthServer::save() const
{
    QJsonArray tokens;
    for (const auto &[token, grant] : m_refreshTokens)
        tokens.append(QJsonObject{ { "token"_L1, token }, { "clientId"_L1, grant.clientId },
            { "scopes"_L1, QJsonArray::fromStringList(grant.scopes) } });
    return { { "refreshTokens"_L1, tokens } };
}

void OAuthServer::load(const QJsonObject &saved)
{
    const QJsonArray tokens = saved["refreshTokens"_L1].toArray();
    for (const QJsonValue token : tokens) {
        Grant grant{ token["clientId"_L1].toString(), {} };
        for (const QJsonValue scope : token["scopes"_L1].toArray())
            grant.scopes.append(scope.toString());
        m_refreshTokens.append({ token["token"_L1].toString(), grant });
    }
}

} // namespace simulator
