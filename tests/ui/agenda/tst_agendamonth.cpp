#include "agenda/agendawindow.h"
#include "agenda/monthstrip.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/calendars.h"
#include "ui/sampleevents.h"
#include "uicommon/calendarlook.h"

#include <QListView>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

namespace tst_agendamonth {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;
using agenda::MonthStrip;

class TestAgendaMonth : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        test::giveCalendars(*fake);
        fake->many = test::sampleDay();
        link = std::make_unique<uicommon::ServiceLink>();
        watch = std::make_unique<uicommon::StatusWatch>(*link);
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        actions = std::make_unique<uicommon::ServiceActions>(*link, *watch, clock, *state);
        makeWindow();
        link->setService(fake.get());
        QTRY_VERIFY(window->model().rowOfEvent(u"team"_s) >= 0);
    }
    void cleanup()
    {
        window.reset();
        actions.reset();
        watch.reset();
        link.reset();
    }

    void countsEachDayOfAnEvent()
    {
        const uicommon::UiFormat berlin{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) };
        const auto days =
            agenda::eventsByDay(test::sampleDay(), QDate(2024, 1, 1), QDate(2024, 2, 1), berlin);
        QCOMPARE(days.value(QDate(2024, 1, 14)), 1); // the fair
        QCOMPARE(days.value(QDate(2024, 1, 15)), 5); // all but what was declined
        QCOMPARE(days.value(QDate(2024, 1, 16)), 2);
        QCOMPARE(days.value(QDate(2024, 1, 17)), 2);
        QCOMPARE(days.value(QDate(2024, 1, 18)), 0); // the end of an all-day event is not a part of it
        QCOMPARE(agenda::eventsByDay(test::sampleDay(), QDate(2024, 1, 16), QDate(2024, 1, 17), berlin),
            (QHash<QDate, int>{ { QDate(2024, 1, 16), 2 } }));
    }

    void showsTheMonthByKey()
    {
        QVERIFY(!strip()->isVisible());
        window->view()->setFocus();
        QTest::keyClick(window->view(), Qt::Key_M);
        QVERIFY(strip()->isVisible());
        QTRY_COMPARE(strip()->eventsOn(QDate(2024, 1, 16)), 2);
        QCOMPARE(strip()->dateTextFormat(QDate(2024, 1, 16)).toolTip(), u"2 events"_s);
        QCOMPARE(strip()->dateTextFormat(QDate(2024, 1, 18)).toolTip(), QString());
        makeWindow(); // remembered
        QVERIFY(strip()->isVisible());
        window->view()->setFocus();
        QTest::keyClick(window->view(), Qt::Key_M);
        QVERIFY(!strip()->isVisible());
    }

    void writesTheWeekendInAColourThatCanBeRead()
    {
        const auto light = [](const QColor &color) { // WCAG 2.1, relative luminance
            const auto linear = [](double part) {
                return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
                + 0.0722 * linear(color.blueF());
        };
        for (const QColor &page : { QColor(Qt::white), QColor(u"#232629"_s) }) {
            QPalette palette;
            palette.setColor(QPalette::Base, page);
            palette.setColor(QPalette::Text, page == QColor(Qt::white) ? Qt::black : Qt::white);
            strip()->setPalette(palette);
            for (int day = Qt::Monday; day <= Qt::Sunday; ++day) {
                const QColor ink = strip()->weekdayTextFormat(Qt::DayOfWeek(day)).foreground().color();
                const auto [low, high] = std::minmax({ light(ink), light(page) });
                QVERIFY2((high + 0.05) / (low + 0.05) >= 4.5, qPrintable(ink.name() + page.name()));
                QCOMPARE(ink != palette.color(QPalette::Text), day >= Qt::Saturday);
            }
        }
        QCalendarWidget egyptian;
        uicommon::dress(egyptian, QLocale(u"ar_EG"_s));
        const QBrush friday = egyptian.weekdayTextFormat(Qt::Friday).foreground();
        QCOMPARE(friday, egyptian.weekdayTextFormat(Qt::Saturday).foreground());
        QVERIFY(friday != egyptian.weekdayTextFormat(Qt::Sunday).foreground());
    }

    void asksOnlyWhileItIsSeen()
    {
        int asked = 0; // for all days of the month and of the weeks around it
        fake->between = [this, &asked](QDateTime from, QDateTime to, int) {
            asked += from.daysTo(to) == 51 ? 1 : 0;
            return fake->many;
        };
        QSignalSpy loaded(&window->model(), &agenda::AgendaModel::loaded);
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(!loaded.isEmpty());
        QCOMPARE(asked, 0); // the agenda alone
        QTest::keyClick(window->view(), Qt::Key_M);
        QTRY_COMPARE(asked, 1);
        fake->between = {};
    }

    void followsChanges()
    {
        QTest::keyClick(window->view(), Qt::Key_M);
        QTRY_COMPARE(strip()->eventsOn(QDate(2024, 1, 16)), 2);
        fake->many->removeLast(); // the flight
        Q_EMIT fake->eventsChanged({});
        QTRY_COMPARE(strip()->eventsOn(QDate(2024, 1, 17)), 1);
    }

    void leavesOutHiddenCalendars()
    {
        for (service::EventView &view : *fake->many) {
            if (view.googleEventId == "dentist"_L1)
                view.calendarId = u"work@example.com"_s;
        }
        state->setValue(u"calendars/hidden"_s, QStringList{ u"work@example.com"_s });
        makeWindow();
        QTest::keyClick(window->view(), Qt::Key_M);
        QTRY_COMPARE(strip()->eventsOn(QDate(2024, 1, 16)), 1);
    }

    void goesToADayByKeyAndMouse()
    {
        QTest::keyClick(window->view(), Qt::Key_M);
        auto *table = strip()->findChild<QTableView *>();
        table->setFocus();
        QCOMPARE(strip()->selectedDate(), QDate(2024, 1, 15));
        QTest::keyClick(table, Qt::Key_Right);
        QTest::keyClick(table, Qt::Key_Right);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(window->chosenDay(), QDate(2024, 1, 17));
        QCOMPARE(window->model().rowAt(window->view()->currentIndex().row()).day, QDate(2024, 1, 17));
        // A day without events can be chosen too.
        QTest::keyClick(table, Qt::Key_Down);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(window->chosenDay(), QDate(2024, 1, 24));
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            for (int column = 0; column < table->model()->columnCount(); ++column) {
                const QModelIndex cell = table->model()->index(row, column);
                if (cell.data().toInt() == 16)
                    QTest::mouseClick(
                        table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
            }
        }
        QCOMPARE(window->chosenDay(), QDate(2024, 1, 16));
    }

    void followsTheAgenda()
    {
        QTest::keyClick(window->view(), Qt::Key_M);
        window->view()->setFocus();
        window->view()->setCurrentIndex(window->model().index(window->model().rowOfEvent(u"dentist"_s)));
        QCOMPARE(strip()->selectedDate(), QDate(2024, 1, 16));
        QTest::keyClick(window->view(), Qt::Key_Down);
        QCOMPARE(strip()->selectedDate(), QDate(2024, 1, 17));
    }

private:
    void makeWindow()
    {
        window =
            std::make_unique<AgendaWindow>(agenda::AgendaContext{ *link, *watch, *actions, clock, *state },
                uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
        window->resize(420, 800);
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        if (link->service())
            QTRY_VERIFY(window->model().rowOfEvent(u"team"_s) >= 0);
    }
    MonthStrip *strip() const { return window->findChild<MonthStrip *>(); }

    test::ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC) };
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<uicommon::StatusWatch> watch;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::ServiceActions> actions;
    std::unique_ptr<AgendaWindow> window;
};

ARIA_TEST(TestAgendaMonth)

} // namespace tst_agendamonth

#include "tst_agendamonth.moc"
