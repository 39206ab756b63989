// Over real sockets: methods, parallel clients, faults, batches, notifications.
#include "testclient.h"

#include "support/testmain.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

namespace tst_server {

using namespace Qt::StringLiterals;

static const QByteArray list = "/calendar/v3/calendars/primary/events";
static const QByteArray dayEvent =
    R"({"summary":"A","start":{"date":"2026-03-02"},"end":{"date":"2026-03-03"}})";

// Takes notifications and answers each with the next status.
class Receiver : public QTcpServer
{
    Q_OBJECT

public:
    Receiver()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }
    QByteArray header(qsizetype message, const QByteArray &name) const
    {
        for (const QByteArray &line : messages[message].split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
    QList<QByteArray> messages;
    QList<int> statuses; // of the next answers; then 200

private:
    void read(QTcpSocket *socket)
    {
        const QByteArray text = socket->readAll();
        if (!text.startsWith("POST"))
            return;
        messages.append(text);
        const int status = statuses.isEmpty() ? 200 : statuses.takeFirst();
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Length: 0\r\n\r\n");
    }
};

class TestServer : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void speaksAllMethods();
    void refusesForeignAddresses();
    void servesManyAtOnce();
    void faults_data();
    void faults();
    void faultAfterAndTimes();
    void batch();
    void batchLimits();
    void notifies();
    void notificationsAreRetried();
    void channelRules_data();
    void channelRules();
    void stopsChannels();

private:
    QNetworkReply *request(const QByteArray &method, const QByteArray &target, const QByteArray &json = {},
        const QByteArray &contentType = "application/json");
    int statusOf(QNetworkReply *reply);
    std::pair<int, QByteArray> rawPost(); // status (0: no whole answer) and everything received
    QByteArray watchBody(const QByteArray &id) const;

    std::unique_ptr<TestClient> m_client;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<Receiver> m_receiver;
};

void TestServer::init()
{
    m_client = std::make_unique<TestClient>();
    m_network = std::make_unique<QNetworkAccessManager>();
    m_receiver = std::make_unique<Receiver>();
    QVERIFY(m_client->google.listen(QHostAddress::LocalHost, 0) != 0);
    m_client->google.world().switches.allowHttpWebhooks = true;
    m_client->google.world().switches.pushRetryMs = 10;
}

void TestServer::cleanup()
{
    m_network.reset();
    m_client.reset();
    m_receiver.reset();
}

QNetworkReply *TestServer::request(
    const QByteArray &method, const QByteArray &target, const QByteArray &json, const QByteArray &contentType)
{
    QNetworkRequest request(QUrl::fromEncoded(m_client->google.url().toEncoded() + target));
    request.setRawHeader("Authorization", "Bearer " + m_client->token);
    request.setRawHeader("Content-Type", contentType);
    return m_network->sendCustomRequest(request, method, json);
}

// Without QNetworkAccessManager, which sends a request again by itself when the connection breaks.
std::pair<int, QByteArray> TestServer::rawPost()
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, quint16(m_client->google.url().port()));
    socket.write("POST " + list + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + m_client->token
        + "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(dayEvent.size())
        + "\r\n\r\n" + dayEvent);
    QByteArray received;
    const auto isWhole = [&] {
        const qsizetype body = received.indexOf("\r\n\r\n") + 4;
        const qsizetype length = received.indexOf("Content-Length: ");
        return body > 4 && length > 0
            && received.size() - body
            >= received.mid(length + 16, received.indexOf('\r', length) - length - 16).toInt();
    };
    QSignalSpy gone(&socket, &QTcpSocket::disconnected);
    const bool ended = QTest::qWaitFor([&] {
        received += socket.readAll();
        return isWhole() || !gone.isEmpty();
    });
    return { ended && isWhole() ? received.split(' ').value(1).toInt() : 0, received };
}

