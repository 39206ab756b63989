// What every call has: an id that the answer names, and its share in GET /metrics.
#include "apiclient.h"

#include "support/testmain.h"

namespace tst_calls {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

class TestCalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyAnswerHasAnId();
    void keepsWellFormedIds_data();
    void keepsWellFormedIds();
    void refusedBytesHaveAnId();
    void metrics();
    void routesAreTemplates();
    void metricsWithoutADatabase();
    void metricsAreGuarded();
};

void TestCalls::everyAnswerHasAnId()
{
    ApiFixture api;
    QSet<QByteArray> ids;
    for (const QString &path : { u"/health"_s, u"/nothing"_s, u"/events/upcoming?days=0"_s, u"/metrics"_s }) {
        const QByteArray id = api.send("GET", path).headers["x-request-id"];
        QCOMPARE(id.size(), 36);
        ids.insert(id);
    }
    QCOMPARE(ids.size(), 4);
}

void TestCalls::keepsWellFormedIds_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("kept");
    QTest::newRow("uuid") << QByteArray("0b9f3c1e-8f3f-4e57-9d2a-0d6f4f8a1f00") << true;
    QTest::newRow("own form") << QByteArray("n8n_run.42-a") << true;
    QTest::newRow("longest") << QByteArray(64, 'x') << true;
    QTest::newRow("too long") << QByteArray(65, 'x') << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("blank") << QByteArray("a b") << false;
    QTest::newRow("quote") << QByteArray("a\"b") << false;
    QTest::newRow("a line of its own") << QByteArray("a\\n2024 ERROR") << false;
}

void TestCalls::keepsWellFormedIds()
{
    QFETCH(QByteArray, sent);
    QFETCH(bool, kept);
    ApiFixture api;
    const QByteArray id =
        api.send("GET", u"/health"_s, {}, { { "X-Request-Id", sent } }).headers["x-request-id"];
    QCOMPARE(id == sent, kept);
    QVERIFY(!id.isEmpty());
}

void TestCalls::refusedBytesHaveAnId()
{
    ApiFixture api;
    RawClient client(api.port);
    client.send("NONSENSE\r\n\r\n");
    const HttpAnswer answer = client.answer();
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.headers["x-request-id"].size(), 36);
}

void TestCalls::metrics()
{
    ApiFixture api;
    StatusView view;
    view.statistics = { 10, 5, 1, 2, 1, 1 };
    view.state = State::Offline;
    view.role = u"leader"_s;
    view.mailsCaused = 7;
    view.lastSyncTime = api.clock.nowUtc();
    view.webhookExpires = api.clock.nowUtc().addSecs(10);
    view.occurrencesDue = 3;
    CalendarStatus calendar;
    calendar.heldDeletions = 40;
    view.calendars = { calendar };
    api.service.statusView = view;
    api.service.healthView.auth.expiry = api.clock.nowUtc().addSecs(3600);
    const HttpAnswer answer = api.send("GET", u"/metrics"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    for (const char *line : { "aria_events{status=\"synced\"} 5", "aria_events{status=\"conflict\"} 1",
             "aria_state{state=\"offline\"} 1", "aria_state{state=\"idle\"} 0", "aria_leader 1",
             "aria_database_up 1", "aria_signed_in 1", "aria_queue_length{queue=\"google\"} 1",
             "aria_queue_length{queue=\"held_deletions\"} 40", "aria_queue_length{queue=\"occurrences\"} 3",
             "aria_guest_mails_total 7", "aria_last_sync_timestamp_seconds 1705320000",
             "aria_webhook_channel_expiry_timestamp_seconds 1705320010",
             "aria_google_token_expiry_timestamp_seconds 1705323600" })
        QVERIFY2(answer.body.contains(QByteArray(line) + '\n'), line);
    QVERIFY(answer.body.contains("aria_build_info{version=\"" ARIA_VERSION "\",qt=\""));
    QVERIFY(answer.body.contains("process_cpu_seconds_total "));

    view.webhookExpires = {};
    api.service.statusView = view;
    QVERIFY(!api.send("GET", u"/metrics"_s).body.contains("aria_webhook_channel_expiry"));
}

void TestCalls::routesAreTemplates()
{
    ApiFixture api;
    QCOMPARE(api.send("GET", u"/events/alice%40example.com"_s).status, 200);
    api.send("DELETE", u"/events/secret-id"_s);
    api.send("PUT", u"/events/secret-id"_s);
    api.send("GET", u"/no/such/path/secret-id"_s);
    api.send("BREW", u"/events/secret-id"_s);
    const QByteArray text = api.send("GET", u"/metrics"_s).body;
    QVERIFY2(!text.contains("secret-id") && !text.contains("alice") && !text.contains("BREW"), text);
    for (const char *labels : { "method=\"GET\",route=\"/events/{id}\",status=\"200\"",
             "method=\"PUT\",route=\"/events/{id}\",status=\"405\"",
             "method=\"GET\",route=\"none\",status=\"404\"",
             "method=\"other\",route=\"/events/{id}\",status=\"405\"" })
        QVERIFY2(text.contains(QByteArray("aria_api_request_seconds_count{") + labels + "} 1\n"), text);
}

void TestCalls::metricsWithoutADatabase()
{
    ApiFixture api;
    api.send("GET", u"/metrics"_s);
    api.service.statusView = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"Away."_s);
    api.service.healthView.databaseHealthy = false;
    const HttpAnswer answer = api.send("GET", u"/metrics"_s);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("aria_database_up 0\n"));
    QVERIFY(!answer.body.contains("aria_events{"));
    QVERIFY(answer.body.contains("aria_api_request_seconds_count{"));
}

void TestCalls::metricsAreGuarded()
{
    api::ServerOptions options;
    options.apiToken = u"secret"_s;
    options.webhookBaseUrl = QUrl(u"https://public.example"_s);
    ApiFixture api(options);
    QCOMPARE(api.send("GET", u"/metrics"_s).status, 401);
    const std::pair<QByteArray, QByteArray> token{ "Authorization", "Bearer secret" };
    QCOMPARE(api.send("GET", u"/metrics"_s, {}, { token }).status, 200);
    QCOMPARE(api.send("GET", u"/metrics"_s, {}, { token, { "Host", "public.example" } }).status, 403);
    QCOMPARE(api.send("GET", u"/metrics"_s, {}, { token, { "Host", "evil.example" } }).status, 403);
    QCOMPARE(api.send("GET", u"/metrics"_s, {}, { token, { "Origin", "https://evil.example" } }).status, 403);
}

ARIA_TEST(TestCalls)

} // namespace tst_calls

#include "tst_calls.moc"
