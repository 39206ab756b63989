#include "google/clientsecrets.h"

#include "base/settingvalues.h"
#include "base/smallfile.h"
#include "google/clientfilekind.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace aria::google {
namespace {

Unexpected invalid(const QString &why)
{
    return makeError(
        ErrorCategory::Precondition, u"client_secrets_invalid"_s, u"client_secrets.json "_s + why);
}

QString wrongKind(const QByteArray &content)
{
    switch (clientFileKind(content)) {
    case ClientFileKind::ServiceAccount:
        return u"is the key of a service account; an OAuth client ID (Desktop app or Web application) "
               u"is needed."_s;
    case ClientFileKind::TokenFile:
        return u"is a token file (token.json); the OAuth client file of the Google Cloud console is "
               u"needed."_s;
    case ClientFileKind::ApiKey:
        return u"holds an API key; an OAuth client ID (Desktop app or Web application) is needed."_s;
    default:
        return u"has neither a \"web\" nor an \"installed\" member; download the OAuth client file of the "
               u"Google Cloud console again."_s;
    }
}

} // namespace

bool ClientSecrets::allowsRedirect(const QString &redirectUri) const
{
    const QUrl url(redirectUri, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.hasFragment() || !url.userInfo().isEmpty())
        return false;
    if (kind == Kind::Web)
        return redirectUris.contains(redirectUri) && settingvalue::isSafeUrl(url);
    return url.scheme() == "http"_L1 && settingvalue::isLoopbackHost(url.host());
}

Expected<ClientSecrets> ClientSecrets::load(const QString &path)
{
    const Expected<QByteArray> content = readSmallFile(path);
    if (!content && content.error().category == ErrorCategory::NotFound)
        return makeError(ErrorCategory::Precondition, u"no_client_secrets"_s,
            u"There is no client_secrets.json in the credentials folder."_s);
    if (!content)
        return invalid(content.error().message + QLatin1Char('.'));
    return parse(*content);
}

Expected<ClientSecrets> ClientSecrets::parse(const QByteArray &content)
{
    const QByteArray trimmed = content.trimmed();
    if (trimmed.isEmpty())
        return invalid(u"is empty."_s);
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(trimmed, &fault);
    if (fault.error != QJsonParseError::NoError) {
        if (clientFileKind(trimmed) == ClientFileKind::ApiKey)
            return invalid(u"holds an API key; an OAuth client ID is needed."_s);
        return invalid(u"is not JSON: %1 at byte %2."_s.arg(fault.errorString()).arg(fault.offset));
    }
    if (!document.isObject())
        return invalid(u"is not a JSON object."_s);

    const QJsonObject root = document.object();
    ClientSecrets out;
    QJsonObject client;
    if (root.value("web"_L1).isObject()) {
        out.kind = Kind::Web;
        client = root.value("web"_L1).toObject();
    } else if (root.value("installed"_L1).isObject()) {
        client = root.value("installed"_L1).toObject();
    } else {
        return invalid(wrongKind(trimmed));
    }

    out.clientId = client.value("client_id"_L1).toString();
    out.clientSecret = client.value("client_secret"_L1).toString();
    out.authUri = QUrl(client.value("auth_uri"_L1).toString(), QUrl::StrictMode);
    out.tokenUri = QUrl(client.value("token_uri"_L1).toString(), QUrl::StrictMode);
    if (out.clientId.isEmpty())
        return invalid(u"has no client_id."_s);
    if (out.clientSecret.isEmpty() && out.kind == Kind::Web)
        return invalid(u"has no client_secret, which a web client needs."_s);
    for (const auto &[name, url] :
        { std::pair("auth_uri", out.authUri), std::pair("token_uri", out.tokenUri) }) {
        if (url.isEmpty() && !client.contains(QLatin1String(name)))
            return invalid(u"has no %1."_s.arg(QLatin1String(name)));
        if (!settingvalue::isSafeUrl(url))
            return invalid(u"has a %1 that is not an https address (http is allowed on loopback only)."_s.arg(
                QLatin1String(name)));
    }
    for (const QJsonValue &uri : client.value("redirect_uris"_L1).toArray()) {
        if (uri.isString())
            out.redirectUris.append(uri.toString());
    }
    return out;
}

} // namespace aria::google
