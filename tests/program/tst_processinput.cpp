// Where the process looks for its settings.
#include "program/processinput.h"

#include "support/testmain.h"

#include <QDir>
#include <QTest>

namespace tst_processinput {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::program;

class TestProcessInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("XDG_CONFIG_HOME");
        qunsetenv("XDG_DATA_HOME");
    }

    void homeDirectories_data()
    {
        QTest::addColumn<QByteArray>("value"); // null: not set
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("data");
        const QString config = QDir::homePath() + u"/.config"_s;
        const QString data = QDir::homePath() + u"/.local/share"_s;
        QTest::newRow("not set") << QByteArray() << config << data;
        QTest::newRow("empty") << QByteArray("") << config << data;
        QTest::newRow("relative") << QByteArray("xdg") << config << data;
        QTest::newRow("absolute") << QByteArray("/srv/xdg/") << u"/srv/xdg"_s << u"/srv/xdg"_s;
    }

    void homeDirectories()
    {
        QFETCH(QByteArray, value);
        for (const char *name : { "XDG_CONFIG_HOME", "XDG_DATA_HOME" }) {
            if (value.isNull())
                qunsetenv(name);
            else
                qputenv(name, value);
        }
        const SettingsInput input = settingsInput(CommandLine());
        QTEST(input.configHome, "config");
        QTEST(input.dataHome, "data");
        QCOMPARE(input.settingsFile, input.configHome + u"/aria-calendar-sync/settings.ini"_s);
    }

    void environmentAndFiles()
    {
        qputenv("CALENDAR_SYNC_PORT", "1234");
        CommandLine line;
        line.settings.insert(u"CALENDAR_SYNC_HOST"_s, u"::1"_s);
        SettingsInput input = settingsInput(line);
        qunsetenv("CALENDAR_SYNC_PORT");
        QCOMPARE(input.environment.value(u"CALENDAR_SYNC_PORT"_s), u"1234"_s);
        QCOMPARE(input.commandLine, line.settings);
        QCOMPARE(input.envFile, QDir::currentPath() + u"/.env"_s);
        QVERIFY(!input.envFileRequired);
        line.envFile = u"/etc/aria.env"_s;
        input = settingsInput(line);
        QCOMPARE(input.envFile, u"/etc/aria.env"_s);
        QVERIFY(input.envFileRequired);
    }
};

ARIA_TEST(TestProcessInput)

} // namespace tst_processinput

#include "tst_processinput.moc"
