#include "google/clientsecrets.h"

#include "support/testmain.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_clientsecrets {

using namespace aria;
using google::ClientSecrets;

namespace {

// JSON written with ' for ": moc cannot read raw strings that hold // or escapes.
QByteArray q(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

} // namespace

class TestClientSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsBothKinds()
    {
        const auto installed = ClientSecrets::parse(
            q("{'installed':{'client_id':'a','auth_uri':'https://x/auth','token_uri':'https://x/token'}}"));
        QVERIFY(installed);
        QCOMPARE(installed->kind, ClientSecrets::Kind::Installed);
        QVERIFY(installed->clientSecret.isEmpty());
        const auto both =
            ClientSecrets::parse(q("{'installed':{},'web':{'client_id':'w','client_secret':'s','auth_uri':'"
                                   "https://x/auth','token_uri':'https://x/token'}}"));
        QVERIFY(both);
        QCOMPARE(both->kind, ClientSecrets::Kind::Web);
        QCOMPARE(both->clientId, u"w"_s);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << QByteArray("  ") << "is empty";
        QTest::newRow("not JSON") << QByteArray("{oops") << "not JSON";
        QTest::newRow("array") << QByteArray("[]") << "not a JSON object";
        QTest::newRow("bare API key") << QByteArray("AIzaSyABC") << "API key";
        QTest::newRow("API key") << (q("{'api_key':'AIza'}")) << "API key";
        QTest::newRow("service account")
            << (q("{'type':'service_account','private_key':'k'}")) << "service account";
        QTest::newRow("token file") << (q("{'token':'t','refresh_token':'r'}")) << "token file";
        QTest::newRow("something else") << (q("{'a':1}")) << "neither";
        QTest::newRow("no client_id")
            << QByteArray(q("{'installed':{'auth_uri':'https://x/a','token_uri':'https://x/t'}}"))
            << "no client_id";
        QTest::newRow("web without secret")
            << QByteArray(q("{'web':{'client_id':'a','auth_uri':'https://x/a','token_uri':'https://x/t'}}"))
            << "no client_secret";
        QTest::newRow("no token_uri")
            << (q("{'installed':{'client_id':'a','auth_uri':'https://x/a'}}")) << "no token_uri";
        QTest::newRow("no auth_uri") << (q("{'installed':{'client_id':'a','token_uri':'https://x/a'}}"))
                                     << "no auth_uri";
        QTest::newRow("plain http") << (q(
            "{'installed':{'client_id':'a','auth_uri':'https://x/a','token_uri':'http://x/t'}}"))
                                    << "token_uri that is not an https";
    }
    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, word);
        const auto secrets = ClientSecrets::parse(content);
        QVERIFY(!secrets);
        QCOMPARE(secrets.error().category, ErrorCategory::Precondition);
        QCOMPARE(secrets.error().code, u"client_secrets_invalid"_s);
        QVERIFY2(secrets.error().message.contains(word), qPrintable(secrets.error().message));
        QVERIFY(!secrets.error().message.contains("AIza"_L1));
    }

    void httpOnLoopbackOnly()
    {
        const auto secrets = ClientSecrets::parse(q("{'installed':{'client_id':'a','auth_uri':'http://"
                                                    "127.0.0.1:1/a','token_uri':'http://[::1]:2/t'}}"));
        QVERIFY(secrets);
    }

    void missingFileIsItsOwnError()
    {
        const QTemporaryDir dir;
        const auto secrets = ClientSecrets::load(dir.path() + "/client_secrets.json"_L1);
        QVERIFY(!secrets);
        QCOMPARE(secrets.error().code, u"no_client_secrets"_s);
        QVERIFY(!secrets.error().message.contains(dir.path()));
    }

    void redirects_data()
    {
        QTest::addColumn<bool>("web");
        QTest::addColumn<QString>("uri");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("v4") << false << "http://127.0.0.1:8068/auth/callback" << true;
        QTest::newRow("another of 127.0.0.0/8") << false << "http://127.0.0.2:8068/auth/callback" << true;
        QTest::newRow("beside it") << false << "http://128.0.0.1/" << false;
        QTest::newRow("every address") << false << "http://0.0.0.0/" << false;
        QTest::newRow("v6") << false << "http://[::1]:1/" << true;
        QTest::newRow("localhost") << false << "http://localhost:8080/" << true;
        QTest::newRow("no port") << false << "http://localhost" << true;
        QTest::newRow("foreign") << false << "http://evil.example/" << false;
        QTest::newRow("looks local") << false << "http://127.0.0.1.evil.example/" << false;
        QTest::newRow("user part") << false << "http://127.0.0.1:1@evil.example/" << false;
        QTest::newRow("user at loopback") << false << "http://a@127.0.0.1/" << false;
        QTest::newRow("fragment") << false << "http://127.0.0.1/#x" << false;
        QTest::newRow("https foreign") << false << "https://evil.example/" << false;
        QTest::newRow("scheme") << false << "javascript:alert(1)" << false;
        QTest::newRow("out of band") << false << "urn:ietf:wg:oauth:2.0:oob" << false;
        QTest::newRow("empty") << false << "" << false;
        QTest::newRow("web listed") << true << "https://my.example/cb" << true;
        QTest::newRow("web slash") << true << "https://my.example/cb/" << false;
        QTest::newRow("web loopback unlisted") << true << "http://127.0.0.1:8068/" << false;
        QTest::newRow("web loopback listed") << true << "http://localhost:8068/cb" << true;
        QTest::newRow("web plain http listed") << true << "http://my.example/cb" << false;
    }
    void redirects()
    {
        QFETCH(bool, web);
        QFETCH(QString, uri);
        QFETCH(bool, allowed);
        ClientSecrets secrets;
        secrets.kind = web ? ClientSecrets::Kind::Web : ClientSecrets::Kind::Installed;
        secrets.redirectUris = { u"https://my.example/cb"_s, u"http://localhost:8068/cb"_s,
            u"http://my.example/cb"_s };
        QCOMPARE(secrets.allowsRedirect(uri), allowed);
    }
};

ARIA_TEST(TestClientSecrets)

} // namespace tst_clientsecrets

#include "tst_clientsecrets.moc"
