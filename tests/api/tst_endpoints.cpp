#include "apiclient.h"

#include "support/testmain.h"

namespace tst_endpoints {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray createBody =
    R"({"title":"Talk","start_time":"2024-01-15T10:00:00Z","end_time":"2024-01-15T11:00:00Z"})";

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

} // namespace

// What all endpoints have in common, /health and /auth: what they ask of the service, what they answer, and their errors.
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
    row("POST", "/auth/revoke", "text/plain", 415); // it needs no body, but a form could send this
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
        const QDateTime date =
            QDateTime::fromString(QString::fromLatin1(answer.headers["date"]), Qt::RFC2822Date);
        QVERIFY(answer.headers["date"].endsWith(" GMT"));
        QVERIFY(std::abs(date.secsTo(QDateTime::currentDateTimeUtc())) < 60);
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
    const HttpAnswer used =
        api.send("POST", u"/auth/callback"_s, R"({"code":"c","redirect_uri":"http://x"})");
    QCOMPARE(used.status, 400);
}

void TestEndpoints::authRevoke()
{
    ApiFixture api;
    const QJsonObject confirmed = api.send("POST", u"/auth/revoke"_s).json();
    QCOMPARE(confirmed[u"success"_s], QJsonValue(true));
    api.service.done = false;
    const QJsonObject local =
        api.send("POST", u"/auth/revoke"_s, "not json", { { "Content-Type", "application/json" } }).json();
    QCOMPARE(local[u"success"_s], QJsonValue(true));
    QVERIFY(local[u"message"_s] != confirmed[u"message"_s]);
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
    // The target's authority counts, but a proxy may have checked the Host header only.
    QCOMPARE(status("GET http://localhost/events/today").status, 403);
}

ARIA_TEST(TestEndpoints)

} // namespace tst_endpoints

#include "tst_endpoints.moc"