// 0 where no whole answer came.
int TestServer::statusOf(QNetworkReply *reply)
{
    QSignalSpy spy(reply, &QNetworkReply::finished);
    if (!reply->isFinished() && !spy.wait(10'000))
        return -1;
    const bool broken = reply->error() == QNetworkReply::RemoteHostClosedError;
    return broken ? 0 : reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void TestServer::speaksAllMethods()
{
    QNetworkReply *made = request("POST", list, dayEvent);
    QCOMPARE(statusOf(made), 200);
    QVERIFY(!made->rawHeader("Date").isEmpty());
    const QJsonObject event = QJsonDocument::fromJson(made->readAll()).object();
    const QByteArray path = list + '/' + event["id"_L1].toString().toLatin1();
    QCOMPARE(statusOf(request("GET", path)), 200);
    QCOMPARE(statusOf(request("PATCH", path, R"({"summary":"B"})")), 200);
    QCOMPARE(statusOf(request("PUT", path, dayEvent)), 200);
    QNetworkRequest conditional(QUrl::fromEncoded(m_client->google.url().toEncoded() + path));
    conditional.setRawHeader("Authorization", "Bearer " + m_client->token);
    conditional.setRawHeader("If-Match", event["etag"_L1].toString().toLatin1());
    QCOMPARE(statusOf(m_network->deleteResource(conditional)), 412);
    QCOMPARE(statusOf(request("DELETE", path)), 204);
    QCOMPARE(statusOf(request("GET", "/batch")), 404);
    QCOMPARE(statusOf(request("GET", "/calendar/v3/calendars/anna.lindgren%40example.com/events")), 200);
}

void TestServer::refusesForeignAddresses()
{
    TestClient other;
    QCOMPARE(other.google.listen(QHostAddress::Any, 0), quint16(0));
}

void TestServer::servesManyAtOnce()
{
    std::vector<std::unique_ptr<QNetworkAccessManager>> managers; // six connections each
    QList<QNetworkReply *> replies;
    for (int i = 0; i < 60; ++i) {
        if (i % 6 == 0)
            managers.push_back(std::make_unique<QNetworkAccessManager>());
        QNetworkRequest request(QUrl::fromEncoded(m_client->google.url().toEncoded() + list));
        request.setRawHeader("Authorization", "Bearer " + m_client->token);
        request.setRawHeader("Content-Type", "application/json");
        for (int n = 0; n < 3; ++n)
            replies.append(managers.back()->post(request, dayEvent));
    }
    for (QNetworkReply *reply : std::as_const(replies))
        QCOMPARE(statusOf(reply), 200);
    QCOMPARE(m_client->google.world().calendar(u"primary"_s)->size(), replies.size());
}

void TestServer::faults_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("applied");
    QTest::newRow("status") << QByteArray(
        "'kind':'status','status':429,'reason':'rateLimitExceeded','retryAfter':7")
                            << 429 << 0;
    QTest::newRow("html") << QByteArray("'kind':'html','status':502") << 502 << 0;
    QTest::newRow("drop before") << QByteArray("'kind':'drop_before'") << 0 << 0;
    QTest::newRow("drop after") << QByteArray("'kind':'drop_after'") << 0 << 1;
    QTest::newRow("truncate") << QByteArray("'kind':'truncate'") << 0 << 1;
    QTest::newRow("delay") << QByteArray("'kind':'delay','ms':60") << 200 << 1;
}

void TestServer::faults()
{
    QFETCH(QByteArray, fault);
    QCOMPARE(
        m_client
            ->send("POST", "/control/faults", "[{'match':{'method':'POST','path':'/events$'}," + fault + "}]")
            .status,
        200);
    const auto [status, received] = rawPost();
    QTEST(status, "status");
    QCOMPARE(received.contains("Retry-After: 7"), status == 429);
    QCOMPARE(received.isEmpty(), fault.contains("drop"));
    QTEST(int(m_client->google.world().calendar(u"primary"_s)->size()), "applied");
    QCOMPARE(statusOf(request("POST", list, dayEvent)), 200);
}

void TestServer::faultAfterAndTimes()
{
    m_client->send("POST", "/control/faults", "{'match':{'method':'GET'},'after':1,'times':2,'status':500}");
    QList<int> statuses;
    for (int i = 0; i < 4; ++i)
        statuses.append(m_client->events("GET").status);
    QCOMPARE(statuses, (QList<int>{ 200, 500, 500, 200 }));
    QCOMPARE(m_client->send("POST", "/control/faults", "{'kind':'explode'}").status, 400);
}

static QByteArray part(const QByteArray &id, const QByteArray &inner)
{
    return "--b\r\nContent-Type: application/http\r\nContent-ID: <" + id + ">\r\n\r\n" + inner + "\r\n";
}

void TestServer::batch()
{
    m_client->insert("old", ",'id':'abcde'");
    m_client->send("POST", "/control/faults", "{'match':{'path':'fghij'},'status':503}");
    const QByteArray body =
        part("1",
            "POST " + list + "?sendUpdates=none HTTP/1.1\r\nContent-Type: application/json\r\n\r\n"
                + dayEvent)
        + part("2", "PATCH " + list + "/abcde\r\nContent-Type: application/json\r\nIf-Match: \"1\"\r\n\r\n{}")
        + part("3", "DELETE " + list + "/abcde") + part("4", "GET " + list + "/fghij") + "--b--\r\n";
    QNetworkReply *reply = request("POST", "/batch/calendar/v3", body, "multipart/mixed; boundary=b");
    QCOMPARE(statusOf(reply), 200);
    const QByteArray answer = reply->readAll();
    QVERIFY(reply->rawHeader("Content-Type").startsWith("multipart/mixed; boundary="));
    const qsizetype first = answer.indexOf("<response-1>");
    QVERIFY(first > 0 && answer.indexOf("HTTP/1.1 200", first) < answer.indexOf("<response-2>"));
    QVERIFY(answer.indexOf("HTTP/1.1 412") > answer.indexOf("<response-2>"));
    QVERIFY(answer.indexOf("HTTP/1.1 204") > answer.indexOf("<response-3>"));
    QVERIFY(answer.indexOf("HTTP/1.1 503") > answer.indexOf("<response-4>"));
    QCOMPARE(m_client->google.log().counters()["byMethod"_L1]["calendar.events.delete"_L1].toInt(), 1);
}

void TestServer::batchLimits()
{
    QByteArray body;
    for (int i = 0; i < 51; ++i)
        body += part(QByteArray::number(i), "GET " + list);
    const QHash<QByteArray, QByteArray> headers{ { "content-type", "multipart/mixed; boundary=b" } };
    QCOMPARE(m_client->send("POST", "/batch/calendar/v3", body + "--b--", headers).status, 400);
    QCOMPARE(m_client->send("POST", "/batch/calendar/v3", part("1", "GET " + list), headers).status, 400);
    QCOMPARE(m_client->send("POST", "/batch/calendar/v3", "{}").status, 400);
}

QByteArray TestServer::watchBody(const QByteArray &id) const
{
    return "{'id':'" + id + "','type':'web_hook','token':'secret=1','address':'http://127.0.0.1:"
        + QByteArray::number(m_receiver->serverPort()) + "/hook'}";
}

void TestServer::notifies()
{
    const Answer channel = m_client->events("POST", "/watch", watchBody("c1"));
    QCOMPARE(channel.status, 200);
    QCOMPARE(channel.text("kind"), u"api#channel"_s);
    const qint64 week = m_client->clock.nowUtc().addDays(7).toMSecsSinceEpoch();
    QCOMPARE(channel.text("expiration"), QString::number(week));
    QTRY_COMPARE(m_receiver->messages.size(), 1);
    QCOMPARE(m_receiver->header(0, "X-Goog-Resource-State"), QByteArray("sync"));
    QCOMPARE(m_receiver->header(0, "X-Goog-Message-Number"), QByteArray("1"));
    QCOMPARE(m_receiver->header(0, "X-Goog-Channel-ID"), QByteArray("c1"));
    QCOMPARE(m_receiver->header(0, "X-Goog-Channel-Token"), QByteArray("secret=1"));
    QCOMPARE(m_receiver->header(0, "X-Goog-Resource-ID"), channel.text("resourceId").toLatin1());
    QCOMPARE(m_receiver->header(0, "Content-Length"), QByteArray("0"));
    for (int i = 0; i < 5; ++i)
        m_client->insert("A"); // one debounced message
    QTRY_COMPARE(m_receiver->messages.size(), 2);
    QCOMPARE(m_receiver->header(1, "X-Goog-Resource-State"), QByteArray("exists"));
    m_client->google.world().switches.pushDuplicates = true;
    m_client->insert("B");
    QTRY_COMPARE(m_receiver->messages.size(), 4);
    m_client->google.channels().expireAll();
    m_client->insert("C");
    m_client->google.world().switches.pushDuplicates = false;
    QCOMPARE(m_client->events("POST", "/watch", watchBody("c2")).status, 200);
    QTRY_COMPARE(m_receiver->messages.size(), 5); // the new channel's sync, nothing of the expired one
    QCOMPARE(m_receiver->header(4, "X-Goog-Channel-ID"), QByteArray("c2"));
}

void TestServer::notificationsAreRetried()
{
    m_receiver->statuses = { 503, 500 };
    m_client->events("POST", "/watch", watchBody("c1"));
    QTRY_COMPARE(m_receiver->messages.size(), 3);
    QCOMPARE(m_receiver->header(2, "X-Goog-Message-Number"), QByteArray("1"));
    QTRY_COMPARE(m_client->google.channels().toJson()[0]["delivered"_L1].toInt(), 1);
}

void TestServer::channelRules_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no id") << QByteArray("{'type':'web_hook','address':'https://x.example/'}")
                           << u"required"_s;
    QTest::newRow("http") << QByteArray("{'id':'a','type':'web_hook','address':'http://x.example/'}")
                          << u"push.webhookUrlNotHttps"_s;
    QTest::newRow("type") << QByteArray("{'id':'a','type':'mail','address':'https://x.example/'}")
                          << u"push.channelTypeNotSupported"_s;
    QTest::newRow("long id") << QByteArray(
        "{'id':'" + QByteArray(65, 'a') + "','type':'web_hook','address':'https://x.example/'}")
                             << u"invalid"_s;
    QTest::newRow("long token") << QByteArray(
        "{'id':'a','type':'web_hook','address':'https://x.example/','token':'" + QByteArray(257, 't') + "'}")
                                << u"invalid"_s;
    QTest::newRow("past") << QByteArray(
        "{'id':'a','type':'web_hook','address':'https://x.example/','expiration':'1000'}")
                          << u"invalid"_s;
    QTest::newRow("ttl") << QByteArray(
        "{'id':'a','type':'web_hook','address':'https://x.example/','params':{'ttl':'soon'}}")
                         << u"invalid"_s;
}

void TestServer::channelRules()
{
    QFETCH(QByteArray, body);
    const Answer answer = m_client->events("POST", "/watch", body);
    QCOMPARE(answer.status, 400);
    QTEST(answer.reason(), "reason");
}

void TestServer::stopsChannels()
{
    const Answer channel = m_client->events("POST", "/watch", watchBody("c1"));
    QCOMPARE(m_client->events("POST", "/watch", watchBody("c1")).reason(), u"channelIdNotUnique"_s);
    const QByteArray stop = "{'id':'c1','resourceId':'" + channel.text("resourceId").toLatin1() + "'}";
    QCOMPARE(
        m_client->send("POST", "/calendar/v3/channels/stop", "{'id':'c1','resourceId':'other'}").status, 404);
    QCOMPARE(m_client->send("POST", "/calendar/v3/channels/stop", stop).status, 204);
    QCOMPARE(m_client->send("POST", "/calendar/v3/channels/stop", stop).status, 404);
}

ARIA_TEST(TestServer)

} // namespace tst_server

#include "tst_server.moc"
