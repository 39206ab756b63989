// Files of the kinds that people download from Google's console.
#pragma once

#include <QDir>
#include <QFile>

namespace aria::test {

inline const QByteArray desktopClient = R"({"installed":{"client_id":"1-x.apps.googleusercontent.com",
    "client_secret":"s","auth_uri":"https://accounts.google.com/o/oauth2/auth",
    "token_uri":"https://oauth2.googleapis.com/token","redirect_uris":["http://localhost"]}})";
inline const QByteArray serviceAccountKey =
    R"({"type":"service_account","private_key":"-----BEGIN","client_email":"robot@x.iam.gserviceaccount.com"})";

inline const QByteArray tokenFile = R"({"refresh_token":"1//x","client_id":"y"})";

// The file's path.
inline QString writeFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(path.section(QLatin1Char('/'), 0, -2));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("the test cannot write a file");
    return path;
}

} // namespace aria::test
