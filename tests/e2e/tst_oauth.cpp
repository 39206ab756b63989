// Signing in as a browser does it, every abuse of it, and what happens when Google takes the access away.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

namespace tst_oauth {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestOAuth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void signInInTheBrowser();
    void signInByPost();
    void signInOfAWebClient();
    void urlRefusals();
    void wrongState();
    void replays();
    void denied();
    void untickedScope();
    void postWithoutState();
    void pythonsToken_data();
    void pythonsToken();
    void refreshBeforeExpiry();
    void expiredAtGoogle();
    void invalidGrant();
    void revoke();
    void revokeWithoutGoogle();

private:
    bool signedIn()
    {
        return rig->api("GET", u"/health"_s)["components"][u"google_auth"_s] == u"authenticated"_s;
    }
    QString redirectUri() const { return rig->service.url().toString() + u"/auth/callback"_s; }
    QUrl begin(const QString &redirect); // the address of the consent page
    // The form of the consent page as a browser posts it; returns where the browser is sent.
    QUrl consent(const QUrl &page, const QString &decision, const QStringList &untick = {});
    Answer land(const QUrl &where); // GET of our own callback
    QJsonObject tokenFile() const;
    void writeToken(const QJsonObject &token);
    std::unique_ptr<Rig> rig;
};

void TestOAuth::init()
{
    rig = std::make_unique<Rig>();
    QVERIFY(rig->startGoogle({ u"--write-client-secrets"_s, rig->credentials() }));
    QVERIFY(rig->startService());
}

void TestOAuth::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

QUrl TestOAuth::begin(const QString &redirect)
{
    const Answer answer = rig->api(
        "GET", u"/auth/url?redirect_uri="_s + QString::fromLatin1(QUrl::toPercentEncoding(redirect)));
    if (answer.status != 200)
        qWarning("/auth/url: %s", answer.shown().constData());
    return QUrl(answer.text("authorization_url"));
}

QUrl TestOAuth::consent(const QUrl &page, const QString &decision, const QStringList &untick)
{
    QUrl server = page;
    server.setPath({});
    server.setQuery(QString());
    const Answer shown = rig->http.send(server, "GET", page.path() + u'?' + page.query(QUrl::FullyEncoded));
    if (shown.status != 200) {
        qWarning("consent page: %s", shown.shown().constData());
        return {};
    }
    const QString html = QString::fromUtf8(shown.body);
    static const QRegularExpression input(
        u"<input type=\"(hidden|checkbox)\" name=\"([^\"]*)\" value=\"([^\"]*)\""_s);
    QByteArray form;
    auto fields = input.globalMatch(html);
    while (fields.hasNext()) {
        const auto field = fields.next();
        const QString value = field.captured(3).replace(u"&quot;"_s, u"\""_s).replace(u"&amp;"_s, u"&"_s);
        if (field.captured(1) == u"checkbox"_s && untick.contains(value))
            continue;
        form += QUrl::toPercentEncoding(field.captured(2)) + '=' + QUrl::toPercentEncoding(value) + '&';
    }
    form += "decision=" + decision.toUtf8();
    const Answer sent = rig->http.send(
        server, "POST", page.path(), form, { { "Content-Type", "application/x-www-form-urlencoded" } });
    if (sent.status != 302 && sent.status != 303)
        qWarning("consent: %s", sent.shown().constData());
    return QUrl::fromEncoded(sent.headers.value("location"));
}

Answer TestOAuth::land(const QUrl &where)
{
    return rig->api("GET", where.path() + u'?' + where.query(QUrl::FullyEncoded));
}

