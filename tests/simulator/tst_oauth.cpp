// The consent page, the token endpoint and revocation, with every way to misuse them.
#include "testclient.h"

#include "support/testmain.h"

#include <QCryptographicHash>
#include <QTest>

namespace tst_oauth {

using namespace Qt::StringLiterals;

static const QByteArray desktop = "123456789012-desktop.apps.googleusercontent.com";
static const QByteArray secret = "GOCSPX-simulated-desktop";
static const QByteArray events = "https://www.googleapis.com/auth/calendar.events";
static const QByteArray readonly = "https://www.googleapis.com/auth/calendar.readonly";
static const QByteArray verifier(64, 'v');

class TestOauth : public QObject
{
    Q_OBJECT

private slots:
    void showsThePage();
    void refusesWithoutRedirect_data();
    void refusesWithoutRedirect();
    void denies();
    void grantsAndRefreshes();
    void grantsSomeScopes();
    void refusesExchange_data();
    void refusesExchange();
    void codeIsGoodOnce();
    void codeExpires();
    void revokes();
    void webClient();

private:
    using Form = QMap<QByteArray, QByteArray>;
    static QByteArray encode(const Form &form);
    static Form consent();
    static Answer post(TestClient &client, const QByteArray &path, const Form &form);
    static QString redirected(const Answer &answer, const char *name);
    static Form exchange(const QString &code);
};

QByteArray TestOauth::encode(const Form &form)
{
    QByteArrayList parts;
    for (auto it = form.begin(); it != form.end(); ++it)
        parts.append(it.key() + '=' + it.value().toPercentEncoding());
    return parts.join('&');
}

TestOauth::Form TestOauth::consent()
{
    const QByteArray challenge =
        QCryptographicHash::hash(verifier, QCryptographicHash::Sha256)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    return { { "client_id", desktop }, { "redirect_uri", "http://127.0.0.1:5555/cb" },
        { "response_type", "code" }, { "scope", events + ' ' + readonly }, { "state", "a+b/c=" },
        { "code_challenge", challenge }, { "code_challenge_method", "S256" }, { "decision", "allow" } };
}

TestOauth::Form TestOauth::exchange(const QString &code)
{
    return { { "client_id", desktop }, { "client_secret", secret }, { "grant_type", "authorization_code" },
        { "code", code.toLatin1() }, { "redirect_uri", "http://127.0.0.1:5555/cb" },
        { "code_verifier", verifier } };
}

Answer TestOauth::post(TestClient &client, const QByteArray &path, const Form &form)
{
    return client.send(
        "POST", path, encode(form), { { "content-type", "application/x-www-form-urlencoded" } });
}

QString TestOauth::redirected(const Answer &answer, const char *name)
{
    const QByteArray location = answer.header("Location");
    return simulator::formValue(
        simulator::parseForm(location.mid(location.indexOf('?') + 1)), QLatin1String(name));
}

void TestOauth::showsThePage()
{
    TestClient client;
    Form query = consent();
    query.remove("decision");
    query["state"] = "\"><script>";
    const Answer page = client.send("GET", "/o/oauth2/v2/auth?" + encode(query));
    QCOMPARE(page.status, 200);
    QVERIFY(page.body.contains("anna.lindgren@example.com"));
    QVERIFY(page.body.contains("value=\"" + events + "\" checked"));
    QVERIFY(page.body.contains("value=\"allow\"") && page.body.contains("value=\"deny\""));
    QVERIFY(!page.body.contains("<script>"));
    QCOMPARE(client.send("GET", "/o/oauth2/auth?" + encode(query)).status, 200);
}

void TestOauth::refusesWithoutRedirect_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    const auto row = [](const char *title, const QByteArray &name, const QByteArray &value, int status) {
        QTest::newRow(title) << name << value << status;
    };
    row("client", "client_id", "somebody", 401);
    row("no client", "client_id", "", 400);
    row("foreign redirect", "redirect_uri", "http://evil.example/cb", 400);
    row("https redirect", "redirect_uri", "https://127.0.0.1/cb", 400);
    row("user in redirect", "redirect_uri", "http://127.0.0.1@evil.example/", 400);
    row("response type", "response_type", "token", 400);
    row("scope", "scope", "https://www.googleapis.com/auth/nonsense", 400);
    row("no scope", "scope", "", 400);
    row("method", "code_challenge_method", "MD5", 400);
    row("short challenge", "code_challenge", "abc", 400);
}

void TestOauth::refusesWithoutRedirect()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    TestClient client;
    Form query = consent();
    query[name] = value;
    const Answer got = client.send("GET", "/o/oauth2/v2/auth?" + encode(query));
    QTEST(got.status, "status");
    const Answer posted = post(client, "/o/oauth2/v2/auth", query);
    QTEST(posted.status, "status");
    QVERIFY(posted.header("Location").isEmpty());
}

void TestOauth::denies()
{
    TestClient client;
    Form form = consent();
    form["decision"] = "deny";
    const Answer answer = post(client, "/o/oauth2/v2/auth", form);
    QCOMPARE(answer.status, 302);
    QCOMPARE(redirected(answer, "error"), u"access_denied"_s);
    QCOMPARE(redirected(answer, "state"), u"a+b/c="_s);
    QVERIFY(redirected(answer, "code").isEmpty());
}

