// What can be asked for on the command line.
#include "base/settingtable.h"
#include "program/commandline.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_commandline {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::program;

class TestCommandLine : public QObject
{
    Q_OBJECT

    static Expected<CommandLine> parse(const QStringList &arguments)
    {
        return parseCommandLine(QStringList{ u"/usr/bin/program"_s } + arguments);
    }

private Q_SLOTS:
    void nothing()
    {
        const auto line = parse({});
        QVERIFY(line);
        QVERIFY(!line->wantsHelp && !line->wantsVersion && !line->wantsConfig && !line->wantsCleanup);
        QVERIFY(!line->wantsDemo);
        QVERIFY(line->settings.isEmpty());
        QVERIFY(line->envFile.isEmpty());
    }

    void everySettingIsAnOption()
    {
        for (const SettingSpec &spec : settingTable()) {
            const auto apart = parse({ u"--"_s + spec.optionName(), u"x y"_s });
            QVERIFY2(apart, qPrintable(spec.name));
            QCOMPARE(apart->settings, (QHash<QString, QString>{ { spec.name, u"x y"_s } }));
            const auto joined = parse({ u"--%1=-1"_s.arg(spec.optionName()) });
            QVERIFY(joined);
            QCOMPARE(joined->settings.value(spec.name), u"-1"_s);
        }
    }

    void emptyValueIsGiven()
    {
        const auto line = parse({ u"--api-token="_s });
        QVERIFY(line);
        QVERIFY(line->settings.contains(u"CALENDAR_SYNC_API_TOKEN"_s));
    }

    void actions()
    {
        QVERIFY(parse({ u"--help"_s })->wantsHelp);
        QVERIFY(parse({ u"-h"_s })->wantsHelp);
        QVERIFY(parse({ u"--version"_s })->wantsVersion);
        QVERIFY(parse({ u"--print-config"_s })->wantsConfig);
        QVERIFY(parse({ u"--cleanup"_s })->wantsCleanup);
        QVERIFY(parse({ u"--demo"_s })->wantsDemo);
        QVERIFY(parse({ u"--headless"_s })->wantsHeadless);
        QVERIFY(!parse({ u"--demo"_s })->wantsHeadless);
        QCOMPARE(parse({ u"--env-file"_s, u"x.env"_s })->envFile, u"x.env"_s);
        QCOMPARE(parse({ u"--export=out"_s })->exportFolder, u"out"_s);
        QCOMPARE(parse({ u"--import"_s, u"in"_s })->importFolder, u"in"_s);
        QCOMPARE(parse({ u"--backup"_s, u"b.db"_s })->backupFile, u"b.db"_s);
    }

    void refused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown") << QStringList{ u"--prot"_s, u"1"_s };
        QTest::newRow("no value") << QStringList{ u"--port"_s };
        QTest::newRow("value for a switch") << QStringList{ u"--demo=yes"_s };
        QTest::newRow("argument") << QStringList{ u"start"_s };
        QTest::newRow("no file") << QStringList{ u"--env-file="_s };
        QTest::newRow("two actions") << QStringList{ u"--cleanup"_s, u"--demo"_s };
        QTest::newRow("no folder") << QStringList{ u"--export="_s };
        QTest::newRow("there and back") << QStringList{ u"--export"_s, u"a"_s, u"--import"_s, u"a"_s };
        QTest::newRow("two commands") << QStringList{ u"--rebuild-occurrences"_s, u"--dry-run"_s };
    }

    void refused()
    {
        QFETCH(QStringList, arguments);
        const auto line = parse(arguments);
        QVERIFY(!line);
        QCOMPARE(line.error().code, u"bad_command_line"_s);
        QVERIFY(!line.error().message.contains(u'\n'));
    }
};

ARIA_TEST(TestCommandLine)

} // namespace tst_commandline

#include "tst_commandline.moc"
