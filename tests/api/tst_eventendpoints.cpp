#include "apiclient.h"

#include "support/testmain.h"

namespace tst_eventendpoints {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray createBody =
    R"({"title":"Talk","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})";

} // namespace

// What the endpoints under /events ask of the service, what they answer, and their errors.
class TestEventEndpoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void create();
    void update();
    void updateWithAllDayAlone();
    void calendars();
    void remove();
    void get();
    void todayAndUpcoming();
    void respond();
    void move();
    void saysWhatIsCutShort();
    void checksQueries_data();
    void checksQueries();
};

void TestEventEndpoints::create()
{
    ApiFixture api;
    api.service.written = WriteOutcome{ sampleEvent(), true };
    const HttpAnswer answer =
        api.send("POST", u"/events/create"_s, createBody, { { "Idempotency-Key", "k-1" } });
    QCOMPARE(answer.status, 200);
    const QJsonObject json = answer.json();
    QCOMPARE(json[u"success"_s], QJsonValue(true));
    QCOMPARE(json[u"google_event_id"_s].toString(), u"abc"_s);
    QCOMPARE(json[u"local_event_id"_s].toInteger(), 7);
    QCOMPARE(json[u"sync_status"_s].toString(), u"synced"_s);
    const QJsonValue event = json[u"event"_s];
    QCOMPARE(event[u"summary"_s].toString(), u"Talk"_s);
    QCOMPARE(event[u"hangoutLink"_s].toString(), u"https://meet"_s);
    QCOMPARE(event[u"title"_s].toString(), u"Talk"_s);
    QCOMPARE(event[u"all_day"_s], QJsonValue(false));
    QVERIFY(event[u"start_time"_s].toString().startsWith(u"2024-01-15T10:00:00"));
    QCOMPARE(api.service.lastCreate.idempotencyKey, u"k-1"_s);
    QCOMPARE(api.service.lastCreate.content.title, u"Talk"_s);

    EventView waiting = sampleEvent(true);
    waiting.status = store::SyncStatus::PendingToGoogle;
    api.service.written = WriteOutcome{ waiting, false };
    const HttpAnswer later = api.send("POST", u"/events/create"_s, createBody);
    QCOMPARE(later.status, 202);
    QCOMPARE(later.json()[u"sync_status"_s].toString(), u"pending_to_google"_s);
    QCOMPARE(later.json()[u"event"_s][u"start_time"_s].toString(), u"2024-01-15"_s);
    QCOMPARE(later.json()[u"event"_s][u"all_day"_s], QJsonValue(true));

    api.service.calls.clear();
    QCOMPARE(api.send("POST", u"/events/create"_s, R"({"title":""})").faults(),
        (QStringList{
            u"body.title string_too_short"_s, u"body.start_time missing"_s, u"body.end_time missing"_s }));
    QVERIFY(api.service.calls.isEmpty());
}

void TestEventEndpoints::update()
{
    ApiFixture api;
    api.service.written = WriteOutcome{ sampleEvent(), true };
    QCOMPARE(api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","location":""})").status, 200);
    QCOMPARE(api.service.lastUpdate.googleEventId, u"abc"_s);
    QCOMPARE(api.service.lastUpdate.content.location, QString());
    api.service.written = makeError(ErrorCategory::Gone, u"gone"_s, u"It was deleted."_s);
    const HttpAnswer gone = api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc"})");
    QCOMPARE(gone.status, 404);
    QCOMPARE(gone.detail(), u"Event not found"_s);
    api.service.written = makeError(ErrorCategory::Stale, u"stale"_s, u"It changed."_s);
    QCOMPARE(api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","etag":"x"})").status, 409);
}

void TestEventEndpoints::updateWithAllDayAlone()
{
    ApiFixture api;
    api.service.one = sampleEvent();
    api.service.written = WriteOutcome{ sampleEvent(), true };
    QCOMPARE(api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","title":"N","all_day":false})")
                 .status,
        200);
    QCOMPARE(api.service.calls, (QStringList{ u"event abc"_s, u"update abc"_s }));
    const HttpAnswer changed =
        api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","all_day":true})");
    QCOMPARE(changed.faults(), QStringList{ u"body.all_day value_error"_s });
    api.service.one = makeError(ErrorCategory::NotFound, u"unknown"_s, u"?"_s);
    QCOMPARE(
        api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","all_day":true})").status, 404);
}

