#include "apiclient.h"

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray createBody =
    R"({"title":"Talk","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})";

EventView sampleEvent(bool allDay = false)
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

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

} // namespace

// Every endpoint: what it asks of the service, what it answers, and each of its errors.
class TestEndpoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusesByPathMethodAndType_data();
    void refusesByPathMethodAndType();
    void mapsErrorsOfTheService_data();
    void mapsErrorsOfTheService();
    void neverShowsInternals();
    void everyAnswerHasItsHeaders();
    void health();
    void healthShowsLittleToStrangers();
    void authStatus();
    void authUrl();
    void browserLands_data();
    void browserLands();
    void browserLandsUnescapedNever();
    void authCallback();
    void authRevoke();
    void create();
    void update();
    void updateWithAllDayAlone();
    void remove();
    void get();
    void todayAndUpcoming();
    void checksQueries_data();
    void checksQueries();
    void webhook_data();
    void webhook();
    void webhookNeedsAChannel();
    void webhookSetup();
    void syncStatus();
    void conflicts();
    void resolve();
    void resolveNeedsAResolution_data();
    void resolveNeedsAResolution();
    void syncNow();
    void pauseAndResume();
    void publicHostGetsOnlyItsPaths();
};

void TestEndpoints::refusesByPathMethodAndType_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *method, const char *path, const char *type, int status,
                         const char *allow = "") {
        QTest::addRow("%s %s %s", method, path, type) << QByteArray(method) << QString::fromLatin1(path)
                                                      << QByteArray(type) << status << QByteArray(allow);
    };
    row("GET", "/", "", 404);
    row("GET", "/nothing", "", 404);
    row("GET", "/health/", "", 404);
    row("GET", "//health", "", 404);
    row("GET", "/events/", "", 404);
    row("GET", "/events/a/b", "", 404);
    row("GET", "/events/../health", "", 404);
    row("GET", "/Health", "", 404);
    row("POST", "/health", "", 405, "GET, HEAD");
    row("GET", "/events/create", "", 405, "POST");
    row("DELETE", "/events/today", "", 405, "GET, HEAD");
    row("PUT", "/events/abc", "", 405, "GET, HEAD, DELETE");
    row("GET", "/webhook", "", 405, "POST");
    row("GET", "/sync/now", "", 405, "POST");
    row("DELETE", "/auth/callback", "", 405, "GET, HEAD, POST");
    row("POST", "/events/create", "text/plain", 415);
    row("POST", "/events/create", "application/x-www-form-urlencoded", 415);
    row("POST", "/events/update", "application/jsonx", 415);
    row("POST", "/auth/callback", "text/html", 415);
    row("POST", "/webhook/setup", "text/plain", 415);
    row("POST", "/events/create", "APPLICATION/JSON ; charset=utf-8", 422);
}

void TestEndpoints::refusesByPathMethodAndType()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    QFETCH(QByteArray, allow);
    ApiFixture api;
    RawClient client(api.port);
    QByteArray request = method + ' ' + path.toLatin1() + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!type.isEmpty())
        request += "Content-Type: " + type + "\r\nContent-Length: 2\r\n\r\n{}";
    client.send(type.isEmpty() ? request + "\r\n" : request);
    const HttpAnswer answer = client.answer();
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.headers["content-type"], "application/json");
    QCOMPARE(answer.headers.value("allow"), allow);
    QVERIFY(answer.json().contains(u"detail"_s));
    QVERIFY(api.service.calls.isEmpty());
}

void TestEndpoints::mapsErrorsOfTheService_data()
{
    QTest::addColumn<int>("category");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, ErrorCategory category, int status) {
        QTest::newRow(name) << static_cast<int>(category) << status;
    };
    row("invalid", ErrorCategory::InvalidInput, 422);
    row("precondition", ErrorCategory::Precondition, 400);
    row("unauthorized", ErrorCategory::Unauthorized, 400);
    row("forbidden", ErrorCategory::Forbidden, 403);
    row("not found", ErrorCategory::NotFound, 404);
    row("gone", ErrorCategory::Gone, 404);
    row("conflict", ErrorCategory::Conflict, 409);
    row("stale", ErrorCategory::Stale, 409);
    row("refused", ErrorCategory::Refused, 422);
    row("rate limited", ErrorCategory::RateLimited, 503);
    row("unavailable", ErrorCategory::Unavailable, 503);
    row("internal", ErrorCategory::Internal, 500);
}

