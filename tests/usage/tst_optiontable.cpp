// The table that --help, the manual pages and the completions come from.
#include "base/settingtable.h"
#include "usage/optiontable.h"

#include "support/testmain.h"

#include <QSet>
#include <QTest>

namespace tst_optiontable {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::usage;

class TestOptionTable : public QObject
{
    Q_OBJECT

    static Option option(const QString &name)
    {
        for (const Option &candidate : optionTable()) {
            if (candidate.name == name)
                return candidate;
        }
        return {};
    }

private Q_SLOTS:
    void everySettingIsThere()
    {
        for (const SettingSpec &spec : settingTable()) {
            const Option found = option(spec.optionName());
            QCOMPARE(found.variable, spec.name);
            QVERIFY(found.value != Value::None);
            QCOMPARE(found.group, Group::Setting);
        }
    }

    void namesAreUnique()
    {
        QSet<QString> names;
        for (const Option &candidate : optionTable()) {
            QVERIFY2(!names.contains(candidate.name), qPrintable(candidate.name));
            names.insert(candidate.name);
            QVERIFY2(candidate.summary.endsWith(u'.'), qPrintable(candidate.name));
        }
    }

    void valuesAreKnown()
    {
        QCOMPARE(option(u"conflict-resolution"_s).words,
            (QStringList{ u"google_wins"_s, u"aria_wins"_s, u"most_recent"_s, u"manual"_s }));
        QCOMPARE(option(u"log-format"_s).words, (QStringList{ u"text"_s, u"json"_s }));
        QVERIFY(option(u"host"_s).words.isEmpty()); // "an IP address or localhost" are no two words
        QCOMPARE(option(u"credentials-dir"_s).value, Value::Folder);
        QCOMPARE(option(u"api-token-file"_s).value, Value::File);
        QCOMPARE(option(u"env-file"_s).placeholder(), u"FILE"_s);
        QCOMPARE(option(u"port"_s).placeholder(), u"NUMBER"_s);
        QCOMPARE(option(u"demo"_s).placeholder(), QString());
    }

    void whatNeedsNoScreen_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<bool>("without");
        const auto row = [](const QString &argument, bool without) {
            QTest::newRow(qPrintable(argument)) << argument << without;
        };
        row(u"--help"_s, true);
        row(u"-h"_s, true);
        row(u"-v"_s, true);
        row(u"--dry-run"_s, true);
        row(u"--headless"_s, true);
        row(u"--cleanup=x"_s, true); // an error that is said without a screen
        row(u"--demo"_s, false);
        row(u"--port"_s, false);
        row(u"help"_s, false);
        row(u"-"_s, false);
        row(u""_s, false);
    }

    void whatNeedsNoScreen()
    {
        QFETCH(QString, argument);
        QTEST(needsNoScreen(argument), "without");
    }
};

ARIA_TEST(TestOptionTable)

} // namespace tst_optiontable

#include "tst_optiontable.moc"
