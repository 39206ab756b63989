#include "api/guard.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_guard {

using namespace aria::api;

// Host, Origin and API token in every combination that matters.
class TestGuard : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decides_data();
    void decides();
    void looksBehindProxies_data();
    void looksBehindProxies();
    void refusesWhatPagesElsewhereAskFor_data();
    void refusesWhatPagesElsewhereAskFor();
    void refusesWhatAPageCouldSend_data();
    void refusesWhatAPageCouldSend();
    void limitsAbsoluteTargets_data();
    void limitsAbsoluteTargets();
    void marksWhoMayOnlySeeTheStatus();
    void comparesTokens();
};

void TestGuard::decides_data()
{
    QTest::addColumn<QString>("bound");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<int>("status"); // 0: may go on
    const auto row = [](const char *name, const char *method, const char *path, const char *host,
                         const char *origin, int status, const char *bound = "127.0.0.1",
                         const char *token = "", const char *given = "") {
        QTest::newRow(name) << QString::fromLatin1(bound) << QString::fromLatin1(token) << QByteArray(method)
                            << QString::fromLatin1(path) << QByteArray(host) << QByteArray(origin)
                            << QByteArray(given) << status;
    };
    row("localhost", "GET", "/sync/status", "localhost:8068", "", 0);
    row("LOCALHOST", "GET", "/sync/status", "LOCALHOST", "", 0);
    row("127.0.0.1", "GET", "/sync/status", "127.0.0.1:1", "", 0);
    row("127.0.0.2", "GET", "/sync/status", "127.0.0.2:8068", "", 0);
    row("a number that resolves so", "GET", "/sync/status", "127.2", "", 403);
    row("a name that begins so", "GET", "/sync/status", "127.0.0.1.evil.example", "", 403);
    row("::1", "GET", "/sync/status", "[::1]:8068", "", 0);
    row("no host", "GET", "/sync/status", "", "", 403);
    row("rebinding", "GET", "/sync/status", "evil.example:8068", "", 403);
    row("rebinding health", "GET", "/health", "evil.example", "", 403);
    row("localhost as a part", "GET", "/sync/status", "localhost.evil.example", "", 403);
    row("other address", "GET", "/sync/status", "192.0.2.7", "", 403);
    row("bound address", "GET", "/sync/status", "192.0.2.7:8068", "", 0, "192.0.2.7", "t", "Bearer t");
    row("any address", "GET", "/sync/status", "192.0.2.9:8068", "", 0, "0.0.0.0", "t", "Bearer t");
    row("any address, name", "GET", "/sync/status", "evil.example", "", 403, "0.0.0.0", "t", "Bearer t");

    row("public webhook", "POST", "/webhook", "hooks.example.org", "", 0);
    row("public webhook, port and case", "POST", "/webhook", "Hooks.Example.org:443", "", 0);
    row("public landing", "GET", "/auth/callback", "hooks.example.org", "", 0);
    row("public health", "GET", "/health", "hooks.example.org", "", 0);
    row("public code", "POST", "/auth/callback", "hooks.example.org", "", 403);
    row("public setup", "POST", "/webhook/setup", "hooks.example.org", "", 403);
    row("public events", "GET", "/events/today", "hooks.example.org", "", 403);
    row("public events with token", "GET", "/events/today", "hooks.example.org", "", 403, "127.0.0.1", "t",
        "Bearer t");
    row("public unknown", "GET", "/nothing", "hooks.example.org", "", 403);
    row("public encoded", "GET", "/webhook%2Fsetup", "hooks.example.org", "", 403);

    row("foreign origin", "GET", "/health", "localhost:8068", "https://evil.example", 403);
    row("null origin", "POST", "/events/create", "localhost:8068", "null", 403);
    row("own origin", "POST", "/events/create", "localhost:8068", "http://localhost:8068", 0);
    row("other port", "POST", "/events/create", "localhost:8068", "http://localhost:3000", 403);
    row("foreign origin on webhook", "POST", "/webhook", "hooks.example.org", "https://evil.example", 403);

    row("no token", "GET", "/sync/status", "localhost", "", 401, "127.0.0.1", "secret");
    row("wrong token", "GET", "/sync/status", "localhost", "", 401, "127.0.0.1", "secret", "Bearer secreT");
    row("shorter token", "GET", "/sync/status", "localhost", "", 401, "127.0.0.1", "secret", "Bearer secre");
    row("longer token", "GET", "/sync/status", "localhost", "", 401, "127.0.0.1", "secret",
        "Bearer secretsecret");
    row("empty token", "GET", "/sync/status", "localhost", "", 401, "127.0.0.1", "secret", "Bearer ");
    row("other scheme", "GET", "/sync/status", "localhost", "", 401, "127.0.0.1", "secret", "Basic secret");
    row("right token", "GET", "/sync/status", "localhost", "", 0, "127.0.0.1", "secret", "Bearer secret");
    row("scheme in lower case", "GET", "/sync/status", "localhost", "", 0, "127.0.0.1", "secret",
        "bearer secret");
    row("unknown path, no token", "GET", "/nothing", "localhost", "", 401, "127.0.0.1", "secret");
    row("health needs none", "GET", "/health", "localhost", "", 0, "127.0.0.1", "secret");
    row("webhook needs none", "POST", "/webhook", "localhost", "", 0, "127.0.0.1", "secret");
    row("landing needs none", "GET", "/auth/callback", "localhost", "", 0, "127.0.0.1", "secret");
    row("code needs one", "POST", "/auth/callback", "localhost", "", 401, "127.0.0.1", "secret");
    row("setup needs one", "POST", "/webhook/setup", "localhost", "", 401, "127.0.0.1", "secret");
    row("host before token", "GET", "/sync/status", "evil.example", "", 403, "127.0.0.1", "secret");
    row("origin before token", "GET", "/sync/status", "localhost", "https://evil.example", 403, "127.0.0.1",
        "secret");
}