void TestEndpoints::mapsErrorsOfTheService()
{
    QFETCH(int, category);
    QFETCH(int, status);
    ApiFixture api;
    Error error{ static_cast<ErrorCategory>(category), u"someReason"_s, u"A sentence."_s };
    if (status == 503)
        error.retryAfter = std::chrono::milliseconds(1500);
    api.service.written = Unexpected(error);
    const HttpAnswer answer = api.send("POST", u"/events/create"_s, createBody);
    QCOMPARE(answer.status, status);
    if (status == 422)
        QCOMPARE(answer.json()[u"detail"_s][0][u"msg"_s].toString(), u"A sentence."_s);
    else if (status != 500)
        QCOMPARE(answer.detail(), u"A sentence."_s);
    QCOMPARE(answer.headers.value("retry-after"), status == 503 ? QByteArray("2") : QByteArray());
}

void TestEndpoints::neverShowsInternals()
{
    ApiFixture api;
    api.service.statusView =
        makeError(ErrorCategory::Internal, u"x"_s, u"SELECT * FROM /var/lib/secret.db"_s);
    const HttpAnswer answer = api.send("GET", u"/sync/status"_s);
    QCOMPARE(answer.status, 500);
    QVERIFY(!answer.body.contains("SELECT") && !answer.body.contains("/var"));
}

void TestEndpoints::everyAnswerHasItsHeaders()
{
    ApiFixture api;
    for (const QString &path : { u"/health"_s, u"/nothing"_s, u"/events/upcoming?days=0"_s }) {
        const HttpAnswer answer = api.send("GET", path);
        QCOMPARE(answer.headers["content-type"], "application/json");
        QCOMPARE(answer.headers["x-content-type-options"], "nosniff");
        QCOMPARE(answer.headers["cache-control"], "no-store");
        for (auto it = answer.headers.begin(); it != answer.headers.end(); ++it)
            QVERIFY(!it.key().startsWith("access-control"));
    }
}

void TestEndpoints::health()
{
    ApiFixture api;
    QJsonObject json = api.send("GET", u"/health"_s).json();
    QCOMPARE(sorted(json.keys()),
        sorted(
            { u"status"_s, u"service"_s, u"version"_s, u"timestamp"_s, u"components"_s, u"auth_status"_s }));
    QCOMPARE(json[u"status"_s].toString(), u"healthy"_s);
    QCOMPARE(json[u"service"_s].toString(), u"google-calendar-sync"_s);
    QCOMPARE(json[u"timestamp"_s].toString(), u"2024-01-15T12:00:00.000Z"_s);
    const QJsonObject good{ { u"database"_s, u"healthy"_s }, { u"google_auth"_s, u"authenticated"_s },
        { u"sync_handler"_s, u"ready"_s } };
    QCOMPARE(json[u"components"_s].toObject(), good);

    api.service.healthView = {};
    json = api.send("GET", u"/health"_s).json();
    QCOMPARE(json[u"status"_s].toString(), u"degraded"_s);
    const QJsonObject bad{ { u"database"_s, u"unhealthy"_s }, { u"google_auth"_s, u"needs_auth"_s },
        { u"sync_handler"_s, u"not_initialized"_s } };
    QCOMPARE(json[u"components"_s].toObject(), bad);
}

void TestEndpoints::healthShowsLittleToStrangers()
{
    api::ServerOptions options;
    options.apiToken = u"secret"_s;
    ApiFixture api(options);
    const QJsonObject little{ { u"status"_s, u"healthy"_s } };
    QCOMPARE(api.send("GET", u"/health"_s).json(), little);
    QVERIFY(api.send("GET", u"/health"_s, {}, { { "Authorization", "Bearer secret" } }).json().size() > 1);
    const HttpAnswer refused = api.send("GET", u"/sync/status"_s);
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.headers["www-authenticate"], "Bearer");
    QCOMPARE(api.send("GET", u"/sync/status"_s, {}, { { "Authorization", "Bearer secret" } }).status, 200);
}

