// A server over the fake service on a free port, and two clients: a proper one and one that sends what it likes.
#pragma once

#include "api/server.h"
#include "describedanswers.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

namespace aria::test {

using namespace Qt::StringLiterals;

// A timed or all-day event "abc" that ARIA knows as 7.
inline EventView sampleEvent(bool allDay = false)
{
    EventView view;
    QJsonObject json{ { u"id"_s, u"abc"_s }, { u"summary"_s, u"Talk"_s },
        { u"hangoutLink"_s, u"https://meet"_s } };
    if (allDay) {
        json[u"start"_s] = QJsonObject{ { u"date"_s, u"2024-01-15"_s } };
        json[u"end"_s] = QJsonObject{ { u"date"_s, u"2024-01-16"_s } };
    } else {
        json[u"start"_s] = QJsonObject{ { u"dateTime"_s, u"2024-01-15T10:00:00Z"_s } };
        json[u"end"_s] = QJsonObject{ { u"dateTime"_s, u"2024-01-15T11:00:00Z"_s } };
    }
    view.event = calendar::Event(json);
    view.googleEventId = u"abc"_s;
    view.localId = 7;
    return view;
}

struct HttpAnswer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers; // lower-case names
    QByteArray body;
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString detail() const { return json()[QStringLiteral("detail")].toString(); }
    // "body.title missing" for every fault of a 422.
    QStringList faults() const
    {
        QStringList list;
        for (const QJsonValue fault : json()[QStringLiteral("detail")].toArray()) {
            QStringList loc;
            for (const QJsonValue part : fault[QStringLiteral("loc")].toArray())
                loc.append(part.toVariant().toString());
            list.append(
                loc.join(QLatin1Char('.')) + QLatin1Char(' ') + fault[QStringLiteral("type")].toString());
        }
        return list;
    }
};

// Sends bytes as they are and reads what comes.
class RawClient
{
public:
    explicit RawClient(quint16 port) { socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port); }
    void send(const QByteArray &bytes) { socket.write(bytes); }
    bool connected()
    {
        return QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; });
    }
    bool closed(int timeout = 5000)
    {
        return QTest::qWaitFor(
            [this] {
                received += socket.readAll();
                return socket.state() == QAbstractSocket::UnconnectedState;
            },
            timeout);
    }
    // The next whole answer; status 0 where none came.
    HttpAnswer answer(bool headOnly = false, int timeout = 5000)
    {
        HttpAnswer answer;
        (void)QTest::qWaitFor(
            [&] {
                received += socket.readAll();
                return take(answer, headOnly);
            },
            timeout);
        return answer;
    }

    QTcpSocket socket;
    QByteArray received;

private:
    bool take(HttpAnswer &answer, bool headOnly)
    {
        const qsizetype end = received.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        HttpAnswer read;
        const QList<QByteArray> lines = received.left(end).split('\n');
        read.status = lines.first().split(' ').value(1).toInt();
        for (const QByteArray &line : lines.mid(1))
            read.headers.insert(
                line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
        const qsizetype length =
            headOnly || read.status == 100 ? 0 : read.headers.value("content-length").toLongLong();
        if (received.size() < end + 4 + length)
            return false;
        read.body = received.mid(end + 4, length);
        received.remove(0, end + 4 + length);
        answer = read;
        return true;
    }
};

class ApiFixture
{
public:
    explicit ApiFixture(api::ServerOptions options = {})
    {
        options.port = 0;
        server = std::make_unique<api::Server>(service, clock, options);
        port = server->start().value_or(quint16{ 0 });
    }

    QNetworkReply *start(const QByteArray &method, const QString &path, const QByteArray &body = {},
        const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        QNetworkRequest request(
            QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path), QUrl::StrictMode));
        if (!body.isEmpty())
            request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        QNetworkReply *reply = network.sendCustomRequest(request, method, body);
        reply->setProperty("method", method);
        return reply;
    }

    static HttpAnswer finish(QNetworkReply *reply)
    {
        HttpAnswer answer;
        // qWaitFor() would sleep 10 ms at each step of the way.
        if (!reply->isFinished() && !QSignalSpy(reply, &QNetworkReply::finished).wait(10000))
            return answer;
        answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        for (const auto &[name, value] : reply->rawHeaderPairs())
            answer.headers.insert(name.toLower(), value);
        answer.body = reply->readAll();
        checkDescribed(reply->property("method").toByteArray(), reply->url().path(QUrl::FullyEncoded),
            answer.status, answer.headers.value("content-type"), answer.body);
        reply->deleteLater();
        return answer;
    }

    HttpAnswer send(const QByteArray &method, const QString &path, const QByteArray &body = {},
        const QList<std::pair<QByteArray, QByteArray>> &headers = {})
    {
        return finish(start(method, path, body, headers));
    }

    FakeService service;
    ManualClock clock;
    std::unique_ptr<api::Server> server;
    quint16 port = 0;
    QNetworkAccessManager network;
};

} // namespace aria::test