void TestEventEndpoints::calendars()
{
    ApiFixture api;
    api.service.one = sampleEvent();
    api.service.written = WriteOutcome{ sampleEvent(), true };
    api.send("GET", u"/events/abc?calendar_id=team%40example.org"_s);
    api.send("DELETE", u"/events/abc?calendar_id=team"_s);
    api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","calendar_id":"team"})");
    api.send("POST", u"/events/update?calendar_id=team"_s,
        R"({"google_event_id":"abc","calendar_id":"team","all_day":false})");
    QCOMPARE(api.service.calls,
        (QStringList{ u"event abc team@example.org"_s, u"delete abc team"_s, u"update abc team"_s,
            u"event abc team"_s, u"update abc team"_s }));
    api.service.calls.clear();
    for (const char *target : { "/events/update?calendar_id=one", "/events/create?calendar_id=one" }) {
        const HttpAnswer refused = api.send("POST", QString::fromLatin1(target),
            R"({"google_event_id":"abc","calendar_id":"two","title":"T","start_time":"2024-01-15T14:00:00Z",)"
            R"("end_time":"2024-01-15T15:00:00Z"})");
        QCOMPARE(refused.faults(), QStringList{ u"query.calendar_id value_error"_s });
    }
    QCOMPARE(api.send("GET", u"/events/abc?calendar_id="_s).faults(),
        QStringList{ u"query.calendar_id string_too_short"_s });
    QVERIFY(api.service.calls.isEmpty());
    // What the service says of a calendar is said of the place where it was named.
    Error unknown{ ErrorCategory::InvalidInput, u"unknown_calendar"_s, u"Not synced."_s };
    unknown.faults = { Fault{ { u"body"_s, u"calendar_id"_s }, unknown.message, u"value_error"_s } };
    api.service.written = Unexpected(unknown);
    QCOMPARE(api.send("DELETE", u"/events/abc?calendar_id=x"_s).faults(),
        QStringList{ u"query.calendar_id value_error"_s });
    QCOMPARE(api.send("POST", u"/events/update"_s, R"({"google_event_id":"abc","calendar_id":"x"})").faults(),
        QStringList{ u"body.calendar_id value_error"_s });
    api.service.written = makeError(ErrorCategory::Conflict, u"ambiguous_event"_s, u"In two calendars."_s);
    const HttpAnswer ambiguous = api.send("DELETE", u"/events/abc"_s);
    QCOMPARE(ambiguous.status, 409);
    QCOMPARE(ambiguous.detail(), u"In two calendars."_s);
}

void TestEventEndpoints::remove()
{
    ApiFixture api;
    api.service.written = WriteOutcome{ sampleEvent(), true };
    const HttpAnswer now = api.send("DELETE", u"/events/a%2Fb_20240115T140000Z"_s);
    QCOMPARE(now.status, 200);
    QCOMPARE(now.json()[u"success"_s], QJsonValue(true));
    QCOMPARE(api.service.calls, QStringList{ u"delete a/b_20240115T140000Z"_s });
    api.service.written = WriteOutcome{ sampleEvent(), false };
    const HttpAnswer later = api.send("DELETE", u"/events/abc"_s);
    QCOMPARE(later.status, 200);
    QVERIFY(later.json()[u"message"_s] != now.json()[u"message"_s]);
    api.service.written = makeError(ErrorCategory::Gone, u"gone"_s, u"It was deleted."_s);
    QCOMPARE(api.send("DELETE", u"/events/abc"_s).status, 200);
    api.service.written = makeError(ErrorCategory::NotFound, u"unknown"_s, u"?"_s);
    QCOMPARE(api.send("DELETE", u"/events/abc"_s).status, 404);
}

void TestEventEndpoints::get()
{
    ApiFixture api;
    EventView occurrence = sampleEvent();
    occurrence.localId = 0;
    occurrence.googleEventId = u"abc_20240115T100000Z"_s;
    api.service.one = occurrence;
    const QJsonObject json = api.send("GET", u"/events/abc_20240115T100000Z"_s).json();
    QCOMPARE(json[u"success"_s], QJsonValue(true));
    QCOMPARE(json[u"event"_s][u"google_event_id"_s].toString(), u"abc_20240115T100000Z"_s);
    QVERIFY(json[u"event"_s][u"local_event_id"_s].isNull());
    for (const ErrorCategory category : { ErrorCategory::NotFound, ErrorCategory::Gone }) {
        api.service.one = makeError(category, u"x"_s, u"whatever"_s);
        const HttpAnswer missing = api.send("GET", u"/events/abc"_s);
        QCOMPARE(missing.status, 404);
        QCOMPARE(missing.body, R"({"detail":"Event not found"})");
    }
}

void TestEventEndpoints::todayAndUpcoming()
{
    ApiFixture api;
    api.service.many = QList<EventView>{ sampleEvent(), sampleEvent(true) };
    const QJsonObject today = api.send("GET", u"/events/today?tz=Europe%2FBerlin"_s).json();
    QCOMPARE(today[u"count"_s].toInt(), 2);
    QCOMPARE(today[u"events"_s].toArray().size(), 2);
    const QJsonObject upcoming = api.send("GET", u"/events/upcoming"_s).json();
    QCOMPARE(upcoming[u"days_ahead"_s].toInt(), 7);
    QCOMPARE(upcoming[u"success"_s], QJsonValue(true));
    QCOMPARE(api.send("GET", u"/events/upcoming?days=90&max_results=200&tz=UTC"_s).status, 200);
    QCOMPARE(api.service.calls,
        (QStringList{ u"today Europe/Berlin"_s, u"upcoming 7 50 "_s, u"upcoming 90 200 UTC"_s }));
    api.service.many = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
    const HttpAnswer away = api.send("GET", u"/events/today"_s);
    QCOMPARE(away.status, 503);
    QCOMPARE(away.headers["retry-after"], "5");
}