void TestEndpoints::authStatus()
{
    ApiFixture api;
    google::AuthStatus &auth = api.service.healthView.auth;
    QJsonObject json = api.send("GET", u"/auth/status"_s).json();
    QCOMPARE(sorted(json.keys()),
        sorted({ u"client_secrets_configured"_s, u"token_exists"_s, u"credentials_valid"_s,
            u"credentials_expired"_s, u"has_refresh_token"_s, u"expiry"_s, u"scopes"_s }));
    QVERIFY(json[u"credentials_expired"_s].isNull() && json[u"expiry"_s].isNull());
    auth.credentialsExpired = true;
    auth.expiry = api.clock.nowUtc();
    auth.scopes = { u"s"_s };
    json = api.send("GET", u"/auth/status"_s).json();
    QCOMPARE(json[u"credentials_expired"_s], QJsonValue(true));
    QCOMPARE(json[u"expiry"_s].toString(), u"2024-01-15T12:00:00.000Z"_s);
    QCOMPARE(json[u"scopes"_s].toArray(), QJsonArray{ u"s"_s });
}

void TestEndpoints::authUrl()
{
    ApiFixture api;
    api.service.authorization =
        google::Authorization{ QUrl(u"https://accounts.example/auth?a=%2Fb"_s), u"st"_s };
    const HttpAnswer answer =
        api.send("GET", u"/auth/url?redirect_uri=http%3A%2F%2Flocalhost%2Fcb%3Fa%3D1%2B2&state=x+y"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()[u"authorization_url"_s].toString(), u"https://accounts.example/auth?a=%2Fb"_s);
    QCOMPARE(answer.json()[u"state"_s].toString(), u"st"_s);
    QCOMPARE(api.service.calls, QStringList{ u"begin http://localhost/cb?a=1+2 x y"_s });
    QCOMPARE(api.send("GET", u"/auth/url"_s).faults(), QStringList{ u"query.redirect_uri missing"_s });
    api.service.authorization =
        makeError(ErrorCategory::Precondition, u"no_client_secrets"_s, u"No client secrets."_s);
    QCOMPARE(api.send("GET", u"/auth/url?redirect_uri=x"_s).status, 400);
}

void TestEndpoints::browserLands_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("works");
    QTest::addColumn<int>("status");
    QTest::addColumn<QStringList>("calls");
    QTest::newRow("signed in") << u"?code=4%2F0Ab&state=s&scope=x"_s << true << 200
                               << QStringList{ u"complete 4/0Ab s "_s };
    QTest::newRow("unknown state") << u"?code=c&state=s"_s << false << 400
                                   << QStringList{ u"complete c s "_s };
    QTest::newRow("denied") << u"?error=access_denied&state=s"_s << true << 400
                            << QStringList{ u"abandon s"_s };
    QTest::newRow("no state") << u"?code=c"_s << true << 400 << QStringList{};
    QTest::newRow("no code") << u"?state=s"_s << true << 400 << QStringList{};
}

void TestEndpoints::browserLands()
{
    QFETCH(QString, query);
    QFETCH(bool, works);
    ApiFixture api;
    if (!works)
        api.service.scopes =
            makeError(ErrorCategory::Precondition, u"unknown_state"_s, u"This state is <unknown>."_s);
    const HttpAnswer answer = api.send("GET", u"/auth/callback"_s + query);
    QTEST(answer.status, "status");
    QTEST(api.service.calls, "calls");
    QCOMPARE(answer.headers["content-type"], "text/html; charset=utf-8");
    QCOMPARE(answer.headers["content-security-policy"], "default-src 'none'; style-src 'unsafe-inline'");
    QCOMPARE(answer.headers["referrer-policy"], "no-referrer");
    QCOMPARE(answer.headers["cache-control"], "no-store");
    QVERIFY(!answer.body.contains("<unknown>"));
    QCOMPARE(answer.body.contains("Signed in"), answer.status == 200);
}

