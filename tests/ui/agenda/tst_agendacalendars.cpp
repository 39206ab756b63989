#include "agenda/agendawindow.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/agenda/undooffer.h"
#include "ui/calendars.h"
#include "ui/menus.h"
#include "ui/sampleevents.h"
#include "uicommon/calendarbox.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_agendacalendars {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;

const QString work = u"work@example.com"_s;

// Several calendars in the agenda.
class TestAgendaCalendars : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        test::giveCalendars(*fake);
        fake->many = test::sampleDay();
        for (service::EventView &view : *fake->many) {
            if (view.googleEventId == "dentist"_L1)
                view.calendarId = work;
        }
        link = std::make_unique<uicommon::ServiceLink>();
        watch = std::make_unique<uicommon::StatusWatch>(*link);
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        actions = std::make_unique<uicommon::ServiceActions>(*link, *watch, clock, *state);
        makeWindow();
        link->setService(fake.get());
        QTRY_VERIFY(row(u"team"_s) >= 0);
        QTRY_VERIFY(calendarBox()->isVisible());
        QTRY_COMPARE(calendarBox()->itemText(1), u"Work & travel"_s);
    }
    void cleanup()
    {
        window.reset();
        actions.reset();
        watch.reset();
        link.reset();
    }

    void hidesAndShowsACalendar()
    {
        QVERIFY(row(u"dentist"_s) >= 0);
        choose({ u"Calendars"_s, u"Work  travel"_s });
        QTRY_COMPARE(row(u"dentist"_s), -1);
        QVERIFY(row(u"team"_s) >= 0);
        makeWindow(); // remembered
        QTRY_VERIFY(row(u"team"_s) >= 0);
        QCOMPARE(row(u"dentist"_s), -1);
        choose({ u"Calendars"_s, u"Work  travel"_s });
        QTRY_VERIFY(row(u"dentist"_s) >= 0);
    }

    void movesAnEventAndBack()
    {
        fake->written->view = fake->many->at(3);
        openMenuOf(u"team"_s, { u"Move to"_s, u"Work  travel"_s });
        QTRY_VERIFY(fake->calls.contains(u"move to work@example.com: team primary"_s));
        QTRY_VERIFY(test::offersUndo(undoBar()));
        QTest::mouseClick(undoBar()->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_VERIFY(fake->calls.contains(u"move to primary: team work@example.com"_s));
    }

    // In the other calendar it is another row of the list.
    void keepsTheMovedEventChosen()
    {
        window->view()->setFocus();
        window->view()->setCurrentIndex(window->model().index(row(u"team"_s)));
        for (service::EventView &view : *fake->many) {
            if (view.googleEventId == "team"_L1)
                view.calendarId = work;
        }
        Q_EMIT fake->eventsChanged({});
        QTRY_COMPARE(window->model().rowAt(row(u"team"_s)).view.calendarId, work);
        QCOMPARE(window->view()->currentIndex().row(), row(u"team"_s));
    }

    void movesAWholeSeries()
    {
        openMenuOf(u"standup_20240115T080000Z"_s, { u"Move the series to"_s, u"Work  travel"_s });
        QTRY_VERIFY(fake->calls.contains(u"move to work@example.com: standup primary"_s));
    }

    void saysWhyItCouldNotBeMoved()
    {
        fake->written =
            makeError(ErrorCategory::Forbidden, u"read_only_calendar"_s, u"The calendar is read-only."_s);
        openMenuOf(u"team"_s, { u"Move to"_s, u"Work  travel"_s });
        QTRY_VERIFY(undoBar()->isVisible());
        QVERIFY(!test::offersUndo(undoBar()));
    }

    void addsToTheCalendarThatIsChosen()
    {
        line()->setFocus();
        QTest::keyClicks(line(), u"Tea 16:00"_s);
        QTest::keyClick(line(), Qt::Key_Return);
        QCOMPARE(fake->lastCreate.calendarId, u"primary"_s);
        QTest::keyClick(line(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), calendarBox());
        QTest::keyClick(calendarBox(), Qt::Key_Down);
        QTest::keyClicks(line(), u"Call 17:00"_s);
        QTest::keyClick(line(), Qt::Key_Return);
        QCOMPARE(fake->lastCreate.calendarId, work);
        makeWindow(); // remembered
        QTRY_COMPARE(calendarBox()->shown(), work);
    }

    void asksNothingWhereThereIsNoChoice()
    {
        link->setService(nullptr);
        fake->statusView->calendars = fake->statusView->calendars.mid(0, 1);
        link->setService(fake.get());
        QTRY_VERIFY(!calendarBox()->isVisible());
        QTRY_VERIFY(row(u"team"_s) >= 0);
        bool hasMoved = false;
        QTimer::singleShot(0, this, [&hasMoved] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            for (const QAction *action : menu->actions())
                hasMoved = hasMoved || test::plainText(action).startsWith(u"Move"_s);
            menu->close();
        });
        openMenuOf(u"team"_s, {});
        QVERIFY(!hasMoved);
    }

private:
    void makeWindow()
    {
        window =
            std::make_unique<AgendaWindow>(agenda::AgendaContext{ *link, *watch, *actions, clock, *state },
                uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    int row(const QString &id) const { return window->model().rowOfEvent(id); }
    void choose(const QStringList &path)
    {
        test::chooseSoon(path);
        QTest::keyClick(window.get(), Qt::Key_F10);
    }
    void openMenuOf(const QString &id, const QStringList &path)
    {
        window->view()->setFocus();
        window->view()->setCurrentIndex(window->model().index(row(id)));
        if (!path.isEmpty())
            test::chooseSoon(path);
        test::openContextMenu(
            window->view()->viewport(), window->view()->visualRect(window->view()->currentIndex()).center());
    }
    agenda::UndoBar *undoBar() const { return window->findChild<agenda::UndoBar *>(); }
    uicommon::CalendarBox *calendarBox() const { return window->findChild<uicommon::CalendarBox *>(); }
    QLineEdit *line() const
    {
        for (QLineEdit *edit : window->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == "Quick add"_L1)
                return edit;
        }
        return nullptr;
    }

    test::ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC) };
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<uicommon::StatusWatch> watch;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::ServiceActions> actions;
    std::unique_ptr<AgendaWindow> window;
};

ARIA_TEST(TestAgendaCalendars)

} // namespace tst_agendacalendars

#include "tst_agendacalendars.moc"
