#include "base/settingsfile.h"

#include "support/testmain.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace tst_settingsfile {

using namespace aria;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

SettingSource sourceOf(const LoadedSettings &loaded, const QString &name)
{
    for (const SettingSource &source : loaded.sources) {
        if (source.name == name)
            return source;
    }
    return {};
}

} // namespace

class TestSettingsFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_input = {};
        m_input.configHome = m_dir->path();
        m_input.dataHome = m_dir->path();
        m_input.settingsFile = m_dir->path() + u"/app/settings.ini"_s;
    }

    void whatIsSavedIsLoaded_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("number") << u"CALENDAR_SYNC_PORT"_s << u"9001"_s;
        QTest::newRow("list") << u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s << u"a@x.example,b@x.example"_s;
        QTest::newRow("at sign first") << u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s << u"@a"_s;
        QTest::newRow("percent and semicolon")
            << u"CALENDAR_SYNC_DATABASE_URL"_s << u"postgresql://u:p%3B;%23@h/db"_s;
        QTest::newRow("quote and backslash") << u"CALENDAR_SYNC_API_TOKEN"_s << u"a\"b\\c,d=e;f#g0123456"_s;
    }
    void whatIsSavedIsLoaded()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        const auto saved = saveSettings(m_input, { { name, value } });
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        const auto loaded = loadSettings(m_input);
        QVERIFY(loaded);
        QVERIFY(sourceOf(*loaded, name).source.startsWith(u"settings.ini"_s));
        QCOMPARE(SettingsFile(m_input.settingsFile).value(name.mid(14).toLower()), value);
    }

    void onlyTheOwnerMayReadIt_data()
    {
        QTest::addColumn<bool>("existed");
        QTest::newRow("new") << false;
        QTest::newRow("was open to all") << true;
    }
    void onlyTheOwnerMayReadIt()
    {
        QFETCH(bool, existed);
        if (existed) {
            QVERIFY(QDir(m_dir->path()).mkpath(u"app"_s));
            writeFile(m_input.settingsFile, "port=1\n");
            QVERIFY(QFile::setPermissions(m_input.settingsFile,
                QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
        }
        QVERIFY(saveSettings(m_input, { { u"CALENDAR_SYNC_API_TOKEN"_s, u"0123456789abcdef"_s } }));
        const auto open = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFile::permissions(m_input.settingsFile) & open, QFile::Permissions());
        QVERIFY(QFile::permissions(m_input.settingsFile).testFlag(QFile::ReadOwner));
    }

    void whatItDoesNotKnowStays()
    {
        QVERIFY(QDir(m_dir->path()).mkpath(u"app"_s));
        writeFile(m_input.settingsFile, "port=1\nfuture_key=kept\n\n[window]\ngeometry=abc\n[other]\nx=1\n");
        QVERIFY(saveSettings(m_input,
            { { u"CALENDAR_SYNC_PORT"_s, QString() }, { u"CALENDAR_SYNC_LOG_LEVEL"_s, u"debug"_s } }));
        const SettingsFile file(m_input.settingsFile);
        QCOMPARE(file.value(u"future_key"_s), u"kept"_s);
        QCOMPARE(file.value(u"window/geometry"_s), u"abc"_s);
        QCOMPARE(file.value(u"other/x"_s), u"1"_s);
        QCOMPARE(file.value(u"log_level"_s), u"debug"_s);
        QVERIFY(!contentOf(m_input.settingsFile).contains("port"));
    }

    void everyFaultIsNamedAndNothingIsWritten()
    {
        const auto saved = saveSettings(m_input,
            { { u"CALENDAR_SYNC_PORT"_s, u"70000"_s }, { u"CALENDAR_SYNC_TIME_ZONE"_s, u"Mars/North"_s },
                { u"CALENDAR_SYNC_LOG_LEVEL"_s, u"debug"_s } });
        QVERIFY(!saved);
        QCOMPARE(saved.error().faults.size(), 2);
        QCOMPARE(saved.error().faults.at(0).loc.last(), u"CALENDAR_SYNC_PORT"_s);
        QCOMPARE(saved.error().faults.at(1).loc.last(), u"CALENDAR_SYNC_TIME_ZONE"_s);
        QVERIFY(!QFile::exists(m_input.settingsFile));
    }

    void theEnvironmentStaysStronger()
    {
        m_input.environment.insert(u"CALENDAR_SYNC_PORT"_s, u"9999"_s);
        const auto saved = saveSettings(m_input, { { u"CALENDAR_SYNC_PORT"_s, u"9001"_s } });
        QVERIFY(saved);
        QCOMPARE(saved->settings.port, quint16(9999));
        QCOMPARE(sourceOf(*saved, u"CALENDAR_SYNC_PORT"_s).source, u"environment"_s);
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        writeFile(m_dir->path() + u"/app"_s, "a file");
        const auto saved = saveSettings(m_input, { { u"CALENDAR_SYNC_PORT"_s, u"9001"_s } });
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, u"settings_file_unwritable"_s);
        QCOMPARE(contentOf(m_dir->path() + u"/app"_s), QByteArray("a file"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    SettingsInput m_input;
};

ARIA_TEST(TestSettingsFile)

} // namespace tst_settingsfile

#include "tst_settingsfile.moc"