void TestEndpoints::browserLandsUnescapedNever()
{
    ApiFixture api;
    const HttpAnswer answer =
        api.send("GET", u"/auth/callback?error=%3Cscript%3Ealert(1)%3C/script%3E&state=s"_s);
    QCOMPARE(answer.status, 400);
    QVERIFY(!answer.body.contains("<script"));
    RawClient client(api.port);
    client.send("HEAD /auth/callback?code=c&state=s HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QCOMPARE(client.answer(true).status, 405);
    QCOMPARE(api.service.calls, QStringList{ u"abandon s"_s });
}

void TestEndpoints::authCallback()
{
    ApiFixture api;
    api.service.scopes = QStringList{ u"a"_s, u"b"_s };
    const HttpAnswer answer =
        api.send("POST", u"/auth/callback"_s, R"({"code":"c","redirect_uri":"http://x","state":null})");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json()[u"success"_s], QJsonValue(true));
    QCOMPARE(answer.json()[u"scopes"_s].toArray().size(), 2);
    QVERIFY(!answer.json()[u"message"_s].toString().isEmpty());
    QCOMPARE(api.service.calls, QStringList{ u"complete c  http://x"_s });
    QCOMPARE(api.send("POST", u"/auth/callback"_s, "{}").faults(),
        (QStringList{ u"body.code missing"_s, u"body.redirect_uri missing"_s }));
    api.service.scopes = makeError(ErrorCategory::Precondition, u"invalid_grant"_s, u"The code is used."_s);
    const HttpAnswer used = api.send("POST", u"/auth/callback"_s, R"({"code":"c","redirect_uri":"http://x"})");
    QCOMPARE(used.status, 400);
}

void TestEndpoints::authRevoke()
{
    ApiFixture api;
    const QJsonObject confirmed = api.send("POST", u"/auth/revoke"_s).json();
    QCOMPARE(confirmed[u"success"_s], QJsonValue(true));
    api.service.done = false;
    const QJsonObject local =
        api.send("POST", u"/auth/revoke"_s, "not json", { { "Content-Type", "text/plain" } }).json();
    QCOMPARE(local[u"success"_s], QJsonValue(true));
    QVERIFY(local[u"message"_s] != confirmed[u"message"_s]);
}

void TestEndpoints::create()
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

void TestEndpoints::update()
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

void TestEndpoints::updateWithAllDayAlone()
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

void TestEndpoints::remove()
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

void TestEndpoints::get()
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

void TestEndpoints::todayAndUpcoming()
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

void TestEndpoints::checksQueries_data()
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

void TestEndpoints::checksQueries()
{
    QFETCH(QString, path);
    ApiFixture api;
    const HttpAnswer answer = api.send("GET", path);
    QCOMPARE(answer.status, 422);
    QTEST(answer.faults(), "faults");
    QVERIFY(api.service.calls.isEmpty());
}

void TestEndpoints::webhook_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<bool>("finished");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("sync") << QByteArray("sync") << true
                          << QByteArray(R"({"action":"sync_notification","status":"acknowledged"})");
    QTest::newRow("exists")
        << QByteArray("exists") << true
        << QByteArray(R"({"changes":{"created":1,"deleted":3,"errors":4,"updated":2},"status":"processed"})");
    QTest::newRow("long") << QByteArray("exists") << false << QByteArray(R"({"status":"accepted"})");
    QTest::newRow("unknown") << QByteArray("dancing") << true
                             << QByteArray(R"({"reason":"Unknown state: dancing","status":"ignored"})");
}

void TestEndpoints::webhook()
{
    QFETCH(QByteArray, state);
    QFETCH(bool, finished);
    ApiFixture api;
    api.service.run = SyncRun{ finished, { 1, 2, 3, 4 } };
    const HttpAnswer answer = api.send("POST", u"/webhook"_s, {},
        { { "X-Goog-Channel-ID", "ch" }, { "X-Goog-Channel-Token", "to" }, { "X-Goog-Resource-ID", "re" },
            { "X-Goog-Resource-State", state } });
    QCOMPARE(answer.status, 200);
    QTEST(answer.body, "body");
    QCOMPARE(api.service.lastNotification.token, u"to"_s);
    QCOMPARE(api.service.lastNotification.resourceId, u"re"_s);
}

void TestEndpoints::webhookNeedsAChannel()
{
    ApiFixture api;
    QCOMPARE(api.send("POST", u"/webhook"_s, "garbage").status, 404);
    QVERIFY(api.service.calls.isEmpty());
    api.service.run = makeError(ErrorCategory::NotFound, u"unknown_channel"_s, u"Unknown channel"_s);
    const HttpAnswer unknown = api.send("POST", u"/webhook"_s, "garbage",
        { { "X-Goog-Channel-ID", "ch" }, { "X-Goog-Resource-State", "exists" },
            { "Content-Type", "text/plain" } });
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.detail(), u"Unknown channel"_s);
}

void TestEndpoints::webhookSetup()
{
    ApiFixture api;
    google::Channel channel;
    channel.id = u"id"_s;
    channel.token = u"secret-token"_s;
    channel.resourceId = u"res"_s;
    channel.resourceUri = u"https://uri"_s;
    channel.expiration = api.clock.nowUtc();
    api.service.channel = channel;
    const HttpAnswer answer = api.send("POST", u"/webhook/setup"_s);
    QCOMPARE(answer.status, 200);
    const QJsonObject expected{ { u"kind"_s, u"api#channel"_s }, { u"id"_s, u"id"_s },
        { u"resourceId"_s, u"res"_s }, { u"resourceUri"_s, u"https://uri"_s },
        { u"expiration"_s, u"1705320000000"_s } };
    QCOMPARE(answer.json()[u"channel"_s].toObject(), expected);
    const HttpAnswer given = api.send(
        "POST", u"/webhook/setup"_s, R"({"webhook_url":"https://h.example","expiration_hours":24})");
    QCOMPARE(given.status, 200);
    QCOMPARE(api.service.calls, (QStringList{ u"setup  168"_s, u"setup https://h.example 24"_s }));
    const HttpAnswer plain = api.send("POST", u"/webhook/setup"_s, R"({"webhook_url":"http://h.example"})");
    QCOMPARE(plain.status, 400);
    QCOMPARE(api.send("POST", u"/webhook/setup"_s, R"({"webhook_url":5,"expiration_hours":0})").faults(),
        (QStringList{ u"body.webhook_url string_type"_s, u"body.expiration_hours greater_than_equal"_s }));
    QCOMPARE(api.send("POST", u"/webhook/stop"_s).json()[u"success"_s], QJsonValue(true));
    api.service.done = false;
    QCOMPARE(api.send("POST", u"/webhook/stop"_s).json()[u"success"_s], QJsonValue(true));
}

void TestEndpoints::syncStatus()
{
    ApiFixture api;
    StatusView view;
    view.statistics = { 10, 5, 1, 2, 1, 1 };
    view.state = State::Syncing;
    view.progressDone = 3;
    view.role = u"leader"_s;
    api.service.statusView = view;
    QJsonObject json = api.send("GET", u"/sync/status"_s).json();
    QCOMPARE(sorted(json.keys()),
        sorted({ u"total_events"_s, u"synced"_s, u"pending_to_google"_s, u"pending_to_aria"_s, u"conflicts"_s,
            u"errors"_s, u"last_sync_time"_s, u"webhook_active"_s, u"conflict_resolution"_s, u"state"_s,
            u"progress"_s, u"last_error"_s, u"next_sync_time"_s, u"webhook_expires"_s, u"role"_s }));
    QCOMPARE(json[u"total_events"_s].toInt(), 10);
    QVERIFY(json[u"last_sync_time"_s].isNull() && json[u"last_error"_s].isNull());
    QCOMPARE(json[u"state"_s].toString(), u"syncing"_s);
    QCOMPARE(json[u"conflict_resolution"_s].toString(), u"google_wins"_s);
    const QJsonObject progress{ { u"done"_s, 3 }, { u"total"_s, QJsonValue::Null } };
    QCOMPARE(json[u"progress"_s].toObject(), progress);
}

void TestEndpoints::conflicts()
{
    ApiFixture api;
    ConflictView conflict;
    conflict.record.googleEventId = u"abc"_s;
    conflict.record.localId = 7;
    conflict.eventHash = u"hash"_s;
    conflict.view = sampleEvent();
    conflict.fields = { { u"title"_s, u"a"_s, u"b"_s, QJsonValue::Null } };
    api.service.conflictViews = QList<ConflictView>{ conflict };
    const QJsonObject json = api.send("GET", u"/sync/conflicts"_s).json();
    QCOMPARE(json[u"count"_s].toInt(), 1);
    const QJsonObject one = json[u"conflicts"_s].toArray().first().toObject();
    QCOMPARE(sorted(one.keys()),
        sorted({ u"google_event_id"_s, u"local_event_id"_s, u"sync_status"_s, u"event_hash"_s,
            u"error_message"_s, u"last_synced"_s, u"created_at"_s, u"title"_s, u"start_time"_s,
            u"fields"_s }));
    QCOMPARE(one[u"sync_status"_s].toString(), u"conflict"_s);
    QCOMPARE(one[u"fields"_s][0][u"aria"_s].toString(), u"b"_s);
}

void TestEndpoints::resolve()
{
    ApiFixture api;
    QCOMPARE(api.send("POST", u"/sync/resolve/a%2Fb?resolution=google_wins"_s).status, 200);
    QCOMPARE(api.service.calls, QStringList{ u"resolve a/b"_s });
    QVERIFY(api.service.lastResolution.whole == Resolution::Side::Google);
    QCOMPARE(api.send("POST", u"/sync/resolve/x?resolution=aria_wins"_s, R"({"fields":{"title":"google"}})")
                 .status,
        200);
    QVERIFY(api.service.lastResolution.whole == Resolution::Side::Aria);
    QVERIFY(api.service.lastResolution.fields[u"title"_s] == Resolution::Side::Google);
    api.service.done =
        makeError(ErrorCategory::Conflict, u"no_conflict"_s, u"The event is not in conflict."_s);
    QCOMPARE(api.send("POST", u"/sync/resolve/x?resolution=aria_wins"_s).status, 409);
    api.service.done = makeError(ErrorCategory::NotFound, u"unknown"_s, u"Event not found"_s);
    QCOMPARE(api.send("POST", u"/sync/resolve/x?resolution=aria_wins"_s).status, 404);
}

void TestEndpoints::resolveNeedsAResolution_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("faults");
    QTest::newRow("none") << QString() << QByteArray() << QStringList{ u"query.resolution missing"_s };
    QTest::newRow("empty fields") << QString() << QByteArray(R"({"fields":{}})")
                                  << QStringList{ u"query.resolution missing"_s };
    QTest::newRow("bad") << u"?resolution=mine"_s << QByteArray()
                         << QStringList{ u"query.resolution enum"_s };
    QTest::newRow("short") << u"?resolution=google"_s << QByteArray()
                           << QStringList{ u"query.resolution enum"_s };
    QTest::newRow("bad field") << QString() << QByteArray(R"({"fields":{"title":"mine"}})")
                               << QStringList{ u"body.fields.title enum"_s };
    QTest::newRow("fields a list") << QString() << QByteArray(R"({"fields":[]})")
                                   << QStringList{ u"body.fields dict_type"_s };
}

void TestEndpoints::resolveNeedsAResolution()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, body);
    ApiFixture api;
    const HttpAnswer answer = api.send("POST", u"/sync/resolve/x"_s + query, body);
    QCOMPARE(answer.status, 422);
    QTEST(answer.faults(), "faults");
    QVERIFY(api.service.calls.isEmpty());
}