QJsonObject TestOAuth::tokenFile() const
{
    QFile file(rig->credentials() + u"/token.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

void TestOAuth::writeToken(const QJsonObject &token)
{
    QFile file(rig->credentials() + u"/token.json"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(toBytes(token));
}

void TestOAuth::signInInTheBrowser()
{
    QVERIFY(!signedIn());
    QCOMPARE(rig->status()[u"state"_s], u"needs_auth"_s);
    const QUrl page = begin(redirectUri());
    const QUrlQuery query(page);
    QCOMPARE(query.queryItemValue(u"access_type"_s), u"offline"_s);
    QCOMPARE(query.queryItemValue(u"prompt"_s), u"consent"_s);
    QCOMPARE(query.queryItemValue(u"response_type"_s), u"code"_s);
    QCOMPARE(query.queryItemValue(u"code_challenge_method"_s), u"S256"_s);
    QVERIFY(query.queryItemValue(u"code_challenge"_s).size() >= 43);
    QVERIFY(query.queryItemValue(u"state"_s).size() >= 16);
    const QUrl back = consent(page, u"allow"_s);
    const Answer landed = land(back);
    QVERIFY2(landed.status == 200, landed.shown());
    QVERIFY(landed.headers.value("content-type").startsWith("text/html"));
    QVERIFY(landed.body.contains("Signed in"));
    QVERIFY(signedIn());
    QCOMPARE(rig->syncNow().status, 200);
    // google-auth's format, so that the Python program can go on with it.
    const QString path = rig->credentials() + u"/token.json"_s;
    QCOMPARE(QFile::permissions(path) & QFile::Permissions(0x0777), QFile::ReadUser | QFile::WriteUser);
    const QJsonObject token = tokenFile();
    for (const char *name : { "token", "refresh_token", "token_uri", "client_id", "client_secret", "expiry" })
        QVERIFY2(token[QLatin1String(name)].isString(), name);
    QVERIFY(token[u"scopes"_s].isArray());
    static const QRegularExpression expiry(
        u"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z$"_s);
    QVERIFY2(expiry.match(token[u"expiry"_s].toString()).hasMatch(), toBytes(token));
    // It is still there after a restart.
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->startService());
    QTRY_VERIFY(signedIn());
}

void TestOAuth::signInByPost()
{
    const QUrl back = consent(begin(u"http://localhost:5678/rest/oauth2-credential/callback"_s), u"allow"_s);
    const QUrlQuery query(back);
    const QJsonObject body{ { u"code"_s, query.queryItemValue(u"code"_s, QUrl::FullyDecoded) },
        { u"state"_s, query.queryItemValue(u"state"_s, QUrl::FullyDecoded) },
        { u"redirect_uri"_s, u"http://localhost:5678/rest/oauth2-credential/callback"_s } };
    QJsonObject elsewhere = body;
    elsewhere[u"redirect_uri"_s] = redirectUri();
    QCOMPARE(rig->api("POST", u"/auth/callback"_s, toBytes(elsewhere)).status, 400);
    const Answer answer = rig->api("POST", u"/auth/callback"_s, toBytes(body));
    // A mismatch spends the state: both outcomes are safe, but only one of them may sign in.
    QCOMPARE(answer.status == 200, signedIn());
    if (answer.status == 200) {
        QCOMPARE(answer["success"], true);
        QVERIFY(!answer["scopes"].toArray().isEmpty());
    }
    for (const char *bad : { "{}", "{'code':1,'redirect_uri':'x'}", "[]" })
        QCOMPARE(rig->api("POST", u"/auth/callback"_s, json(bad)).status, 422);
}

void TestOAuth::signInOfAWebClient()
{
    QCOMPARE(rig->stopAll(), QString());
    const QString redirect = u"https://aria.example.org/auth/callback"_s;
    QVERIFY(rig->startGoogle({ u"--web"_s, redirect, u"--write-client-secrets"_s, rig->credentials() }));
    QVERIFY(rig->startService());
    // Only what is registered; no loopback address either.
    for (const QString &foreign :
        { u"https://evil.example.org/"_s, u"https://aria.example.org/other"_s, redirectUri() })
        QCOMPARE(rig->api("GET",
                        u"/auth/url?redirect_uri="_s + QString::fromLatin1(QUrl::toPercentEncoding(foreign)))
                     .status,
            422);
    const QUrl back = consent(begin(redirect), u"allow"_s);
    QCOMPARE(back.host(), u"aria.example.org"_s);
    const Answer landed = land(back);
    QVERIFY2(landed.status == 200, landed.shown());
    QVERIFY(signedIn());
}

void TestOAuth::urlRefusals()
{
    QCOMPARE(rig->api("GET", u"/auth/url"_s).faults(), QStringList({ u"query.redirect_uri"_s }));
    for (const char *foreign : { "https://evil.example.org/cb", "http://192.168.1.1/cb",
             "http://127.0.0.1.evil.org/", "javascript:alert(1)", "http://user@127.0.0.1/", "nonsense" }) {
        const Answer answer = rig->api("GET",
            u"/auth/url?redirect_uri="_s
                + QString::fromLatin1(QUrl::toPercentEncoding(QLatin1String(foreign))));
        QCOMPARE(answer.faults(), QStringList({ u"query.redirect_uri"_s }));
    }
    // A state of one's own is kept.
    const Answer own = rig->api("GET", u"/auth/url?state=mine-0123456789&redirect_uri=http://localhost/"_s);
    QCOMPARE(own.text("state"), u"mine-0123456789"_s);
    QVERIFY(QFile::remove(rig->credentials() + u"/client_secrets.json"_s));
    const Answer none = rig->api("GET", u"/auth/url?redirect_uri=http://localhost/"_s);
    QVERIFY2(none.status == 400, none.shown());
    QVERIFY(!none.body.contains(rig->credentials().toUtf8())); // no file paths in errors
    QCOMPARE(rig->api("GET", u"/auth/status"_s)["client_secrets_configured"], false);
}

void TestOAuth::wrongState()
{
    QUrl back = consent(begin(redirectUri()), u"allow"_s);
    QUrlQuery query(back);
    query.removeQueryItem(u"state"_s);
    QUrl without = back;
    without.setQuery(query);
    QCOMPARE(land(without).status, 400);
    query.addQueryItem(u"state"_s, u"guessed-0123456789"_s);
    QUrl guessed = back;
    guessed.setQuery(query);
    const Answer refused = land(guessed);
    QCOMPARE(refused.status, 400);
    QVERIFY(!signedIn());
    QVERIFY(tokenFile().isEmpty());
    // The right one still works: a stranger's guess spoils nothing.
    QCOMPARE(land(back).status, 200);
    QVERIFY(signedIn());
}

void TestOAuth::replays()
{
    const QUrl back = consent(begin(redirectUri()), u"allow"_s);
    QCOMPARE(land(back).status, 200);
    const QJsonObject token = tokenFile();
    QCOMPARE(land(back).status, 400);
    // The code again under a fresh state.
    const QUrl fresh = begin(redirectUri());
    QUrlQuery query(back);
    query.removeQueryItem(u"state"_s);
    query.addQueryItem(u"state"_s, QUrlQuery(fresh).queryItemValue(u"state"_s));
    QUrl replay = back;
    replay.setQuery(query);
    QCOMPARE(land(replay).status, 400);
    QCOMPARE(tokenFile()[u"refresh_token"_s], token[u"refresh_token"_s]);
    QVERIFY(signedIn());
}

void TestOAuth::denied()
{
    const QUrl back = consent(begin(redirectUri()), u"deny"_s);
    const Answer landed = land(back);
    QCOMPARE(landed.status, 400);
    QVERIFY2(landed.body.contains("not granted"), landed.shown());
    QVERIFY(!signedIn());
    QVERIFY(tokenFile().isEmpty());
    // Nothing of the address is echoed into the page.
    const Answer attack =
        rig->api("GET", u"/auth/callback?state=%3Cscript%3E&error=%3Cscript%3Ealert(1)%3C/script%3E"_s);
    QVERIFY2(!attack.body.contains("<script>"), attack.shown());
}

void TestOAuth::untickedScope()
{
    const QString events = u"https://www.googleapis.com/auth/calendar.events"_s;
    const Answer landed = land(consent(begin(redirectUri()), u"allow"_s, { events }));
    QVERIFY2(landed.body.contains("calendar.events"), landed.shown());
    QVERIFY(!signedIn());
    const QJsonObject status = rig->status();
    QCOMPARE(status[u"state"_s], u"needs_auth"_s);
}

void TestOAuth::postWithoutState()
{
    const QString redirect = u"http://localhost:5678/cb"_s;
    const auto post = [&](const QUrl &back) {
        return rig->api("POST", u"/auth/callback"_s,
            toBytes({ { u"code"_s, QUrlQuery(back).queryItemValue(u"code"_s, QUrl::FullyDecoded) },
                { u"redirect_uri"_s, redirect } }));
    };
    // Two are pending: nobody knows which one is meant.
    const QUrl first = begin(redirect);
    const QUrl second = begin(redirect);
    QCOMPARE(post(consent(second, u"allow"_s)).status, 400);
    QVERIFY(!signedIn());
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->startService());
    const Answer only = post(consent(begin(redirect), u"allow"_s));
    QVERIFY2(only.status == 200, only.shown());
    QVERIFY(signedIn());
    Q_UNUSED(first);
}

void TestOAuth::pythonsToken_data()
{
    QTest::addColumn<QString>("expiry");
    QTest::newRow("fraction") << u"2031-11-23T12:34:56.123456Z"_s;
    QTest::newRow("no fraction") << u"2031-11-23T12:34:56Z"_s;
    QTest::newRow("expired") << u"2020-11-23T12:34:56.123456Z"_s;
    QTest::newRow("none, as an expired one") << QString();
}

void TestOAuth::pythonsToken()
{
    QFETCH(QString, expiry);
    // What the simulator signs in, in the very bytes of google-auth's Credentials.to_json, with members of its own.
    QCOMPARE(rig->stopAll(), QString());
    QVERIFY(rig->startGoogle({ u"--write-token"_s, rig->credentials() }));
    QJsonObject token = tokenFile();
    token[u"universe_domain"_s] = u"googleapis.com"_s;
    token[u"account"_s] = QString();
    token[u"quota_project_id"_s] = u"kept"_s;
    if (expiry.isEmpty())
        token.remove(u"expiry"_s);
    else
        token[u"expiry"_s] = expiry;
    writeToken(token);
    QVERIFY(rig->startService());
    QTRY_VERIFY(signedIn());
    QCOMPARE(rig->syncNow().status, 200);
    const bool refreshed = !expiry.startsWith(u"2031"_s);
    QCOMPARE(tokenFile()[u"token"_s] != token[u"token"_s], refreshed);
    QCOMPARE(tokenFile()[u"quota_project_id"_s], u"kept"_s);
    QCOMPARE(tokenFile()[u"refresh_token"_s], token[u"refresh_token"_s]);
}

void TestOAuth::refreshBeforeExpiry()
{
    rig->control("PATCH", u"switches"_s, json("{'accessTokenSeconds':120}"));
    QCOMPARE(land(consent(begin(redirectUri()), u"allow"_s)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    // Two minutes are so near the end that every use renews it first; Google never answers 401.
    QVERIFY(!rig->counters()[u"byStatus"_s].toObject().contains(u"401"_s));
    QVERIFY(rig->counters()[u"byMethod"_s][u"POST /token"_s].toInt() >= 2);
}

void TestOAuth::expiredAtGoogle()
{
    QCOMPARE(land(consent(begin(redirectUri()), u"allow"_s)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    rig->control("POST", u"expire"_s, json("{'what':'accessTokens'}"));
    QCOMPARE(rig->syncNow().status, 200);
    QVERIFY(signedIn());
    QCOMPARE(rig->counters()[u"byStatus"_s][u"401"_s], 1);
}

void TestOAuth::invalidGrant()
{
    QCOMPARE(land(consent(begin(redirectUri()), u"allow"_s)).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    rig->control("POST", u"expire"_s, json("{'what':'refreshTokens'}"));
    QCOMPARE(rig->syncNow().status, 400);
    QTRY_COMPARE(rig->status()[u"state"_s], u"needs_auth"_s);
    QVERIFY(!rig->status()[u"last_error"_s].toString().isEmpty());
    QVERIFY(!signedIn());
    const int asked = rig->counters()[u"byMethod"_s][u"POST /token"_s].toInt();
    for (const char *title : { "one", "two" }) {
        const Answer made = rig->api("POST", u"/events/create"_s,
            toBytes({ { u"title"_s, QLatin1String(title) }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
                { u"end_time"_s, u"2031-03-04T10:00:00Z"_s } }));
        QVERIFY2(made.status == 202, made.shown());
    }
    // No loop of refreshes against a grant that is dead.
    QVERIFY(rig->counters()[u"byMethod"_s][u"POST /token"_s].toInt() - asked <= 1);
    QCOMPARE(rig->status()[u"pending_to_google"_s], 2);
    QCOMPARE(land(consent(begin(redirectUri()), u"allow"_s)).status, 200);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s], 0);
    QCOMPARE(rig->googleEvents().size(), 2);
    QTRY_COMPARE(rig->status()[u"state"_s], u"idle"_s);
}

void TestOAuth::revoke()
{
    QCOMPARE(land(consent(begin(redirectUri()), u"allow"_s)).status, 200);
    QCOMPARE(
        rig->api("POST", u"/events/create"_s,
               json("{'title':'x','start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T10:00:00Z'}"))
            .status,
        200);
    const Answer revoked = rig->api("POST", u"/auth/revoke"_s);
    QVERIFY2(revoked.status == 200, revoked.shown());
    QCOMPARE(revoked["success"], true);
    QVERIFY(!QFile::exists(rig->credentials() + u"/token.json"_s));
    QCOMPARE(rig->control("GET", u"state"_s)["oauth"][u"refreshTokens"_s], 0);
    QTRY_COMPARE(rig->status()[u"state"_s], u"needs_auth"_s);
    QCOMPARE(rig->status()[u"total_events"_s], 1); // local data stays
}

void TestOAuth::revokeWithoutGoogle()
{
    QCOMPARE(land(consent(begin(redirectUri()), u"allow"_s)).status, 200);
    QCOMPARE(rig->stopGoogle(), QString());
    const Answer revoked = rig->api("POST", u"/auth/revoke"_s);
    QVERIFY2(revoked.status == 200, revoked.shown());
    QCOMPARE(revoked["success"], true);
    QVERIFY2(revoked.text("message").contains(u"could not be reached"_s), revoked.shown());
    QVERIFY(!QFile::exists(rig->credentials() + u"/token.json"_s));
}

ARIA_TEST(TestOAuth)

} // namespace tst_oauth

#include "tst_oauth.moc"
