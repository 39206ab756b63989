// What --help prints.
#include "base/settingtable.h"
#include "usage/helptext.h"
#include "usage/optiontable.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_helptext {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::usage;

class TestHelpText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesEverything()
    {
        const QString help = helpText(u"aria-calendar-syncd"_s);
        QVERIFY(help.startsWith(u"Usage: aria-calendar-syncd [options]\n"_s));
        for (const Option &option : optionTable()) {
            QVERIFY2(help.contains(u"--%1%2\n"_s.arg(
                         option.name, option.value == Value::None ? QString() : u' ' + option.placeholder())),
                qPrintable(option.name));
        }
        for (const SettingSpec &spec : settingTable())
            QVERIFY2(help.contains(u"[%1]"_s.arg(spec.name)), qPrintable(spec.name));
    }

    void fitsATerminal()
    {
        const QStringList lines = helpText(u"aria-calendar-sync"_s).split(u'\n');
        QVERIFY(lines.size() > 50);
        for (const QString &line : lines)
            QVERIFY2(line.size() <= 79 || !line.trimmed().contains(u' '), qPrintable(line));
    }
};

ARIA_TEST(TestHelpText)

} // namespace tst_helptext

#include "tst_helptext.moc"