void TestEndpoints::syncNow()
{
    ApiFixture api;
    api.service.run = SyncRun{ true, { 1, 0, 0, 0 } };
    const HttpAnswer done = api.send("POST", u"/sync/now"_s);
    QCOMPARE(done.status, 200);
    QCOMPARE(done.json()[u"changes"_s][u"created"_s].toInt(), 1);
    api.service.run = SyncRun{};
    const HttpAnswer later = api.send("POST", u"/sync/now"_s);
    QCOMPARE(later.status, 202);
    QVERIFY(later.json().contains(u"message"_s));
    api.service.run = makeError(ErrorCategory::Unauthorized, u"needs_auth"_s, u"Not signed in."_s);
    QCOMPARE(api.send("POST", u"/sync/now"_s).status, 400);
    api.service.run = makeError(ErrorCategory::Unavailable, u"offline"_s, u"Google cannot be reached."_s);
    QCOMPARE(api.send("POST", u"/sync/now"_s).status, 503);
}

void TestEndpoints::pauseAndResume()
{
    ApiFixture api;
    QCOMPARE(api.send("POST", u"/sync/pause"_s).json()[u"success"_s], QJsonValue(true));
    QCOMPARE(api.send("POST", u"/sync/resume"_s).json()[u"success"_s], QJsonValue(true));
    QCOMPARE(api.service.calls, (QStringList{ u"pause"_s, u"resume"_s }));
}

void TestEndpoints::publicHostGetsOnlyItsPaths()
{
    api::ServerOptions options;
    options.webhookBaseUrl = QUrl(u"https://hooks.example.org/base"_s);
    ApiFixture api(options);
    const auto status = [&api](const QByteArray &line) {
        RawClient client(api.port);
        client.send(line + " HTTP/1.1\r\nHost: hooks.example.org\r\nContent-Length: 0\r\n\r\n");
        return client.answer();
    };
    const QJsonObject little{ { u"status"_s, u"healthy"_s } };
    QCOMPARE(status("GET /health").json(), little);
    QCOMPARE(status("POST /webhook").status, 404); // unknown channel
    QCOMPARE(status("GET /auth/callback").status, 400);
    QCOMPARE(status("POST /webhook/setup").status, 403);
    QCOMPARE(status("GET /events/today").status, 403);
    QCOMPARE(status("GET http://localhost/events/today").status, 200); // the target's authority counts
}

QTEST_GUILESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
