#include "credentialfiles.h"

#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>

namespace simulator {

using namespace Qt::StringLiterals;

OAuthClient desktopClient()
{
    return { u"123456789012-desktop.apps.googleusercontent.com"_s, u"GOCSPX-simulated-desktop"_s, false, {} };
}

OAuthClient webClient(const QString &redirectUri)
{
    return { u"123456789012-web.apps.googleusercontent.com"_s, u"GOCSPX-simulated-web"_s, true,
        { redirectUri } };
}

QString writePrivately(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return u"cannot write %1: %2"_s.arg(path, file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(content);
    return file.commit() ? QString() : u"cannot write %1: %2"_s.arg(path, file.errorString());
}

static QString writeJson(const QString &directory, const QString &name, const QJsonObject &json)
{
    if (!QDir(directory).exists()) {
        if (!QDir().mkpath(directory))
            return u"cannot create the folder %1"_s.arg(directory);
        QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    return writePrivately(QDir(directory).filePath(name), QJsonDocument(json).toJson(QJsonDocument::Compact));
}

static QString at(const QUrl &server, const QString &path)
{
    QUrl url = server;
    url.setPath(path);
    return url.toString();
}

QString writeClientSecrets(const QString &directory, const OAuthClient &client, const QUrl &server)
{
    QJsonArray redirects = QJsonArray::fromStringList(client.redirectUris);
    if (!client.web)
        redirects = { u"http://localhost"_s };
    const QJsonObject content{ { "client_id"_L1, client.id }, { "project_id"_L1, u"simulated-project"_s },
        { "auth_uri"_L1, at(server, u"/o/oauth2/auth"_s) }, { "token_uri"_L1, at(server, u"/token"_s) },
        { "auth_provider_x509_cert_url"_L1, u"https://www.googleapis.com/oauth2/v1/certs"_s },
        { "client_secret"_L1, client.secret }, { "redirect_uris"_L1, redirects } };
    return writeJson(
        directory, u"client_secrets.json"_s, { { client.web ? u"web"_s : u"installed"_s, content } });
}

QString writeToken(const QString &directory, const OAuthClient &client, const QUrl &server,
    const QJsonObject &tokens, const QStringList &scopes, const QDateTime &now)
{
    const QDateTime expiry = now.addSecs(tokens["expires_in"_L1].toInt());
    return writeJson(directory, u"token.json"_s,
        { { "token"_L1, tokens["access_token"_L1] }, { "refresh_token"_L1, tokens["refresh_token"_L1] },
            { "token_uri"_L1, at(server, u"/token"_s) }, { "client_id"_L1, client.id },
            { "client_secret"_L1, client.secret }, { "scopes"_L1, QJsonArray::fromStringList(scopes) },
            { "universe_domain"_L1, u"googleapis.com"_s }, { "account"_L1, QString() },
            { "expiry"_L1, expiry.toUTC().toString(Qt::ISODate) } });
}

} // namespace simulator
