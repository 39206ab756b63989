#include "google/tokenfile.h"

#include "support/oddfiles.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_tokenfile {

using namespace aria;
using google::StoredToken;
using google::TokenFile;

class TestTokenFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // The exact output of google-auth's Credentials.to_json.
    void roundTripsGoogleAuth()
    {
        const QByteArray python =
            R"({"token": "tok", "refresh_token": "r", "token_uri": "https://oauth2.googleapis.com/token", "client_id": "ci", "client_secret": "cs", "scopes": ["https://www.googleapis.com/auth/calendar.events"], "universe_domain": "googleapis.com", "account": "", "expiry": "2026-11-23T12:34:56.123456Z"})";
        auto token = StoredToken::parse(python);
        QVERIFY(token);
        QCOMPARE(token->accessToken, u"tok"_s);
        QCOMPARE(token->refreshToken, u"r"_s);
        QCOMPARE(token->expiry, QDateTime({ 2026, 11, 23 }, { 12, 34, 56, 123 }, Qt::UTC));
        QJsonObject expected = QJsonDocument::fromJson(python).object();
        expected.insert("expiry"_L1, u"2026-11-23T12:34:56.123000Z"_s);
        QCOMPARE(QJsonDocument::fromJson(token->toJson()).object(), expected);
        QVERIFY(!token->toJson().contains('\n'));
    }

    void keepsUnknownMembers()
    {
        auto token = StoredToken::parse(
            R"({"token":"t","refresh_token":"r","client_id":"c","client_secret":"s","type":"authorized_user","x":{"y":[1]}})");
        QVERIFY(token);
        QVERIFY(!token->expiry.isValid());
        QVERIFY(!token->scopes);
        token->accessToken = u"new"_s;
        const QJsonObject out = QJsonDocument::fromJson(token->toJson()).object();
        QCOMPARE(out.value("type"_L1).toString(), u"authorized_user"_s);
        QCOMPARE(out.value("x"_L1).toObject().value("y"_L1).toArray().size(), 1);
        QCOMPARE(out.value("token"_L1).toString(), u"new"_s);
        QVERIFY(!out.contains("expiry"_L1));
    }

    // It would be two headers.
    void fitsIntoAHeader()
    {
        const auto renewed = StoredToken::parse(R"({"token":"t\r\nX: y","refresh_token":"r"})");
        QVERIFY(renewed && renewed->accessToken.isEmpty());
        QCOMPARE(renewed->refreshToken, u"r"_s);
        const auto none = StoredToken::parse(R"({"token":"t\u00e9"})");
        QVERIFY(!none);
        QCOMPARE(none.error().code, u"token_file_broken"_s);
    }

    void expiry_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QDateTime>("expected");
        const QDateTime noon({ 2026, 1, 2 }, { 12, 0 }, Qt::UTC);
        QTest::newRow("plain") << QByteArray("2026-01-02T12:00:00Z") << noon;
        QTest::newRow("empty") << QByteArray() << QDateTime();
        QTest::newRow("blank") << QByteArray(" ") << QDateTime();
        QTest::newRow("naive") << QByteArray("2026-01-02T12:00:00") << noon;
        QTest::newRow("fraction") << QByteArray("2026-01-02T12:00:00.000900Z") << noon;
        QTest::newRow("ms") << QByteArray("2026-01-02T12:00:00.5Z") << noon.addMSecs(500);
        // What cannot be read counts as none: the token is renewed, and nobody has to sign in again.
        QTest::newRow("a word") << QByteArray("tomorrow") << QDateTime();
        QTest::newRow("a space for the T") << QByteArray("2026-01-02 12:00:00") << QDateTime();
        QTest::newRow("offset") << QByteArray("2026-01-02T13:00:00+01:00") << noon;
    }
    void expiry()
    {
        QFETCH(QByteArray, text);
        QFETCH(QDateTime, expected);
        const auto token = StoredToken::parse(R"({"token":"t","expiry":")" + text + R"("})");
        QVERIFY(token);
        QCOMPARE(token->expiry, expected);
        if (expected.isValid())
            QCOMPARE(token->expiry.timeSpec(), Qt::UTC);
    }

    void anExpiryThatIsNoTextCountsAsNone()
    {
        const auto token = StoredToken::parse(R"({"token":"t","expiry":17})");
        QVERIFY(token);
        QVERIFY(!token->expiry.isValid());
    }

    void writesExpiryAsGoogleAuthReadsIt()
    {
        StoredToken token;
        token.accessToken = u"t"_s;
        token.expiry = QDateTime({ 2026, 1, 2 }, { 12, 0 }, Qt::UTC);
        const QJsonObject out = QJsonDocument::fromJson(token.toJson()).object();
        QCOMPARE(out.value("expiry"_L1).toString(), u"2026-01-02T12:00:00Z"_s);
        // google-auth refuses a file without these members, even where they are empty.
        QVERIFY(out.contains("client_id"_L1));
        QVERIFY(out.contains("client_secret"_L1));
    }

    void scopesAsTextOrList()
    {
        const auto text = StoredToken::parse(R"({"token":"t","scopes":"a b  c"})");
        const auto list = StoredToken::parse(R"({"token":"t","scopes":["a","b","c"]})");
        QVERIFY(text && list);
        QCOMPARE(*text->scopes, QStringList({ u"a"_s, u"b"_s, u"c"_s }));
        QCOMPARE(*text->scopes, *list->scopes);
    }

    void brokenFilesSaySo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("not JSON") << QByteArray("{\"token\":");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("nothing in it") << QByteArray("{}");
        QTest::newRow("number") << QByteArray(R"({"token":5})");
    }
    void brokenFilesSaySo()
    {
        QFETCH(QByteArray, content);
        const auto token = StoredToken::parse(content);
        QVERIFY(!token);
        QCOMPARE(token.error().code, u"token_file_broken"_s);
        QVERIFY(token.error().message.startsWith("token.json"_L1));
    }

    void writesPrivately()
    {
        const QTemporaryDir dir;
        const QString folder = dir.path() + "/a/credentials"_L1;
        const TokenFile file(folder);
        QVERIFY(!file.exists());
        const auto none = file.read();
        QVERIFY(none && !none->has_value());

        StoredToken token;
        token.accessToken = u"t"_s;
        QVERIFY(file.write(token));
        const auto onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        const QString path = folder + "/token.json"_L1;
        QCOMPARE(QFile::permissions(path), onlyOwner);
        QCOMPARE(QFile::permissions(folder), onlyOwner | QFile::ExeOwner | QFile::ExeUser);

        // A mode that somebody opened is tightened by the next write.
        QVERIFY(QFile::setPermissions(path, onlyOwner | QFile::ReadGroup | QFile::ReadOther));
        QVERIFY(file.write(token));
        QCOMPARE(QFile::permissions(path), onlyOwner);
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden).size(), 1);
        QVERIFY(file.remove());
        QVERIFY(file.remove());
        QVERIFY(!file.exists());
    }
    void whateverElseStandsThereIsAnError_data()
    {
        QTest::addColumn<QByteArray>("kind");
        for (const QByteArray &kind : aria::test::oddFileKinds())
            QTest::newRow(kind.constData()) << kind;
    }
    void whateverElseStandsThereIsAnError()
    {
        QFETCH(QByteArray, kind);
        const QTemporaryDir dir;
        QVERIFY(aria::test::putOddFile(kind, dir.filePath(u"token.json"_s)));
        const TokenFile file(dir.path());
        const auto read = file.read();
        QVERIFY(!read);
        QCOMPARE(read.error().code, u"token_file_broken"_s);
        QVERIFY(!read.error().message.contains(dir.path()));
        QVERIFY(file.content().isEmpty());
        StoredToken token;
        token.accessToken = u"t"_s;
        QCOMPARE(file.write(token).has_value(), kind == "huge file"); // which is only replaced
    }
};

ARIA_TEST(TestTokenFile)

} // namespace tst_tokenfile

#include "tst_tokenfile.moc"