void TestOauth::grantsAndRefreshes()
{
    TestClient client;
    const Answer back = post(client, "/o/oauth2/v2/auth", consent());
    QCOMPARE(back.status, 302);
    QVERIFY(back.header("Location").startsWith("http://127.0.0.1:5555/cb?"));
    QCOMPARE(redirected(back, "state"), u"a+b/c="_s);
    const Answer tokens = post(client, "/token", exchange(redirected(back, "code")));
    QCOMPARE(tokens.status, 200);
    QCOMPARE(tokens.json["expires_in"_L1].toInt(), 3599);
    QCOMPARE(tokens.text("token_type"), u"Bearer"_s);
    QCOMPARE(tokens.text("scope").toLatin1(), events + ' ' + readonly);
    client.token = tokens.text("access_token").toLatin1();
    QCOMPARE(client.events("GET").status, 200);
    client.clock.advance(std::chrono::seconds(3600));
    QCOMPARE(client.events("GET").status, 401);
    Form refresh{ { "client_id", desktop }, { "client_secret", secret }, { "grant_type", "refresh_token" },
        { "refresh_token", tokens.text("refresh_token").toLatin1() } };
    const Answer fresh = post(client, "/token", refresh);
    QCOMPARE(fresh.status, 200);
    QVERIFY(!fresh.json.contains("refresh_token"_L1));
    client.token = fresh.text("access_token").toLatin1();
    QCOMPARE(client.events("GET").status, 200);
    client.send("POST", "/control/expire", "{'what':'refreshTokens'}");
    const Answer dead = post(client, "/token", refresh);
    QCOMPARE(dead.status, 400);
    QCOMPARE(dead.text("error"), u"invalid_grant"_s);
    QCOMPARE(dead.text("error_description"), u"Token has been expired or revoked."_s);
}

void TestOauth::grantsSomeScopes()
{
    TestClient client;
    Form form = consent();
    form["shown"] = "1";
    QCOMPARE(redirected(post(client, "/o/oauth2/v2/auth", form), "error"), u"access_denied"_s);
    form["granted"] = readonly;
    const Answer back = post(client, "/o/oauth2/v2/auth", form);
    QCOMPARE(redirected(back, "scope").toLatin1(), readonly);
    client.token = post(client, "/token", exchange(redirected(back, "code"))).text("access_token").toLatin1();
    QCOMPARE(client.events("GET").status, 200);
    QCOMPARE(client.insert("A").status, 403);
}

void TestOauth::refusesExchange_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("description");
    const auto row = [](const char *title, const QByteArray &name, const QByteArray &value, int status,
                         const QString &error, const QString &description) {
        QTest::newRow(title) << name << value << status << error << description;
    };
    row("no verifier", "code_verifier", "", 400, u"invalid_grant"_s, u"Missing code verifier."_s);
    row("verifier", "code_verifier", QByteArray(64, 'w'), 400, u"invalid_grant"_s,
        u"Invalid code verifier."_s);
    row("redirect", "redirect_uri", "http://127.0.0.1:5555/cb/", 400, u"redirect_uri_mismatch"_s,
        u"Bad Request"_s);
    row("client", "client_id", "somebody", 401, u"invalid_client"_s, u"The OAuth client was not found."_s);
    row("secret", "client_secret", "wrong", 401, u"invalid_client"_s, u"Unauthorized"_s);
    row("grant type", "grant_type", "password", 400, u"unsupported_grant_type"_s,
        u"Invalid grant_type: password"_s);
    row("code", "code", "4/invented", 400, u"invalid_grant"_s, u"Malformed auth code."_s);
}

void TestOauth::refusesExchange()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    TestClient client;
    Form form = exchange(redirected(post(client, "/o/oauth2/v2/auth", consent()), "code"));
    form[name] = value;
    const Answer answer = post(client, "/token", form);
    QTEST(answer.status, "status");
    QTEST(answer.text("error"), "error");
    QTEST(answer.text("error_description"), "description");
}

void TestOauth::codeIsGoodOnce()
{
    TestClient client;
    const Form form = exchange(redirected(post(client, "/o/oauth2/v2/auth", consent()), "code"));
    QCOMPARE(post(client, "/token", form).status, 200);
    const Answer again = post(client, "/token", form);
    QCOMPARE(again.text("error"), u"invalid_grant"_s);
    QCOMPARE(again.text("error_description"), u"Code was already redeemed."_s);
}

void TestOauth::codeExpires()
{
    TestClient client;
    const Form form = exchange(redirected(post(client, "/o/oauth2/v2/auth", consent()), "code"));
    client.clock.advance(std::chrono::minutes(11));
    QCOMPARE(post(client, "/token", form).text("error"), u"invalid_grant"_s);
}

void TestOauth::revokes()
{
    TestClient client;
    QCOMPARE(post(client, "/revoke", { { "token", "unknown" } }).status, 400);
    QCOMPARE(post(client, "/revoke", { { "token", client.token } }).status, 200);
    QCOMPARE(client.events("GET").status, 401);
}

void TestOauth::webClient()
{
    TestClient client;
    const auto web = simulator::webClient(u"http://127.0.0.1:8068/auth/callback"_s);
    client.google.oauth().addClient(web);
    Form form = consent();
    form["client_id"] = web.id.toLatin1();
    QCOMPARE(post(client, "/o/oauth2/v2/auth", form).status, 400);
    form["redirect_uri"] = "http://127.0.0.1:8068/auth/callback";
    Form request = exchange(redirected(post(client, "/o/oauth2/v2/auth", form), "code"));
    request["client_id"] = web.id.toLatin1();
    request["redirect_uri"] = form["redirect_uri"];
    request["client_secret"] = "";
    QCOMPARE(post(client, "/token", request).status, 401);
    request["client_secret"] = web.secret.toLatin1();
    const Answer online = post(client, "/token", request);
    QCOMPARE(online.status, 200);
    QVERIFY(!online.json.contains("refresh_token"_L1)); // access_type=offline was not asked for
}

ARIA_TEST(TestOauth)

} // namespace tst_oauth

#include "tst_oauth.moc"
