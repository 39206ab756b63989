// GET /events, and the entity tags of everything that is read.
#include "apiclient.h"

#include "api/etag.h"
#include "support/testmain.h"

namespace tst_eventreads {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

class TestEventReads : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksForAWindow();
    void answersAPage();
    void readsMoments_data();
    void readsMoments();
    void namesAllFaults_data();
    void namesAllFaults();
    void tagsEveryRead_data();
    void tagsEveryRead();
    void tagFollowsTheBody();
    void notModifiedHasNoBody();
    void errorsHaveNoTag();
    void readsLists_data();
    void readsLists();
};

void TestEventReads::asksForAWindow()
{
    ApiFixture api;
    QCOMPARE(
        api.send("GET",
               u"/events?from=2024-01-01&to=2024-02-01T12:00:00%2B02:00&q=d%C3%A9ntist%20anna&calendar_id=team%40x.org"
               u"&tz=Europe%2FBerlin&limit=7&cursor=abc"_s)
            .status,
        200);
    const WindowRequest &asked = api.service.lastWindow;
    QCOMPARE(asked.from->date(), QDate(2024, 1, 1));
    QCOMPARE(asked.to->zoned().utc, QDateTime(QDate(2024, 2, 1), QTime(10, 0), Qt::UTC));
    QCOMPARE(asked.words, u"déntist anna"_s);
    QCOMPARE(asked.calendarId, u"team@x.org"_s);
    QCOMPARE(asked.zone, QByteArray("Europe/Berlin"));
    QCOMPARE(asked.limit, 7);
    QCOMPARE(asked.cursor, u"abc"_s);
    QCOMPARE(api.send("GET", u"/events?from=2024-01-01&to=2024-02-01"_s).status, 200);
    QCOMPARE(api.service.lastWindow.limit, 100);
    QVERIFY(api.service.lastWindow.zone.isEmpty() && api.service.lastWindow.words.isEmpty());
}

void TestEventReads::answersAPage()
{
    ApiFixture api;
    api.service.many = QList<EventView>{ sampleEvent(true), sampleEvent() };
    const auto path = u"/events?from=2024-01-01&to=2024-02-01"_s;
    QJsonObject json = api.send("GET", path).json();
    QCOMPARE(json[u"success"_s], QJsonValue(true));
    QCOMPARE(json[u"count"_s].toInt(), 2);
    QCOMPARE(json[u"events"_s][0][u"start_time"_s].toString(), u"2024-01-15"_s);
    QCOMPARE(json[u"next_cursor"_s], QJsonValue(QJsonValue::Null));
    QVERIFY(!json.contains(u"truncated"_s));
    api.service.nextCursor = u"next"_s;
    api.service.manyAreCutShort = true;
    json = api.send("GET", path).json();
    QCOMPARE(json[u"next_cursor"_s].toString(), u"next"_s);
    QCOMPARE(json[u"truncated"_s], QJsonValue(true));
    api.service.many = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
    QCOMPARE(api.send("GET", path).status, 503);
}

void TestEventReads::readsMoments_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QDateTime>("moment");
    const auto row = [](const char *text, const char *moment) {
        QTest::newRow(text) << QString::fromLatin1(text)
                            << QDateTime::fromString(QString::fromLatin1(moment), Qt::ISODateWithMs);
    };
    row("2024-01-15T10:00:00Z", "2024-01-15T10:00:00Z");
    row("2024-01-15t10:00:00.25z", "2024-01-15T10:00:00.250Z");
    row("2024-01-15T10:00:00-05:30", "2024-01-15T15:30:00Z");
    row("2024-01-15T10:00:00%2B01:00", "2024-01-15T09:00:00Z");
    row("2024-01-15T10:00:00+01:00", "2024-01-15T09:00:00Z"); // in a query a plus is a space
    row("2024-01-15T10:00+01:00", "2024-01-15T09:00:00Z");
    row("1582-10-15T00:00:00Z", "1582-10-15T00:00:00Z");
    row("9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z");
}

void TestEventReads::readsMoments()
{
    QFETCH(QString, text);
    ApiFixture api;
    QCOMPARE(api.send("GET", u"/events?to=2024-02-01&from="_s + text).status, 200);
    QTEST(api.service.lastWindow.from->zoned().utc, "moment");
}

void TestEventReads::namesAllFaults_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("faults");
    const auto row = [](const char *query, const QStringList &faults) {
        QTest::newRow(query) << QString::fromLatin1(query) << faults;
    };
    row("", { u"query.from missing"_s, u"query.to missing"_s });
    row("?from=yesterday&to=2024-13-01",
        { u"query.from datetime_from_date_parsing"_s, u"query.to datetime_from_date_parsing"_s });
    row("?from=2024-01-15T10:00:00&to=2024-02-01", { u"query.from timezone_aware"_s });
    row("?from=0000-01-01&to=10000-01-01",
        { u"query.from datetime_from_date_parsing"_s, u"query.to datetime_from_date_parsing"_s });
    row("?from=0001-01-01T00:00:00%2B12:00&to=9999-12-31T23:00:00-12:00",
        { u"query.from value_error"_s, u"query.to value_error"_s });
    row("?from=2024-01-01&to=2024-02-01&limit=0", { u"query.limit greater_than_equal"_s });
    row("?from=2024-01-01&to=2024-02-01&limit=501", { u"query.limit less_than_equal"_s });
    row("?from=x&to=&calendar_id=&tz=Mars&limit=many",
        { u"query.from datetime_from_date_parsing"_s, u"query.to datetime_from_date_parsing"_s,
            u"query.calendar_id string_too_short"_s, u"query.tz time_zone"_s, u"query.limit int_parsing"_s });
}

