// What tests of OAuth and the API share: a fake Google, a credentials folder, a clock that stands still.
#pragma once

#include "google/fakegoogle.h"
#include "google/oauth.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"

#include <QCoro/QCoroTask>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QTemporaryDir>

namespace aria::test {

// JSON written with ' for ": moc cannot read raw strings that hold // or escapes.
inline QByteArray q(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

// Backoff in single milliseconds.
inline google::RetryPolicy quickPolicy()
{
    using std::chrono::milliseconds;
    google::RetryPolicy policy;
    policy.base = milliseconds(1);
    policy.jitter = milliseconds(1);
    policy.offlineWait = milliseconds(1);
    policy.transferTimeout = milliseconds(2000);
    return policy;
}

struct Rig
{
    Rig()
        : dir(folder.path() + QLatin1String("/credentials"))
    {
        QDir().mkpath(dir);
    }

    void writeFile(const char *name, const QByteArray &content)
    {
        QFile file(dir + QLatin1Char('/') + QLatin1String(name));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("a test's file cannot be written");
        file.write(content);
    }
    QJsonObject tokenJson() const
    {
        QFile file(dir + QLatin1String("/token.json"));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    void writeSecrets()
    {
        writeFile("client_secrets.json",
            R"({"installed":{"client_id":"ci","client_secret":"cs","auth_uri":")" + google.url()
                + R"(/auth","token_uri":")" + google.url()
                + R"(/token","redirect_uris":["http://localhost"]}})");
    }
    // Ends `seconds` from now.
    void writeToken(int seconds, const QByteArray &more = {})
    {
        const QByteArray expiry =
            clock.nowUtc().addSecs(seconds).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ")).toLatin1();
        writeFile("token.json",
            R"({"token":"at1","refresh_token":"rt1","client_id":"ci","client_secret":"cs","scopes":["https://www.googleapis.com/auth/calendar"],"expiry":")"
                + expiry + '"' + more + '}');
    }
    std::unique_ptr<aria::google::OAuth> makeOAuth()
    {
        return std::make_unique<aria::google::OAuth>(
            aria::google::OAuth::Endpoints{
                dir, QUrl(QString::fromLatin1(google.url() + "/revoke")), quickPolicy() },
            network, clock, random);
    }

    QTemporaryDir folder;
    QString dir;
    ManualClock clock;
    SeededRandom random{ 7 };
    QNetworkAccessManager network;
    FakeGoogle google;
};

} // namespace aria::test
