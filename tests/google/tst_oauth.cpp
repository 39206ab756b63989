#include "google/oauth.h"

#include "google/rig.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

#include "google/pkce.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_oauth {

using namespace aria;
using namespace aria::google;
using test::Rig;
using test::ScriptedAnswer;

namespace {

// JSON written with ' for ": moc cannot read raw strings that hold // or escapes.
QByteArray q(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

const QString redirect = u"http://127.0.0.1:8068/auth/callback?x=a+b"_s;

ScriptedAnswer tokenAnswer(const QByteArray &body, int status = 200)
{
    ScriptedAnswer answer;
    answer.body = body;
    answer.status = status;
    return answer;
}

// With the scopes asked for.
ScriptedAnswer granting(const QByteArray &accessToken, const QByteArray &refreshToken = {})
{
    QJsonObject body{ { u"access_token"_s, QString::fromLatin1(accessToken) }, { u"expires_in"_s, 3599 },
        { u"token_type"_s, u"Bearer"_s },
        { u"scope"_s, QString(scopeCalendarEvents + QLatin1Char(' ') + scopeCalendarListReadonly) } };
    if (!refreshToken.isEmpty())
        body.insert("refresh_token"_L1, QString::fromLatin1(refreshToken));
    return tokenAnswer(QJsonDocument(body).toJson());
}

QHash<QByteArray, QByteArray> form(const QByteArray &body)
{
    QHash<QByteArray, QByteArray> out;
    for (const QByteArray &pair : body.split('&')) {
        const qsizetype at = pair.indexOf('=');
        out.insert(pair.left(at), QByteArray::fromPercentEncoding(pair.mid(at + 1).replace('+', ' ')));
    }
    return out;
}

Expected<QString> token(OAuth &oauth)
{
    return QCoro::waitFor(oauth.accessToken());
}

} // namespace

class TestOAuth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void buildsTheAuthorizationUrl()
    {
        Rig rig;
        const auto oauth = rig.makeOAuth();
        QCOMPARE(oauth->begin(redirect).error().category, ErrorCategory::Precondition);
        rig.writeSecrets(); // appears while the program runs
        const auto authorization = oauth->begin(redirect);
        QVERIFY(authorization);
        const QByteArray url = authorization->url.toEncoded();
        QVERIFY2(url.startsWith(rig.google.url() + "/auth?"), url.constData());
        const auto query = form(url.mid(url.indexOf('?') + 1));
        QCOMPARE(query.value("client_id"), QByteArray("ci"));
        QCOMPARE(query.value("redirect_uri"), redirect.toLatin1());
        QCOMPARE(query.value("response_type"), QByteArray("code"));
        QCOMPARE(query.value("access_type"), QByteArray("offline"));
        QCOMPARE(query.value("prompt"), QByteArray("consent"));
        QCOMPARE(query.value("include_granted_scopes"), QByteArray("true"));
        QCOMPARE(query.value("code_challenge_method"), QByteArray("S256"));
        QCOMPARE(query.value("code_challenge").size(), 43);
        QCOMPARE(query.value("state"), authorization->state.toLatin1());
        QVERIFY(authorization->state.size() >= 22);
        QCOMPARE(query.value("scope"),
            QByteArray("https://www.googleapis.com/auth/calendar.events "
                       "https://www.googleapis.com/auth/calendar.calendarlist.readonly"));
        QVERIFY(!url.contains("client_secret"));
        QVERIFY(!url.contains("code_verifier"));

        const auto named = oauth->begin(redirect, u"my state+/="_s);
        QVERIFY(named);
        QCOMPARE(named->state, u"my state+/="_s);
        const QByteArray namedUrl = named->url.toEncoded();
        QCOMPARE(form(namedUrl.mid(namedUrl.indexOf('?') + 1)).value("state"), QByteArray("my state+/="));

        const auto foreign = oauth->begin(u"https://evil.example/"_s);
        QCOMPARE(foreign.error().category, ErrorCategory::InvalidInput);
        QCOMPARE(foreign.error().faults.size(), 1);
    }

