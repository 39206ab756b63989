// The manual pages. tests/packaging/check_usage.py shows them to man itself.
#include "usage/manualpage.h"
#include "usage/optiontable.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_manualpage {

using namespace Qt::StringLiterals;
using namespace aria::usage;

class TestManualPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesEverything_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("head");
        QTest::newRow("daemon") << u"aria-calendar-syncd"_s << u".TH ARIA\\-CALENDAR\\-SYNCD 8 "_s;
        QTest::newRow("tray") << u"aria-calendar-sync"_s << u".TH ARIA\\-CALENDAR\\-SYNC 1 "_s;
    }

    void namesEverything()
    {
        QFETCH(QString, program);
        QFETCH(QString, head);
        const QString page = manualPage(program);
        QVERIFY(page.contains(u'\n' + head));
        QVERIFY(page.contains(u"\n.SH NAME\n%1 \\- "_s.arg(QString(program).replace(u'-', u"\\-"_s))));
        for (const Option &option : optionTable()) {
            const QString name = QString(option.name).replace(u'-', u"\\-"_s);
            QVERIFY2(page.contains(u"\\fB\\-\\-%1\\fR"_s.arg(name)), qPrintable(option.name));
        }
        for (const ExitMeaning &meaning : exitMeanings())
            QVERIFY(page.contains(u"\n\\fB%1\\fR\n"_s.arg(meaning.code)));
    }

    void hasNoBareDash()
    {
        const QStringList lines = manualPage(u"aria-calendar-syncd"_s).split(u'\n');
        for (const QString &line : lines) {
            if (line.startsWith(u".\\\""_s) || line.startsWith(u".SS"_s))
                continue;
            const QString plain = QString(line).remove(u"\\-"_s);
            QVERIFY2(!plain.contains(u'-'), qPrintable(line));
        }
    }
};

ARIA_TEST(TestManualPage)

} // namespace tst_manualpage

#include "tst_manualpage.moc"