void TestGuard::decides()
{
    QFETCH(QString, bound);
    QFETCH(QString, token);
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, authorization);
    QFETCH(int, status);
    const Guard guard({ QHostAddress(bound), token, u"hooks.example.org"_s });
    Request request{ .method = method, .path = path };
    request.headers.insert("host", host);
    if (!origin.isEmpty())
        request.headers.insert("origin", origin);
    if (!authorization.isEmpty())
        request.headers.insert("authorization", authorization);
    const auto refused = guard.check(request);
    QCOMPARE(refused ? refused->status : 0, status);
    if (status == 401)
        QVERIFY(refused->allHeaders(true, "id")
                    .contains(std::pair<QByteArray, QByteArray>("WWW-Authenticate", "Bearer")));
    for (const auto &[name, value] :
        refused ? refused->allHeaders(true, "id") : decltype(Response::headers){})
        QVERIFY(!name.toLower().startsWith("access-control"));
}

void TestGuard::looksBehindProxies_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isLocal");
    const auto row = [](const char *name, const char *value, bool isLocal) {
        QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << isLocal;
    };
    row("x-forwarded-host", "hooks.example.org", false);
    row("x-forwarded-host", "other.example", false);
    row("x-forwarded-host", "localhost:8068", true);
    row("x-forwarded-host", "localhost, hooks.example.org", false);
    row("x-forwarded-host", "hooks.example.org, localhost", false);
    row("x-forwarded-host", "", false);
    row("x-original-host", "hooks.example.org", false);
    row("x-forwarded-for", "203.0.113.7", false);
    row("x-forwarded-for", "127.0.0.1", true);
    row("x-forwarded-for", "127.0.0.1:4711", true);
    row("x-forwarded-for", "::1", true);
    row("x-forwarded-for", "[::1]:4711", true);
    row("x-forwarded-for", "203.0.113.7, 127.0.0.1", false);
    row("x-forwarded-for", "127.0.0.1, 203.0.113.7", false);
    row("x-forwarded-for", "2001:db8::1", false);
    row("x-forwarded-for", "unknown", false);
    row("x-real-ip", "203.0.113.7", false);
    row("cf-connecting-ip", "203.0.113.7", false);
    row("forwarded", "for=203.0.113.7", false);
    row("forwarded", "for=127.0.0.1;host=localhost;proto=http", true);
    row("forwarded", "for=127.0.0.1;host=localhost:8068", false); // must be quoted
    row("forwarded", "For=\"[::1]:4711\";HOST=\"localhost:8068\"", true);
    row("forwarded", "for=127.0.0.1 ; host=hooks.example.org", false);
    row("forwarded", "for=127.0.0.1;host=\"hooks\\.example.org\"", false);
    row("forwarded", "for=127.0.0.1, for=203.0.113.7", false);
    row("forwarded", "host=localhost, host=hooks.example.org", false);
    row("forwarded", "for=\"a,b\", for=127.0.0.1", false);
    row("forwarded", "for=_hidden", false);
    row("forwarded", "proto=https", false);
    row("forwarded", "for=127.0.0.1;", false);
    row("forwarded", "for=\"127.0.0.1", false);
    row("forwarded", "", false);
    row("user-agent", "203.0.113.7", true);
}

