#include "google/oauth.h"

#include "google/pkce.h"
#include "google/tokenanswers.h"

#include <QSignalSpy>
#include <QTest>
#include <QUrlQuery>

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_signin {

using namespace aria;
using namespace aria::google;
using namespace aria::test;

class TestSignIn : public QObject
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
        const auto scopes =
            QCoro::waitFor(oauth->complete(authorization->state, u"4/0A+b%2Fc="_s, QString()));
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
        const auto again = QCoro::waitFor(oauth->complete(authorization->state, u"c"_s, QString()));
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
        const auto refused = QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s, QString()));
        QCOMPARE(refused.error().category, ErrorCategory::Precondition);
        QVERIFY(refused.error().message.contains("Code was already redeemed."_L1));
        QVERIFY(!QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s, QString())));
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
        const auto result = QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s, QString()));
        QCOMPARE(result.error().code, u"insufficient_scope"_s);
        QVERIFY(result.error().message.contains("calendar.calendarlist.readonly"_L1));
        QVERIFY(!oauth->status().credentialsValid);
        QVERIFY(oauth->status().problem.contains("calendar.calendarlist.readonly"_L1));
        QCOMPARE(token(*oauth).error().category, ErrorCategory::Unauthorized);

        // It does not take the place of a sign-in that works.
        rig.writeToken(3600);
        QVERIFY(oauth->begin(redirect, u"s"_s));
        QVERIFY(!QCoro::waitFor(oauth->complete(u"s"_s, u"c"_s, QString())));
        QCOMPARE(token(*oauth).value(), u"at1"_s);
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
        auto task = oauth->complete(u"s"_s, u"c"_s, QString());
        QTRY_COMPARE(rig.google.seen.size(), 1);
        oauth.reset();
        const auto ended = QCoro::waitFor(std::move(task));
        QCOMPARE(ended.error().code, u"stopped"_s);
    }
};

ARIA_TEST(TestSignIn)

} // namespace tst_signin

#include "tst_signin.moc"
