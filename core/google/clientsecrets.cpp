#include "google/clientsecrets.h"

#include "base/smallfile.h"
#include "google/clientfilekind.h"
#include "google/urlparts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace aria::google {
namespace {

Unexpected invalid(const QString &why)
{
    return makeError(ErrorCategory::Precondition, QStringLiteral("client_secrets_invalid"),
        QStringLiteral("client_secrets.json ") + why);
}

QString wrongKind(const QByteArray &content)
{
    switch (clientFileKind(content)) {
    case ClientFileKind::ServiceAccount:
        return QStringLiteral(
            "is the key of a service account; an OAuth client ID (Desktop app or Web application) "
            "is needed.");
    case ClientFileKind::TokenFile:
        return QStringLiteral(
            "is a token file (token.json); the OAuth client file of the Google Cloud console is "
            "needed.");
    case ClientFileKind::ApiKey:
        return QStringLiteral(
            "holds an API key; an OAuth client ID (Desktop app or Web application) is needed.");
    default:
        return QStringLiteral(
            "has neither a \"web\" nor an \"installed\" member; download the OAuth client file of the "
            "Google Cloud console again.");
    }
}

} // namespace

bool ClientSecrets::allowsRedirect(const QString &redirectUri) const
{
    const QUrl url(redirectUri, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.hasFragment() || !url.userInfo().isEmpty())
        return false;
    if (kind == Kind::Web)
        return redirectUris.contains(redirectUri) && isAllowedEndpoint(url);
    return url.scheme() == QLatin1String("http") && isLoopbackHost(url.host());
}

Expected<ClientSecrets> ClientSecrets::load(const QString &path)
{
    const Expected<QByteArray> content = readSmallFile(path);
    if (!content && content.error().category == ErrorCategory::NotFound)
        return makeError(ErrorCategory::Precondition, QStringLiteral("no_client_secrets"),
            QStringLiteral("There is no client_secrets.json in the credentials folder."));
    if (!content)
        return invalid(content.error().message + QLatin1Char('.'));
    return parse(*content);
}

Expected<ClientSecrets> ClientSecrets::parse(const QByteArray &content)
{
    const QByteArray trimmed = content.trimmed();
    if (trimmed.isEmpty())
        return invalid(QStringLiteral("is empty."));
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(trimmed, &fault);
    if (fault.error != QJsonParseError::NoError) {
        if (clientFileKind(trimmed) == ClientFileKind::ApiKey)
            return invalid(QStringLiteral("holds an API key; an OAuth client ID is needed."));
        return invalid(
            QStringLiteral("is not JSON: %1 at byte %2.").arg(fault.errorString()).arg(fault.offset));
    }
    if (!document.isObject())
        return invalid(QStringLiteral("is not a JSON object."));

    const QJsonObject root = document.object();
    ClientSecrets out;
    QJsonObject client;
    if (root.value(QLatin1String("web")).isObject()) {
        out.kind = Kind::Web;
        client = root.value(QLatin1String("web")).toObject();
    } else if (root.value(QLatin1String("installed")).isObject()) {
        client = root.value(QLatin1String("installed")).toObject();
    } else {
        return invalid(wrongKind(trimmed));
    }

    out.clientId = client.value(QLatin1String("client_id")).toString();
    out.clientSecret = client.value(QLatin1String("client_secret")).toString();
    out.authUri = QUrl(client.value(QLatin1String("auth_uri")).toString(), QUrl::StrictMode);
    out.tokenUri = QUrl(client.value(QLatin1String("token_uri")).toString(), QUrl::StrictMode);
    if (out.clientId.isEmpty())
        return invalid(QStringLiteral("has no client_id."));
    if (out.clientSecret.isEmpty() && out.kind == Kind::Web)
        return invalid(QStringLiteral("has no client_secret, which a web client needs."));
    for (const auto &[name, url] :
        { std::pair("auth_uri", out.authUri), std::pair("token_uri", out.tokenUri) }) {
        if (url.isEmpty() && !client.contains(QLatin1String(name)))
            return invalid(QStringLiteral("has no %1.").arg(QLatin1String(name)));
        if (!isAllowedEndpoint(url))
            return invalid(
                QStringLiteral("has a %1 that is not an https address (http is allowed on loopback only).")
                    .arg(QLatin1String(name)));
    }
    for (const QJsonValue &uri : client.value(QLatin1String("redirect_uris")).toArray()) {
        if (uri.isString())
            out.redirectUris.append(uri.toString());
    }
    return out;
}

} // namespace aria::google