    void exchangesTheCode()
    {
        Rig rig;
        rig.writeSecrets();
        const auto oauth = rig.makeOAuth();
        QSignalSpy signedIn(oauth.get(), &OAuth::signedIn);
        const auto authorization = oauth->begin(redirect);
        QVERIFY(authorization);
        rig.google.tokenScript = { granting("at", "rt") };
        const auto scopes = QCoro::waitFor(oauth->complete(authorization->state, u"4/0A+b%2Fc="_s));
        QVERIFY2(scopes.has_value(), scopes ? "" : qPrintable(scopes.error().message));
        QCOMPARE(scopes->size(), 2);
        QCOMPARE(signedIn.size(), 1);

        QCOMPARE(rig.google.seen.size(), 1);
        QCOMPARE(rig.google.seen.first().verb, QByteArray("POST"));
        QCOMPARE(rig.google.seen.first().headers.value("content-type"),
            QByteArray("application/x-www-form-urlencoded"));
        const auto sent = form(rig.google.seen.first().body);
        QCOMPARE(sent.value("code"), QByteArray("4/0A+b%2Fc="));
        QCOMPARE(sent.value("redirect_uri"), redirect.toLatin1());
        QCOMPARE(sent.value("client_id"), QByteArray("ci"));
        QCOMPARE(sent.value("client_secret"), QByteArray("cs"));
        QCOMPARE(sent.value("grant_type"), QByteArray("authorization_code"));
        QCOMPARE(codeChallenge(QString::fromLatin1(sent.value("code_verifier"))),
            QUrlQuery(authorization->url).queryItemValue(u"code_challenge"_s));

        const QJsonObject file = rig.tokenJson();
        QCOMPARE(file.value("token"_L1).toString(), u"at"_s);
        QCOMPARE(file.value("refresh_token"_L1).toString(), u"rt"_s);
        QCOMPARE(file.value("scopes"_L1).toArray().size(), 2);
        QCOMPARE(file.value("expiry"_L1).toString(), u"2024-01-15T12:59:59Z"_s);
        QVERIFY(oauth->status().credentialsValid);

        // The state is used up.
        const auto again = QCoro::waitFor(oauth->complete(authorization->state, u"c"_s));
        QCOMPARE(again.error().category, ErrorCategory::Precondition);
        QCOMPARE(rig.google.seen.size(), 1);
        QCOMPARE(token(*oauth).value(), u"at"_s);
    }

