// The whole service on a Google in memory, signed in by files, on a real database.
#pragma once

#include "service/liveservice.h"
#include "sync/rig.h"

#include "support/eventually.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>

namespace aria::test {

inline calendar::EventTime timeAt(const QString &text, const QByteArray &zone = "UTC")
{
    return calendar::EventTime(calendar::ZonedTime{ at(text), zone });
}

inline service::CreateRequest createRequest(const QString &title)
{
    service::CreateRequest request;
    request.content.title = title;
    request.content.start = timeAt(QStringLiteral("2024-01-17T10:00:00Z"));
    request.content.end = timeAt(QStringLiteral("2024-01-17T11:00:00Z"));
    return request;
}

inline service::UpdateRequest retitle(const QString &id, const QString &title)
{
    service::UpdateRequest request;
    request.googleEventId = id;
    request.content.title = title;
    return request;
}

class ServiceRig : public SyncRig
{
public:
    explicit ServiceRig(ConflictStrategy strategy = ConflictStrategy::GoogleWins)
        : SyncRig(strategy)
    {
        settings.calendarIds = QStringList{ QStringLiteral("primary") };
        settings.conflictStrategy = strategy;
        settings.credentialsDir = folder.path();
        settings.pushWait = std::chrono::milliseconds(3000);
        write("client_secrets.json",
            R"({"installed":{"client_id":"ci","client_secret":"cs",)"
            R"("auth_uri":"http://127.0.0.1:1/auth","token_uri":"http://127.0.0.1:1/token","redirect_uris":["http://localhost"]}})");
        write("token.json",
            R"({"token":"at","refresh_token":"rt","client_id":"ci","client_secret":"cs",)"
            R"("scopes":["https://www.googleapis.com/auth/calendar"],"expiry":"2030-01-01T00:00:00Z"})");
    }
    ~ServiceRig() { settle(); }

    void begin()
    {
        oauth = std::make_unique<google::OAuth>(
            google::OAuth::Endpoints{ folder.path(), QUrl(), {} }, network, clock, random);
        live =
            std::make_unique<service::LiveService>(settings, *store, *oauth, google, network, clock, random);
        QObject::connect(live.get(), &service::LiveService::eventsChanged, live.get(),
            [this](const auto &list) { changes += list; });
        live->start();
        QTRY_VERIFY(live->health().syncReady);
        settle();
        changes.clear();
        google.forgetCalls();
    }
    void settle()
    {
        if (live)
            QVERIFY(QTest::qWaitFor([this] { return !live->isBusy(); }, 20000)); // also after a failure
    }
    template <class T> Expected<T> wait(QFuture<Expected<T>> reply)
    {
        if (!QTest::qWaitFor([&] { return reply.isFinished(); }, 20000))
            qFatal("no answer");
        return reply.result();
    }
    int rows() { return one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(); }

    QTemporaryDir folder;
    Settings settings;
    QNetworkAccessManager network;
    std::unique_ptr<google::OAuth> oauth;
    std::unique_ptr<service::LiveService> live;

private:
    void write(const char *name, const QByteArray &content)
    {
        QFile file(folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("a test's file cannot be written");
        file.write(content);
    }
};

} // namespace aria::test
