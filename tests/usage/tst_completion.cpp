// What the shells offer. tests/packaging/check_usage.py asks the shells themselves.
#include "usage/completion.h"
#include "usage/optiontable.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_completion {

using namespace Qt::StringLiterals;
using namespace aria::usage;

class TestCompletion : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesEverything_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("form");
        const QString program = u"aria-calendar-syncd"_s;
        QTest::newRow("bash") << bashCompletion(program) << u"--%1"_s;
        QTest::newRow("zsh") << zshCompletion(program) << u"--%1"_s;
        QTest::newRow("fish") << fishCompletion(program) << u" -l %1 "_s;
    }

    void namesEverything()
    {
        QFETCH(QString, text);
        QFETCH(QString, form);
        for (const Option &option : optionTable())
            QVERIFY2(text.contains(form.arg(option.name)), qPrintable(option.name));
        QVERIFY(text.contains(u"google_wins aria_wins most_recent manual"_s));
    }

    void belongsToItsProgram()
    {
        QVERIFY(bashCompletion(u"aria-calendar-sync"_s)
                    .endsWith(u"complete -F _aria_calendar_sync aria-calendar-sync\n"_s));
        QVERIFY(zshCompletion(u"aria-calendar-sync"_s).startsWith(u"#compdef aria-calendar-sync\n"_s));
        QVERIFY(!fishCompletion(u"aria-calendar-sync"_s).contains(u"-c aria-calendar-syncd"_s));
    }
};

ARIA_TEST(TestCompletion)

} // namespace tst_completion

#include "tst_completion.moc"
