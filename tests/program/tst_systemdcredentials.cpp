// What systemd hands over in $CREDENTIALS_DIRECTORY.
#include "program/systemdcredentials.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace tst_systemdcredentials {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::program;

namespace {

const QString tokenFile = u"CALENDAR_SYNC_API_TOKEN_FILE"_s;
const QByteArray client =
    R"({"installed":{"client_id":"id","client_secret":"s","auth_uri":"https://accounts.google.com/o/oauth2/auth",)"
    R"("token_uri":"https://oauth2.googleapis.com/token","redirect_uris":["http://localhost"]}})";

} // namespace

class TestSystemdCredentials : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    SettingsInput m_input;

    QString folder() const { return m_dir->filePath(u"credentials"_s); }
    QString copy() const { return folder() + u"/client_secrets.json"_s; }

    void give(const QString &name, const QByteArray &content) const
    {
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_input = {};
        m_input.environment.insert(u"CREDENTIALS_DIRECTORY"_s, m_dir->path());
    }

    void withoutSystemdThereIsNothing()
    {
        m_input.environment.clear();
        addCredentials(m_input);
        QVERIFY(m_input.environment.isEmpty());
        QVERIFY(takeClientFile(m_input, folder()));
        QVERIFY(!QFile::exists(folder()));
    }

    void theTokenIsUsed()
    {
        addCredentials(m_input);
        QVERIFY(!m_input.environment.contains(tokenFile)); // none was given
        give(u"api-token"_s, "0123456789abcdef");
        addCredentials(m_input);
        QCOMPARE(m_input.environment.value(tokenFile), m_dir->filePath(u"api-token"_s));
    }

    void theEnvironmentIsStronger_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::newRow("token") << u"CALENDAR_SYNC_API_TOKEN"_s;
        QTest::newRow("file") << tokenFile;
    }

    void theEnvironmentIsStronger()
    {
        QFETCH(QString, variable);
        give(u"api-token"_s, "0123456789abcdef");
        m_input.environment.insert(variable, u"mine"_s);
        const QHash<QString, QString> before = m_input.environment;
        addCredentials(m_input);
        QCOMPARE(m_input.environment, before);
    }

    void theClientIsCopied()
    {
        give(u"client_secrets.json"_s, client);
        QVERIFY(takeClientFile(m_input, folder()));
        QCOMPARE(content(copy()), client);
        QCOMPARE(QFile::permissions(copy()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        // A newer one replaces it, the same is left alone.
        const QByteArray newer = QByteArray(client).replace("\"id\"", "\"id2\"");
        give(u"client_secrets.json"_s, newer);
        QVERIFY(takeClientFile(m_input, folder()));
        QCOMPARE(content(copy()), newer);
        const QDateTime changed = QFileInfo(copy()).lastModified();
        QVERIFY(takeClientFile(m_input, folder()));
        QCOMPARE(QFileInfo(copy()).lastModified(), changed);
    }

    void aWrongFileIsSaid()
    {
        give(u"client_secrets.json"_s, "{}");
        const auto taken = takeClientFile(m_input, folder());
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, u"credentials_unusable"_s);
        QVERIFY(taken.error().message.contains(m_dir->path()));
        QVERIFY(!QFile::exists(copy()));
    }
};

ARIA_TEST(TestSystemdCredentials)

} // namespace tst_systemdcredentials

#include "tst_systemdcredentials.moc"