    void refusedCodeUsesTheStateUp()
    {
        Rig rig;
        rig.writeSecrets();
        const auto oauth = rig.makeOAuth();
        const auto authorization = oauth->begin(redirect, u"s"_s);
        rig.google.tokenScript = { tokenAnswer(
            q("{'error':'invalid_grant','error_description':'Code was already redeemed.'}"), 400) };
        const auto refused = QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s));
        QCOMPARE(refused.error().category, ErrorCategory::Precondition);
        QVERIFY(refused.error().message.contains("Code was already redeemed."_L1));
        QVERIFY(!QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s)));
        QCOMPARE(rig.google.count("/token"), 1);
        QVERIFY(!oauth->status().tokenExists);
    }

    void statesAreGuarded()
    {
        Rig rig;
        rig.writeSecrets();
        const auto oauth = rig.makeOAuth();
        const auto fails = [&](const QString &state, const QString &code, const QString &uri) {
            const auto result = QCoro::waitFor(oauth->complete(state, code, uri));
            return !result && result.error().category == ErrorCategory::Precondition;
        };
        QVERIFY(oauth->begin(redirect, u"s"_s));
        QVERIFY(fails(u"other"_s, u"c"_s, redirect));
        QVERIFY(fails(u"s"_s, u"c"_s, redirect + QLatin1Char('/')));
        QVERIFY(fails(u"s"_s, QString(), redirect));
        QVERIFY(fails(QString(), u"c"_s, QString()));
        QVERIFY(oauth->begin(redirect, u"t"_s));
        QVERIFY(fails(QString(), u"c"_s, redirect)); // two are pending
        oauth->abandon(u"t"_s);
        rig.clock.advance(std::chrono::minutes(10));
        QVERIFY(fails(u"s"_s, u"c"_s, redirect));
        QVERIFY(rig.google.seen.isEmpty());

        QVERIFY(oauth->begin(redirect, u"u"_s));
        rig.google.tokenScript = { granting("at", "rt") };
        QVERIFY(QCoro::waitFor(oauth->complete(QString(), u"c"_s, redirect)));
    }

    void untickedScopesAreNamed()
    {
        Rig rig;
        rig.writeSecrets();
        const auto oauth = rig.makeOAuth();
        const ScriptedAnswer less =
            tokenAnswer(q("{'access_token':'less','refresh_token':'rl','expires_in':3599,'scope':'https://"
                          "www.googleapis.com/auth/calendar.events'}"));
        rig.google.tokenScript = { less, less };
        QVERIFY(oauth->begin(redirect, u"s"_s));
        const auto result = QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s));
        QCOMPARE(result.error().code, u"insufficient_scope"_s);
        QVERIFY(result.error().message.contains("calendar.calendarlist.readonly"_L1));
        QVERIFY(!oauth->status().credentialsValid);
        QVERIFY(oauth->status().problem.contains("calendar.calendarlist.readonly"_L1));
        QCOMPARE(token(*oauth).error().category, ErrorCategory::Unauthorized);

        // It does not take the place of a sign-in that works.
        rig.writeToken(3600);
        QVERIFY(oauth->begin(redirect, u"s"_s));
        QVERIFY(!QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s)));
        QCOMPARE(token(*oauth).value(), u"at1"_s);
    }

    void keepsTheOldRefreshToken()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1, q(",'x':1"));
        const auto oauth = rig.makeOAuth();
        QVERIFY(oauth->begin(redirect, u"s"_s));
        rig.google.tokenScript = { granting("at") };
        QVERIFY(QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s)));
        QCOMPARE(rig.tokenJson().value("refresh_token"_L1).toString(), u"rt1"_s);
        QCOMPARE(rig.tokenJson().value("x"_L1).toInt(), 1);
    }

    void renewsBeforeTheEnd_data()
    {
        QTest::addColumn<int>("left");
        QTest::addColumn<bool>("renews");
        QTest::newRow("hour") << 3600 << false;
        QTest::newRow("226 s") << 226 << false;
        QTest::newRow("225 s") << 225 << true;
        QTest::newRow("over") << -60 << true;
    }
    void renewsBeforeTheEnd()
    {
        QFETCH(int, left);
        QFETCH(bool, renews);
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(left, q(",'unknown':'kept'"));
        const auto oauth = rig.makeOAuth();
        rig.google.tokenScript = { tokenAnswer(q("{'access_token':'at2','expires_in':3600}")) };
        QCOMPARE(token(*oauth).value(), renews ? u"at2"_s : u"at1"_s);
        QCOMPARE(rig.google.count("/token"), renews ? 1 : 0);
        if (renews) {
            const auto sent = form(rig.google.seen.first().body);
            QCOMPARE(sent.value("grant_type"), QByteArray("refresh_token"));
            QCOMPARE(sent.value("refresh_token"), QByteArray("rt1"));
            const QJsonObject file = rig.tokenJson();
            QCOMPARE(file.value("token"_L1).toString(), u"at2"_s);
            QCOMPARE(file.value("refresh_token"_L1).toString(), u"rt1"_s);
            QCOMPARE(file.value("unknown"_L1).toString(), u"kept"_s);
            QCOMPARE(token(*oauth).value(), u"at2"_s);
            QCOMPARE(rig.google.count("/token"), 1);
        }
    }

    void everybodySharesOneRefresh()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        const auto oauth = rig.makeOAuth();
        rig.google.tokenScript = { tokenAnswer(q("{'access_token':'at2','expires_in':3600}")),
            tokenAnswer(q("{'access_token':'at3','expires_in':3600}")) };
        std::vector<QCoro::Task<Expected<QString>>> tasks;
        for (int i = 0; i < 5; ++i)
            tasks.push_back(oauth->accessToken());
        for (auto &task : tasks)
            QCOMPARE(QCoro::waitFor(std::move(task)).value(), u"at2"_s);
        QCOMPARE(rig.google.count("/token"), 1);
    }

    void invalidGrantIsAskedOnce()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        const auto oauth = rig.makeOAuth();
        QSignalSpy signedOut(oauth.get(), &OAuth::signedOut);
        QVERIFY(oauth->status().credentialsValid);
        rig.google.tokenScript = QList<ScriptedAnswer>(9,
            tokenAnswer(
                q("{'error':'invalid_grant','error_description':'Token has been expired or revoked.'}"),
                400));
        for (int i = 0; i < 3; ++i) {
            const auto refused = token(*oauth);
            QCOMPARE(refused.error().category, ErrorCategory::Unauthorized);
            QCOMPARE(refused.error().code, u"invalid_grant"_s);
        }
        QCOMPARE(rig.google.count("/token"), 1);
        QCOMPARE(signedOut.size(), 1);
        const AuthStatus status = oauth->status();
        QVERIFY(!status.credentialsValid);
        QVERIFY(status.tokenExists && status.hasRefreshToken);
        QVERIFY(status.problem.contains("expired or revoked"_L1));

        // Another program signed in.
        rig.writeToken(3600);
        QCOMPARE(token(*oauth).value(), u"at1"_s);
        QVERIFY(oauth->status().credentialsValid);
    }

    void passingFaultsAreRepeated()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        const auto oauth = rig.makeOAuth();
        ScriptedAnswer drop;
        drop.drop = true;
        rig.google.tokenScript = { tokenAnswer("<html>", 502),
            tokenAnswer(q("{'error':'internal_failure'}"), 400), tokenAnswer("{}", 429),
            tokenAnswer(q("{'access_token':'at2','expires_in':3600}")) };
        QCOMPARE(token(*oauth).value(), u"at2"_s);
        QCOMPARE(rig.google.count("/token"), 4);

        rig.writeToken(-1);
        rig.google.tokenScript = QList<ScriptedAnswer>(9, tokenAnswer("{}", 503));
        QCOMPARE(token(*oauth).error().category, ErrorCategory::Unavailable);
        QVERIFY(oauth->status().credentialsValid);

        // While the old one lasts it serves.
        rig.writeToken(120);
        QCOMPARE(token(*oauth).value(), u"at1"_s);
    }

    void wrongClientIsSaidClearly()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        const auto oauth = rig.makeOAuth();
        rig.google.tokenScript = { tokenAnswer(
            q("{'error':'invalid_client','error_description':'The OAuth client was deleted.'}"), 401) };
        const auto refused = token(*oauth);
        QCOMPARE(refused.error().code, u"invalid_client"_s);
        QVERIFY(refused.error().message.contains("client_secrets.json"_L1));
    }

    void signInDuringARefreshWins()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        const auto oauth = rig.makeOAuth();
        QSignalSpy signedOut(oauth.get(), &OAuth::signedOut);
        rig.google.handler = [&rig](const test::SeenRequest &) {
            rig.writeToken(3600);
            QByteArray fresh = QJsonDocument(rig.tokenJson()).toJson();
            rig.writeFile("token.json", fresh.replace("rt1", "rt2").replace("at1", "at9"));
            return tokenAnswer(q("{'error':'invalid_grant'}"), 400);
        };
        QCOMPARE(token(*oauth).value(), u"at9"_s);
        QCOMPARE(rig.tokenJson().value("refresh_token"_L1).toString(), u"rt2"_s);
        QVERIFY(signedOut.isEmpty());
    }

    void rejectedTokensAreRenewed()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(3600);
        const auto oauth = rig.makeOAuth();
        rig.google.tokenScript = { tokenAnswer(q("{'access_token':'at2','expires_in':3600}")) };
        oauth->reject(u"an older one"_s);
        QCOMPARE(token(*oauth).value(), u"at1"_s);
        oauth->reject(u"at1"_s);
        QCOMPARE(token(*oauth).value(), u"at2"_s);
    }

    void status_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<int>("expired"); // -1: null
        QTest::addColumn<bool>("refreshable");
        const auto withScope = [](const QByteArray &json) { // moc wants braces to balance in every literal
            return QByteArray(json).replace(
                "SCOPE", q("'scopes':['https://www.googleapis.com/auth/calendar']"));
        };
        QTest::newRow("none") << QByteArray() << false << -1 << false;
        QTest::newRow("broken") << QByteArray("{") << false << -1 << false;
        QTest::newRow("no expiry, refreshable")
            << withScope(q("{'token':'t','refresh_token':'r','client_id':'c','client_secret':'s',SCOPE}"))
            << true << 1 << true;
        QTest::newRow("no expiry") << withScope(q("{'token':'t',SCOPE}")) << false << 1 << false;
        QTest::newRow("lasts") << withScope(q("{'token':'t','expiry':'2024-01-15T13:00:00Z',SCOPE}")) << true
                               << 0 << false;
        QTest::newRow("over") << withScope(q("{'token':'t','expiry':'2024-01-15T11:00:00Z',SCOPE}")) << false
                              << 1 << false;
        QTest::newRow("less scope") << QByteArray(q("{'token':'t','expiry':'2024-01-15T13:00:00Z','scopes':['"
                                                    "https://www.googleapis.com/auth/calendar.readonly']}"))
                                    << false << 0 << false;
        QTest::newRow("scopes unsaid")
            << (q("{'token':'t','expiry':'2024-01-15T13:00:00Z'}")) << true << 0 << false;
    }
    void status()
    {
        QFETCH(QByteArray, file);
        QFETCH(bool, valid);
        QFETCH(int, expired);
        QFETCH(bool, refreshable);
        Rig rig;
        const auto oauth = rig.makeOAuth();
        QVERIFY(!oauth->status().clientSecretsConfigured);
        rig.writeSecrets();
        if (!file.isEmpty())
            rig.writeFile("token.json", file);
        const AuthStatus status = oauth->status();
        QVERIFY(status.clientSecretsConfigured);
        QCOMPARE(status.tokenExists, !file.isEmpty());
        QCOMPARE(status.credentialsValid, valid);
        QCOMPARE(status.credentialsExpired ? int(*status.credentialsExpired) : -1, expired);
        QCOMPARE(status.hasRefreshToken, refreshable);
        QCOMPARE(status.problem.isEmpty(), valid);
        QCOMPARE(token(*oauth).has_value(), valid && expired == 0);
        if (!valid)
            QCOMPARE(token(*oauth).error().category, ErrorCategory::Unauthorized);
        // A broken file is left as it is.
        if (file == "{") {
            QFile left(rig.dir + "/token.json"_L1);
            QVERIFY(left.open(QIODevice::ReadOnly));
            QCOMPARE(left.readAll(), file);
        }
    }

    void revokes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("confirmed");
        QTest::newRow("confirmed") << 200 << QByteArray("{}") << true;
        QTest::newRow("dead already") << 400 << (q("{'error':'invalid_token'}")) << true;
        QTest::newRow("refused") << 400 << (q("{'error':'invalid_request'}")) << false;
        QTest::newRow("away") << 503 << QByteArray("{}") << false;
    }
    void revokes()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, confirmed);
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(3600);
        const auto oauth = rig.makeOAuth();
        QSignalSpy signedOut(oauth.get(), &OAuth::signedOut);
        rig.google.script = { tokenAnswer(body, status) };
        QCOMPARE(QCoro::waitFor(oauth->revoke()).value(), confirmed);
        QCOMPARE(rig.google.seen.size(), 1);
        QCOMPARE(rig.google.seen.first().target, QByteArray("/revoke"));
        QCOMPARE(rig.google.seen.first().body, QByteArray("token=rt1"));
        QVERIFY(!oauth->status().tokenExists);
        QCOMPARE(signedOut.size(), 1);
        QVERIFY(QCoro::waitFor(oauth->revoke()).value());
        QCOMPARE(rig.google.seen.size(), 1);
    }

    void stopEndsARefresh()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        auto oauth = rig.makeOAuth();
        ScriptedAnswer hang;
        hang.hang = true;
        rig.google.tokenScript = { hang };
        auto task = oauth->accessToken();
        QTRY_COMPARE(rig.google.seen.size(), 1);
        oauth.reset(); // the calls in flight end without it
        const auto ended = QCoro::waitFor(std::move(task));
        QCOMPARE(ended.error().code, u"stopped"_s);
    }

    void destroyedDuringAnExchange()
    {
        Rig rig;
        rig.writeSecrets();
        auto oauth = rig.makeOAuth();
        QVERIFY(oauth->begin(redirect, u"s"_s));
        ScriptedAnswer hang;
        hang.hang = true;
        rig.google.tokenScript = { hang };
        auto task = oauth->complete(u"s"_s, u"c"_s);
        QTRY_COMPARE(rig.google.seen.size(), 1);
        oauth.reset();
        const auto ended = QCoro::waitFor(std::move(task));
        QCOMPARE(ended.error().code, u"stopped"_s);
    }
};

ARIA_TEST(TestOAuth)

} // namespace tst_oauth

#include "tst_oauth.moc"
