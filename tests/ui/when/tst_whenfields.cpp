#include "support/testmain.h"
#include "ui/typing.h"
#include "when/datefield.h"
#include "when/timefield.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCalendarWidget>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

namespace tst_whenfields {

using namespace Qt::StringLiterals;
namespace test = aria::test;
using aria::when::DateField;
using aria::when::TimeField;

// As in a form: two fields, and something to go to.
class TestWhenFields : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { form.reset(); }

    void readsWhatIsTypedWhenTheFieldIsLeft_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("typedDate");
        QTest::addColumn<QDate>("date");
        QTest::addColumn<QString>("typedTime");
        QTest::addColumn<QTime>("time");
        // What was falsified once.
        QTest::newRow("en_US") << u"en_US"_s << u"12/24/2026"_s << QDate(2026, 12, 24) << u"14:30"_s
                               << QTime(14, 30);
        QTest::newRow("de_DE") << u"de_DE"_s << u"24.12.2026"_s << QDate(2026, 12, 24) << u"14.30"_s
                               << QTime(14, 30);
        QTest::newRow("fr_FR") << u"fr_FR"_s << u"24 déc."_s << QDate(2026, 12, 24) << u"14h30"_s
                               << QTime(14, 30);
        QTest::newRow("es_ES") << u"es_ES"_s << u"mañana"_s << QDate(2026, 11, 30) << u"las 8 y media"_s
                               << QTime(8, 30);
        QTest::newRow("zh_CN") << u"zh_CN"_s << u"12月24日"_s << QDate(2026, 12, 24) << u"下午两点半"_s
                               << QTime(14, 30);
        QTest::newRow("ar_EG") << u"ar_EG"_s << u"٢٤/١٢"_s << QDate(2026, 12, 24) << u"٢:٣٠ م"_s
                               << QTime(14, 30);
    }
    void readsWhatIsTypedWhenTheFieldIsLeft()
    {
        QFETCH(QString, locale);
        QFETCH(QString, typedDate);
        QFETCH(QDate, date);
        QFETCH(QString, typedTime);
        QFETCH(QTime, time);
        makeForm(QLocale(locale));
        QSignalSpy dates(day, &DateField::dateChanged);
        type(day, typedDate);
        QCOMPARE(day->text(), typedDate); // untouched while it is typed
        QVERIFY(dates.isEmpty());
        QTest::keyClick(day, Qt::Key_Tab);
        QCOMPARE(day->date(), date);
        QCOMPARE(dates.size(), 1);
        QVERIFY(day->text() != typedDate || locale == u"en_US" || locale == u"de_DE");
        type(clock->lineEdit(), typedTime);
        QTest::keyClick(clock->lineEdit(), Qt::Key_Tab);
        QCOMPARE(clock->time(), time);
        QVERIFY(day->problem().isEmpty() && clock->problem().isEmpty());
    }

    void marksAndKeepsWhatIsUnclear()
    {
        makeForm(QLocale(u"de_DE"_s));
        const QDate before = day->date();
        type(day, u"32.13."_s);
        QVERIFY(day->problem().isEmpty()); // nobody is blamed for half a word
        QTest::keyClick(day, Qt::Key_Tab);
        QCOMPARE(day->text(), u"32.13."_s);
        QVERIFY(!day->isClear());
        QVERIFY(day->problem().contains(u"32.13."_s));
        QVERIFY(!day->accessibleDescription().isEmpty());
        QVERIFY(day->font().italic());
        QCOMPARE(day->date(), before);
        type(day, u"24.12."_s);
        QTest::keyClick(day, Qt::Key_Return);
        QCOMPARE(day->date(), QDate(2026, 12, 24));
        QVERIFY(day->problem().isEmpty() && !day->font().italic());

        type(clock->lineEdit(), u"nachher"_s);
        QTest::keyClick(clock->lineEdit(), Qt::Key_Tab);
        QCOMPARE(clock->currentText(), u"nachher"_s);
        QVERIFY(clock->problem().contains(u"nachher"_s));
        QCOMPARE(clock->time(), QTime(10, 0));
    }

    // An example has the form in which the field itself shows days.
    void showsAnExampleAsItShowsDays()
    {
        makeForm(QLocale(u"en_US"_s));
        const QString shown = day->text();
        type(day, u"whenever"_s);
        QTest::keyClick(day, Qt::Key_Tab);
        QVERIFY2(day->problem().contains(shown), qUtf8Printable(day->problem()));
    }

    // These are more than a day.
    void takesNoMonthForADay()
    {
        makeForm(QLocale(u"en_US"_s));
        for (const QString &words : { u"next month"_s, u"in March"_s, u"this weekend"_s }) {
            type(day, words);
            QTest::keyClick(day, Qt::Key_Tab);
            QVERIFY2(day->problem().contains(words), qUtf8Printable(day->text()));
        }
    }

    void choosesFromTheCalendar()
    {
        makeForm(QLocale(u"en_GB"_s));
        QTest::keyClick(day, Qt::Key_Down, Qt::AltModifier);
        auto *calendar = day->findChild<QCalendarWidget *>();
        QVERIFY(calendar);
        QTRY_VERIFY(calendar->isVisible());
        QCOMPARE(calendar->selectedDate(), QDate(2026, 12, 1));
        QWidget *days = calendar->findChild<QAbstractItemView *>();
        QTest::keyClick(days, Qt::Key_Right);
        QTest::keyClick(days, Qt::Key_Return);
        QCOMPARE(day->date(), QDate(2026, 12, 2));
        QTRY_VERIFY(!day->findChild<QCalendarWidget *>());
    }

    void choosesFromTheList()
    {
        makeForm(QLocale(u"en_US"_s));
        QSignalSpy changed(clock, &TimeField::timeChanged);
        QTest::keyClick(clock, Qt::Key_F4);
        QTRY_VERIFY(clock->view()->isVisible());
        QCOMPARE(clock->view()->currentIndex().data().toString(),
            QLocale(u"en_US"_s).toString(QTime(10, 0), QLocale::ShortFormat));
        QTest::keyClick(clock->view(), Qt::Key_Down);
        QTest::keyClick(clock->view(), Qt::Key_Return);
        QCOMPARE(clock->time(), QTime(10, 30));
        QCOMPARE(changed.size(), 1);
    }

    void movesByKeys()
    {
        makeForm(QLocale(u"en_GB"_s));
        QTest::keyClick(day, Qt::Key_Up);
        QCOMPARE(day->date(), QDate(2026, 12, 2));
        QTest::keyClick(day, Qt::Key_PageDown);
        QCOMPARE(day->date(), QDate(2026, 11, 2));
        QTest::keyClick(clock, Qt::Key_Down);
        QCOMPARE(clock->time(), QTime(10, 30));
        type(clock->lineEdit(), u"10:10"_s);
        QTest::keyClick(clock, Qt::Key_Up);
        QCOMPARE(clock->time(), QTime(10, 0));
    }

private:
    void makeForm(const QLocale &locale)
    {
        form = std::make_unique<QWidget>();
        auto *column = new QVBoxLayout(form.get());
        day = new DateField(locale, u"Day"_s, form.get());
        clock = new TimeField(locale, u"Time"_s, form.get());
        column->addWidget(day);
        column->addWidget(clock);
        column->addWidget(new QLineEdit(form.get()));
        day->setToday(QDate(2026, 11, 29));
        day->setDate(QDate(2026, 12, 1));
        clock->setTime(QTime(10, 0));
        form->show();
        form->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(form.get()));
    }
    void type(QLineEdit *line, const QString &text)
    {
        line->setFocus();
        line->selectAll();
        test::type(line, text);
    }

    std::unique_ptr<QWidget> form;
    DateField *day = nullptr;
    TimeField *clock = nullptr;
};

ARIA_TEST(TestWhenFields)

} // namespace tst_whenfields

#include "tst_whenfields.moc"
