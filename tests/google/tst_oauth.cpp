#include "google/oauth.h"

#include "google/tokenanswers.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_oauth {

using namespace aria;
using namespace aria::google;
using namespace aria::test;

class TestOAuth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheOldRefreshToken()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1, q(",'x':1"));
        const auto oauth = rig.makeOAuth();
        QVERIFY(oauth->begin(redirect, u"s"_s));
        rig.google.tokenScript = { granting("at") };
        QVERIFY(QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s, QString())));
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
        QSignalSpy changed(oauth.get(), &OAuth::statusChanged);
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
        QCOMPARE(changed.size(), 1);
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
        QSignalSpy changed(oauth.get(), &OAuth::statusChanged);
        rig.google.handler = [&rig](const test::SeenRequest &) {
            rig.writeToken(3600);
            QByteArray fresh = QJsonDocument(rig.tokenJson()).toJson();
            rig.writeFile("token.json", fresh.replace("rt1", "rt2").replace("at1", "at9"));
            return tokenAnswer(q("{'error':'invalid_grant'}"), 400);
        };
        QCOMPARE(token(*oauth).value(), u"at9"_s);
        QCOMPARE(rig.tokenJson().value("refresh_token"_L1).toString(), u"rt2"_s);
        QVERIFY(changed.isEmpty());
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

    // It would be two headers of the next request.
    void tokensFitIntoAHeader()
    {
        Rig rig;
        rig.writeSecrets();
        rig.writeToken(-1);
        rig.google.tokenScript = { tokenAnswer(q("{'access_token':'a\\r\\nX: y','expires_in':3600}")) };
        const auto refused = token(*rig.makeOAuth());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"bad_answer"_s);
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
        QSignalSpy changed(oauth.get(), &OAuth::statusChanged);
        rig.google.script = { tokenAnswer(body, status) };
        QCOMPARE(QCoro::waitFor(oauth->revoke()).value(), confirmed);
        QCOMPARE(rig.google.seen.size(), 1);
        QCOMPARE(rig.google.seen.first().target, QByteArray("/revoke"));
        QCOMPARE(rig.google.seen.first().body, QByteArray("token=rt1"));
        QVERIFY(!oauth->status().tokenExists);
        QCOMPARE(changed.size(), 1);
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
};

ARIA_TEST(TestOAuth)

} // namespace tst_oauth

#include "tst_oauth.moc"