void TestEventReads::namesAllFaults()
{
    QFETCH(QString, query);
    ApiFixture api;
    const HttpAnswer answer = api.send("GET", u"/events"_s + query);
    QCOMPARE(answer.status, 422);
    QTEST(answer.faults(), "faults");
}

void TestEventReads::tagsEveryRead_data()
{
    QTest::addColumn<QString>("path");
    for (const auto *path : { "/events?from=2024-01-01&to=2024-02-01", "/events/today", "/events/upcoming",
             "/events/abc", "/sync/conflicts", "/sync/history" })
        QTest::newRow(path) << QString::fromLatin1(path);
}

void TestEventReads::tagsEveryRead()
{
    QFETCH(QString, path);
    ApiFixture api;
    api.service.one = sampleEvent();
    api.service.many = QList<EventView>{ sampleEvent() };
    const HttpAnswer first = api.send("GET", path);
    QCOMPARE(first.status, 200);
    const QByteArray tag = first.headers["etag"];
    QVERIFY2(tag.size() > 20 && tag.startsWith('"') && tag.endsWith('"'), tag.constData());
    QCOMPARE(api.send("GET", path).headers["etag"], tag);
    const HttpAnswer same = api.send("GET", path, {}, { { "If-None-Match", "\"x\", " + tag } });
    QCOMPARE(same.status, 304);
    QCOMPARE(same.headers["etag"], tag);
    QVERIFY(same.body.isEmpty());
    QCOMPARE(api.send("GET", path, {}, { { "If-None-Match", "\"x\"" } }).status, 200);
    QCOMPARE(api.send("HEAD", path, {}, { { "If-None-Match", "*" } }).status, 304);
}

void TestEventReads::tagFollowsTheBody()
{
    ApiFixture api;
    api.service.one = sampleEvent();
    const auto path = u"/events/abc"_s;
    const QByteArray tag = api.send("GET", path).headers["etag"];
    EventView changed = sampleEvent();
    changed.status = store::SyncStatus::PendingToGoogle;
    api.service.one = changed;
    const HttpAnswer answer = api.send("GET", path, {}, { { "If-None-Match", tag } });
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers["etag"] != tag);
    QCOMPARE(answer.json()[u"event"_s][u"sync_status"_s].toString(), u"pending_to_google"_s);
    api.service.one = sampleEvent();
    QCOMPARE(api.send("GET", path, {}, { { "If-None-Match", tag } }).status, 304);
}

// Whatever follows it on the connection is read right.
void TestEventReads::notModifiedHasNoBody()
{
    ApiFixture api;
    api.service.one = sampleEvent();
    RawClient client(api.port);
    QVERIFY(client.connected());
    client.send("GET /events/abc HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\n\r\n");
    const HttpAnswer same = client.answer();
    QCOMPARE(same.status, 304);
    QVERIFY(!same.headers.contains("content-length"));
    client.send("GET /events/abc HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const HttpAnswer whole = client.answer();
    QCOMPARE(whole.status, 200);
    QCOMPARE(whole.headers["etag"], same.headers["etag"]);
    QVERIFY(!whole.body.isEmpty());
}

void TestEventReads::errorsHaveNoTag()
{
    ApiFixture api;
    api.service.one = makeError(ErrorCategory::NotFound, u"x"_s, u"whatever"_s);
    const HttpAnswer missing = api.send("GET", u"/events/abc"_s, {}, { { "If-None-Match", "*" } });
    QCOMPARE(missing.status, 404);
    QVERIFY(!missing.headers.contains("etag"));
    // Nobody answers any more.
    api.service.one = sampleEvent();
    api.service.held = { u"event"_s };
    QNetworkReply *waiting = api.start("GET", u"/events/abc"_s);
    QTRY_COMPARE(api.service.heldCount(), 1);
    api.service.dropHeld();
    QCOMPARE(ApiFixture::finish(waiting).status, 503);
}

void TestEventReads::readsLists_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<bool>("isNamed");
    const auto row = [](const char *list, bool isNamed) {
        QTest::newRow(list) << QByteArray(list) << isNamed;
    };
    row("", false);
    row("*", true);
    row(" * ", true);
    row("\"a,b\"", true);
    row("W/\"a,b\"", true);
    row("\"a\", \"b\"", false);
    row("\"x\",\"a,b\" , \"y\"", true);
    row("\"x", false);
    row("a,b", false);
    row("\"x\", \"a,b", false);
}

void TestEventReads::readsLists()
{
    QFETCH(QByteArray, list);
    QTEST(aria::api::namesTag(list, "\"a,b\""), "isNamed");
}

ARIA_TEST(TestEventReads)

} // namespace tst_eventreads

#include "tst_eventreads.moc"