void TestGuard::looksBehindProxies()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, isLocal);
    for (const QString &token : { QString(), u"t"_s }) {
        const Guard guard({ QHostAddress(QHostAddress::LocalHost), token, u"hooks.example.org"_s });
        const auto status = [&](const char *method, const char *path, bool peerIsLoopback = true) {
            Request request{ .method = method, .path = QString::fromLatin1(path) };
            request.headers = { { "host", "localhost:8068" }, { "authorization", "Bearer t" },
                { name, value } };
            request.peerIsLoopback = peerIsLoopback;
            const auto refused = guard.check(request);
            return refused ? refused->status : 0;
        };
        const int expected = isLocal ? 0 : 403;
        QCOMPARE(status("GET", "/events/today"), expected);
        QCOMPARE(status("POST", "/events/create"), expected);
        QCOMPARE(status("POST", "/auth/callback"), expected);
        QCOMPARE(status("POST", "/webhook"), 0);
        QCOMPARE(status("GET", "/auth/callback"), 0);
        QCOMPARE(status("GET", "/health"), 0);
        // A proxy elsewhere, which had to show the token: only the public name is taken from it.
        const bool isPublic = !isLocal && name.contains("host") && value.contains("hooks.example.org");
        if (name.contains("host"))
            QCOMPARE(status("GET", "/events/today", false), isPublic ? 403 : 0);
    }
}

void TestGuard::refusesWhatPagesElsewhereAskFor_data()
{
    QTest::addColumn<QByteArray>("site");
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<QByteArray>("dest");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    const auto row = [](const char *site, const char *mode, const char *dest, const char *method,
                         const char *path, int status) {
        QTest::addRow("%s %s %s %s %s", site, mode, dest, method, path)
            << QByteArray(site) << QByteArray(mode) << QByteArray(dest) << QByteArray(method)
            << QString::fromLatin1(path) << status;
    };
    for (const char *site : { "cross-site", "same-site", "Cross-Site", "something", "" }) {
        row(site, "no-cors", "image", "GET", "/auth/url", 403);
        row(site, "navigate", "document", "GET", "/auth/url", 403);
        row(site, "no-cors", "script", "GET", "/events/today", 403);
        row(site, "", "", "GET", "/auth/url", 403);
        row(site, "cors", "empty", "DELETE", "/events/abc", 403);
        row(site, "navigate", "document", "POST", "/sync/now", 403);
        row(site, "navigate", "document", "POST", "/auth/revoke", 403);
        row(site, "navigate", "document", "POST", "/auth/callback", 403);
        row(site, "navigate", "document", "GET", "/auth/callback", 0);
        row(site, "", "", "GET", "/auth/callback", 0);
        row(site, "navigate", "iframe", "GET", "/auth/callback", 403);
        row(site, "no-cors", "image", "GET", "/auth/callback", 403);
        row(site, "navigate", "document", "GET", "/events/today", 0);
        row(site, "navigate", "iframe", "GET", "/events/today", 403);
    }
    for (const char *site : { "same-origin", "none", "NONE" }) {
        row(site, "navigate", "document", "GET", "/auth/url", 0);
        row(site, "cors", "empty", "POST", "/sync/now", 0);
    }
}

void TestGuard::refusesWhatPagesElsewhereAskFor()
{
    QFETCH(QByteArray, site);
    QFETCH(QByteArray, mode);
    QFETCH(QByteArray, dest);
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    const Guard guard({ QHostAddress(QHostAddress::LocalHost), {}, {} });
    Request request{ .method = method, .path = path };
    request.headers = { { "host", "localhost:8068" }, { "sec-fetch-site", site } };
    if (!mode.isEmpty())
        request.headers.insert("sec-fetch-mode", mode);
    if (!dest.isEmpty())
        request.headers.insert("sec-fetch-dest", dest);
    const auto refused = guard.check(request);
    QTEST(refused ? refused->status : 0, "status");
}