void TestEventEndpoints::respond()
{
    ApiFixture api;
    api.service.written = WriteOutcome{ sampleEvent(), true };
    QCOMPARE(
        api.send("POST", u"/events/respond"_s,
               R"({"google_event_id":"abc","calendar_id":"team","response":"tentative","comment":"late",)"
               R"("send_updates":"all"})")
            .status,
        200);
    QCOMPARE(api.service.calls, QStringList{ u"respond abc team"_s });
    QCOMPARE(api.service.lastResponse.response, u"tentative"_s);
    QCOMPARE(api.service.lastResponse.comment, u"late"_s);
    QVERIFY(api.service.lastResponse.sendUpdates == calendar::SendUpdates::All);
    QCOMPARE(
        api.send("POST", u"/events/respond"_s, R"({"google_event_id":"abc","response":"declined"})").status,
        200);
    QVERIFY(!api.service.lastResponse.comment);
    QVERIFY(api.service.lastResponse.sendUpdates == calendar::SendUpdates::None);
    QCOMPARE(api.send("POST", u"/events/respond"_s,
                    R"({"response":"needsAction","comment":5,"send_updates":"me"})")
                 .faults(),
        (QStringList{ u"body.google_event_id missing"_s, u"body.response enum"_s,
            u"body.comment string_type"_s, u"body.send_updates enum"_s }));
    api.service.written = makeError(ErrorCategory::Conflict, u"not_a_guest"_s, u"Nothing to answer."_s);
    QCOMPARE(
        api.send("POST", u"/events/respond"_s, R"({"google_event_id":"abc","response":"declined"})").status,
        409);
    QCOMPARE(api.send("GET", u"/events/respond"_s).status, 405);
}

void TestEventEndpoints::move()
{
    ApiFixture api;
    api.service.written = WriteOutcome{ sampleEvent(), false };
    QCOMPARE(api.send("POST", u"/events/move"_s,
                    R"({"google_event_id":"abc","calendar_id":"mine","to_calendar_id":"team"})")
                 .status,
        202);
    QCOMPARE(api.service.calls, QStringList{ u"move to team: abc mine"_s });
    QCOMPARE(api.send("POST", u"/events/move"_s, "{}").faults(),
        (QStringList{ u"body.google_event_id missing"_s, u"body.to_calendar_id missing"_s }));
    api.service.written = makeError(ErrorCategory::NotFound, u"x"_s, u"?"_s);
    QCOMPARE(
        api.send("POST", u"/events/move"_s, R"({"google_event_id":"abc","to_calendar_id":"team"})").detail(),
        u"Event not found"_s);
}

// A series that repeats without end, in an answer that has only a part of it.
void TestEventEndpoints::saysWhatIsCutShort()
{
    ApiFixture api;
    EventView much = sampleEvent();
    much.truncated = true;
    for (const bool isCut : { false, true }) {
        api.service.many = QList<EventView>{ much, sampleEvent() };
        api.service.manyAreCutShort = isCut;
        for (const QString &path : { u"/events/today"_s, u"/events/upcoming"_s }) {
            const QJsonObject json = api.send("GET", path).json();
            QCOMPARE(json.contains(u"truncated"_s), isCut);
            QCOMPARE(json[u"truncated"_s].toBool(), isCut);
            QCOMPARE(json[u"events"_s][0][u"truncated"_s], QJsonValue(true));
            QVERIFY(json[u"events"_s][1][u"truncated"_s].isUndefined());
        }
    }
}

void TestEventEndpoints::checksQueries_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("faults");
    QTest::newRow("days 0") << u"/events/upcoming?days=0"_s
                            << QStringList{ u"query.days greater_than_equal"_s };
    QTest::newRow("days 91") << u"/events/upcoming?days=91"_s
                             << QStringList{ u"query.days less_than_equal"_s };
    QTest::newRow("days huge") << u"/events/upcoming?days=99999999999"_s
                               << QStringList{ u"query.days less_than_equal"_s };
    QTest::newRow("days a word") << u"/events/upcoming?days=week"_s
                                 << QStringList{ u"query.days int_parsing"_s };
    QTest::newRow("days empty") << u"/events/upcoming?days="_s << QStringList{ u"query.days int_parsing"_s };
    QTest::newRow("both") << u"/events/upcoming?days=0&max_results=201&tz=Mars"_s
                          << QStringList{ u"query.days greater_than_equal"_s,
                                 u"query.max_results less_than_equal"_s, u"query.tz time_zone"_s };
    QTest::newRow("zone") << u"/events/today?tz=Nowhere%2FCity"_s << QStringList{ u"query.tz time_zone"_s };
}

void TestEventEndpoints::checksQueries()
{
    QFETCH(QString, path);
    ApiFixture api;
    const HttpAnswer answer = api.send("GET", path);
    QCOMPARE(answer.status, 422);
    QTEST(answer.faults(), "faults");
    QVERIFY(api.service.calls.isEmpty());
}

ARIA_TEST(TestEventEndpoints)

} // namespace tst_eventendpoints

#include "tst_eventendpoints.moc"
