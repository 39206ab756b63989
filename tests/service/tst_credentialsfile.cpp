#include "service/credentialsfile.h"

#include "google/clientsecrets.h"
#include "support/oddfiles.h"
#include "support/testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_credentialsfile {

using namespace aria;
using service::ClientFileCheck;
using Kind = ClientFileCheck::Kind;

namespace {

const QByteArray good = QByteArrayLiteral(
    "{\"installed\":{\"client_id\":\"a\",\"auth_uri\":\"https://x/auth\",\"token_uri\":\"https://x/t\"}}");

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

class TestCredentialsFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatKindItIs_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *name, const QByteArray &content, Kind kind) {
            QTest::newRow(name) << content << int(kind);
        };
        row("desktop client", good, Kind::Usable);
        row("half a client", "{\"installed\":{\"client_id\":\"a\"}}", Kind::Incomplete);
        row("service account", "{\"type\":\"service_account\",\"private_key\":\"k\"}", Kind::ServiceAccount);
        row("token file", "{\"token\":\"t\",\"refresh_token\":\"r\"}", Kind::TokenFile);
        row("API key as JSON", "{\"keyString\":\"AIza\"}", Kind::ApiKey);
        row("bare API key", "AIzaSyA", Kind::ApiKey);
        row("empty", " \n", Kind::Empty);
        row("not JSON", "hello", Kind::NotJson);
        row("other JSON", "[1]", Kind::Unknown);
        row("huge", QByteArray(1024 * 1024 + 1, ' '), Kind::Unknown);
    }
    void saysWhatKindItIs()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, kind);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"download.json"_s);
        writeFile(path, content);
        QCOMPARE(int(service::checkClientFile(path).kind), kind);
        const QString target = dir.filePath(u"credentials"_s);
        const auto installed = service::installClientFile(path, target);
        QCOMPARE(installed.has_value(), Kind(kind) == Kind::Usable);
        QCOMPARE(QFile::exists(target + u"/client_secrets.json"_s), Kind(kind) == Kind::Usable);
    }

    void noFileAndNoReadableFile()
    {
        const QTemporaryDir dir;
        QCOMPARE(int(service::checkClientFile(dir.filePath(u"none"_s)).kind), int(Kind::Missing));
        QCOMPARE(int(service::checkClientFile(dir.path()).kind), int(Kind::Unreadable));
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
        const QString odd = dir.filePath(u"client_secrets.json"_s);
        QVERIFY(aria::test::putOddFile(kind, odd));
        const bool isHuge = kind == "huge file";
        QCOMPARE(int(service::checkClientFile(odd).kind), int(isHuge ? Kind::Unknown : Kind::Unreadable));
        QVERIFY(!google::ClientSecrets::load(odd));
        const QString path = dir.filePath(u"download.json"_s);
        writeFile(path, good);
        QCOMPARE(service::installClientFile(path, dir.path()).has_value(), isHuge); // which is only replaced
    }

    void webClientsAreToldApart()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"c.json"_s);
        QByteArray web = good;
        web.replace("\"installed\":{", "\"web\":{\"client_secret\":\"s\",");
        writeFile(path, web);
        QVERIFY(service::checkClientFile(path).isWebClient);
    }

    void onlyTheOwnerMayReadTheCopy()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"c.json"_s);
        writeFile(path, good);
        const QString target = dir.filePath(u"credentials"_s);
        // Twice: also where there is one already, and one open to all.
        for (int round = 0; round < 2; ++round) {
            QVERIFY(service::installClientFile(path, target));
            const QString copy = target + u"/client_secrets.json"_s;
            const auto mine = QFile::ReadOwner | QFile::WriteOwner;
            QCOMPARE(
                QFile::permissions(copy) & ~(QFile::ReadUser | QFile::WriteUser), QFile::Permissions(mine));
            QVERIFY(QFile::setPermissions(copy, mine | QFile::ReadOther));
        }
        QVERIFY(!(QFile::permissions(target) & (QFile::ReadOther | QFile::ReadGroup)));
    }
};

ARIA_TEST(TestCredentialsFile)

} // namespace tst_credentialsfile

#include "tst_credentialsfile.moc"