void TestGuard::refusesWhatAPageCouldSend_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("status"); // 0: may go on
    const auto row = [](const char *name, const char *method, const char *path, const char *type, int status,
                         const char *token = "") {
        QTest::newRow(name) << QByteArray(method) << QString::fromLatin1(path) << QByteArray(type)
                            << QString::fromLatin1(token) << status;
    };
    row("json", "POST", "/sync/now", "application/json", 0);
    row("no type", "POST", "/sync/now", "", 0);
    row("a type that no form has", "POST", "/sync/now", "application/octet-stream", 0);
    row("form", "POST", "/sync/now", "application/x-www-form-urlencoded", 415);
    row("form, with more", "POST", "/sync/pause", " Application/X-WWW-Form-Urlencoded ; charset=utf-8", 415);
    row("form with files", "POST", "/webhook/stop", "multipart/form-data; boundary=x", 415);
    row("text", "POST", "/auth/revoke", "text/plain", 415);
    row("text to undo", "POST", "/sync/undo/1", "text/plain;charset=UTF-8", 415);
    row("several types", "POST", "/sync/now", "text/plain, application/json", 415);
    row("unknown path", "POST", "/nothing", "text/plain", 415);
    row("delete", "DELETE", "/events/x", "text/plain", 415);
    row("read", "GET", "/sync/status", "text/plain", 0);
    row("head", "HEAD", "/sync/status", "text/plain", 0);
    row("a notification", "POST", "/webhook", "text/plain", 0);
    row("a token no page has", "POST", "/sync/now", "text/plain", 0, "t");
}

// A browser that says nothing of the page it sends for (no Origin, no Sec-Fetch-Site) sends what forms can send unasked.
void TestGuard::refusesWhatAPageCouldSend()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, type);
    QFETCH(QString, token);
    const Guard guard({ QHostAddress(QHostAddress::LocalHost), token, QString() });
    Request request{ .method = method, .path = path };
    request.headers.insert("host", "localhost:8068");
    if (!type.isEmpty())
        request.headers.insert("content-type", type);
    if (!token.isEmpty())
        request.headers.insert("authorization", "Bearer " + token.toUtf8());
    const auto refused = guard.check(request);
    QTEST(refused ? refused->status : 0, "status");
}

void TestGuard::limitsAbsoluteTargets_data()
{
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QByteArray>("hostHeader");
    QTest::addColumn<int>("status");
    QTest::newRow("public both") << QByteArray("hooks.example.org") << QByteArray() << 403;
    QTest::newRow("public header") << QByteArray("localhost") << QByteArray("hooks.example.org") << 403;
    QTest::newRow("public target") << QByteArray("hooks.example.org") << QByteArray("localhost") << 403;
    QTest::newRow("foreign header") << QByteArray("localhost") << QByteArray("evil.example") << 403;
    QTest::newRow("foreign target") << QByteArray("evil.example") << QByteArray("localhost") << 403;
    QTest::newRow("local both") << QByteArray("localhost:8068") << QByteArray("127.0.0.1") << 0;
}

void TestGuard::limitsAbsoluteTargets()
{
    QFETCH(QByteArray, authority);
    QFETCH(QByteArray, hostHeader);
    const Guard guard({ QHostAddress(QHostAddress::LocalHost), {}, u"hooks.example.org"_s });
    Request request{ .method = "GET", .path = u"/events/today"_s };
    request.headers = { { "host", authority } };
    request.otherHost = hostHeader;
    const auto refused = guard.check(request);
    QTEST(refused ? refused->status : 0, "status");
}

void TestGuard::marksWhoMayOnlySeeTheStatus()
{
    const Guard guard({ QHostAddress(QHostAddress::LocalHost), u"t"_s, u"hooks.example.org"_s });
    Request stranger{ .method = "GET", .path = u"/health"_s, .headers = { { "host", "localhost" } } };
    QVERIFY(!guard.check(stranger));
    QVERIFY(!stranger.authorized);
    Request visitor{ .method = "GET", .path = u"/health"_s, .headers = { { "host", "hooks.example.org" } } };
    QVERIFY(!guard.check(visitor));
    QVERIFY(visitor.publicHost);
}

void TestGuard::comparesTokens()
{
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(equalInConstantTime("abc", "abc"));
    QVERIFY(!equalInConstantTime("abc", "abd"));
    QVERIFY(!equalInConstantTime("abc", ""));
    QVERIFY(!equalInConstantTime("", "abc"));
    QVERIFY(!equalInConstantTime("abcabc", "abc"));
}

ARIA_TEST(TestGuard)

} // namespace tst_guard

#include "tst_guard.moc"
