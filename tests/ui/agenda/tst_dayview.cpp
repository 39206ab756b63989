#include "agenda/agendawindow.h"
#include "dayview/daypanel.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/agenda/undooffer.h"
#include "ui/calendars.h"
#include "ui/invitations.h"
#include "ui/menus.h"
#include "ui/sampleevents.h"

#include <QHelpEvent>
#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>

namespace tst_dayview {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;
using dayview::Block;
using dayview::DayGrid;

const uicommon::UiFormat berlin{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) };

// The day view of the agenda.
class TestDayView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        clock.setNow(QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC));
        fake = std::make_unique<test::FakeService>();
        test::giveCalendars(*fake);
        fake->many = test::sampleDay();
        fake->between = [this](QDateTime from, QDateTime to, int) -> Expected<QList<service::EventView>> {
            QList<service::EventView> views;
            for (const service::EventView &view : *fake->many) {
                const QDateTime start = view.event.start().instant(berlin.zone);
                if (start < to && view.event.end().instant(berlin.zone) > from)
                    views.append(view);
            }
            return views;
        };
        link = std::make_unique<uicommon::ServiceLink>();
        watch = std::make_unique<uicommon::StatusWatch>(*link);
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        actions = std::make_unique<uicommon::ServiceActions>(*link, *watch, clock, *state);
        makeWindow();
        link->setService(fake.get());
        QTRY_VERIFY(window->model().rowOfEvent(u"team"_s) >= 0);
        window->view()->setFocus();
        QTest::keyClick(window->view(), Qt::Key_D);
        QTRY_COMPARE(grid()->blocks().size(), 4);
    }
    void cleanup()
    {
        window.reset();
        actions.reset();
        watch.reset();
        link.reset();
    }

    void sharesTheWidth()
    {
        const auto view = [](const char *id, const char *start, const char *end) {
            return test::viewOf({ QString::fromLatin1(id), QString::fromLatin1(id),
                u"2024-01-15T%1:00+01:00"_s.arg(QString::fromLatin1(start)),
                u"2024-01-15T%1:00+01:00"_s.arg(QString::fromLatin1(end)) });
        };
        const QList<Block> blocks =
            dayview::blocksOf({ view("a", "09:00", "12:00"), view("b", "09:30", "10:00"),
                                  view("c", "10:00", "11:00"), view("d", "12:00", "12:05") },
                QDate(2024, 1, 15), berlin);
        QCOMPARE(blocks.size(), 4);
        QCOMPARE(blocks.at(0).columns, 2);
        QCOMPARE(blocks.at(1).column, 1);
        QCOMPARE(blocks.at(2).column, 1); // b is over by then
        QCOMPARE(blocks.at(3).columns, 1);
        QCOMPARE(blocks.at(3).end, 12 * 60 + 15); // high enough to be seen
    }

    void hasRoomForEveryHour()
    {
        for (const QString &locale : { u"ar_EG"_s, u"en_US"_s, u"de_DE"_s, u"zh_CN"_s }) {
            const uicommon::UiFormat format{ QTimeZone("Europe/Berlin"), QLocale(locale) };
            DayGrid hours(*link, clock, format);
            hours.resize(400, hours.sizeHint().height());
            const Block block = grid()->blocks().constFirst();
            for (int hour = 0; hour < 24; ++hour) {
                const QString time = format.time(QDateTime(QDate(2024, 1, 15), QTime(hour, 0), format.zone));
                QVERIFY2(hours.fontMetrics().horizontalAdvance(time) <= hours.rectOf(block).left() - 12,
                    qUtf8Printable(locale + u' ' + time));
            }
        }
    }

    void cutsWhatGoesOverMidnight()
    {
        const auto night = test::viewOf(
            { u"n"_s, u"Night"_s, u"2024-01-15T22:00:00+01:00"_s, u"2024-01-16T06:00:00+01:00"_s });
        const Block evening = dayview::blocksOf({ night }, QDate(2024, 1, 15), berlin).at(0);
        QVERIFY(!evening.beginsBefore && evening.endsAfter);
        QCOMPARE(evening.end, 24 * 60);
        const Block morning = dayview::blocksOf({ night }, QDate(2024, 1, 16), berlin).at(0);
        QVERIFY(morning.beginsBefore && !morning.endsAfter);
        QCOMPARE(morning.end, 6 * 60);
        QVERIFY(dayview::blocksOf({ night }, QDate(2024, 1, 17), berlin).isEmpty());
    }

    // Where the clock is put forward, an event stays at its hour and keeps its length.
    void movesByTheClockOnTheWall()
    {
        const auto view =
            test::viewOf({ u"a"_s, u"A"_s, u"2024-03-31T01:30:00+01:00"_s, u"2024-03-31T04:00:00+02:00"_s });
        const dayview::Times times = dayview::moved(view.event, 4 * 60, berlin);
        QCOMPARE(times.start.zoned().utc.toTimeZone(berlin.zone).time(), QTime(5, 30));
        QCOMPARE(times.start.zoned().utc.secsTo(times.end.zoned().utc), 90 * 60);
        QCOMPARE(dayview::moved(view.event, -2 * 60, berlin).start.zoned().utc.toTimeZone(berlin.zone),
            QDateTime(QDate(2024, 3, 30), QTime(23, 30), berlin.zone));
    }

    void movesAnEventByMouseAndUndoes()
    {
        store::HistoryRecord entry;
        entry.id = 5;
        entry.localId = 77;
        entry.side = store::Side::Aria;
        entry.operation = store::Operation::Update;
        fake->historyPage->records = { entry };
        fake->written->view = fake->many->at(3);
        fake->written->view.localId = 77;
        const QPoint middle = rectOf(u"team"_s).center(); // 12:30–13:30
        drag(middle, middle + QPoint(0, hour() + hour() / 2));
        QVERIFY(fake->calls.contains(u"update team primary"_s));
        QCOMPARE(startWanted(), QTime(14, 0));
        QCOMPARE(endWanted(), QTime(15, 0));
        QTRY_VERIFY(test::offersUndo(undoBar()));
        QTest::keyClick(grid(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(fake->calls.contains(u"undo 5"_s));
    }

    void lengthensAnEventByMouse()
    {
        const QRect rect = rectOf(u"team"_s);
        const QPoint edge(rect.center().x(), rect.bottom() - 2);
        drag(edge, edge + QPoint(0, hour() / 2));
        QCOMPARE(startWanted(), QTime(12, 30));
        QCOMPARE(endWanted(), QTime(14, 0));
    }

    void movesNothingByAClick()
    {
        QTest::mouseClick(grid(), Qt::LeftButton, {}, rectOf(u"team"_s).center());
        QVERIFY(!fake->calls.contains(u"update team primary"_s));
        QVERIFY(grid()->accessibleDescription().contains(u"Team meeting"_s));
    }

    void givesUpWithEscape()
    {
        const QPoint middle = rectOf(u"team"_s).center();
        QTest::mousePress(grid(), Qt::LeftButton, {}, middle);
        QTest::mouseMove(grid(), middle + QPoint(0, hour()));
        QTest::keyClick(grid(), Qt::Key_Escape);
        QTest::mouseRelease(grid(), Qt::LeftButton, {}, middle + QPoint(0, hour()));
        QVERIFY(!fake->calls.contains(u"update team primary"_s));
    }

    void doesAllByKeyboard()
    {
        QTest::keyClick(grid(), Qt::Key_Down); // the stand-up
        QTest::keyClick(grid(), Qt::Key_Down);
        QVERIFY(grid()->accessibleDescription().contains(u"Team meeting"_s));
        QTest::keyClick(grid(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(startWanted(), QTime(12, 45));
        QCOMPARE(endWanted(), QTime(13, 45));
        QTest::keyClick(grid(), Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
        QTRY_COMPARE(endWanted(), QTime(13, 30));
        QCOMPARE(startWanted(), QTime(12, 45));
        QSignalSpy opened(window.get(), &AgendaWindow::eventOpened);
        QTest::keyClick(grid(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QTest::keyClick(grid(), Qt::Key_Right);
        QCOMPARE(window->chosenDay(), QDate(2024, 1, 16));
        QTRY_COMPARE(grid()->blocks().size(), 1);
        QTest::keyClick(grid(), Qt::Key_T);
        QTRY_COMPARE(grid()->blocks().size(), 4);
        QTest::keyClick(grid(), Qt::Key_D);
        QVERIFY(!grid()->isVisible());
        QVERIFY(window->view()->isVisible());
    }

    // A key that is held down: each step goes on from the last, and none is taken for somebody else's change.
    void movesStepByStepWithoutWaiting()
    {
        (*fake->many)[3].event.set(u"etag"_s, u"first"_s);
        Q_EMIT fake->eventsChanged({});
        QTRY_COMPARE(blockOf(u"team"_s).view.event.etag(), u"first"_s);
        fake->written->view = fake->many->at(3);
        fake->written->view.event.set(u"etag"_s, u"second"_s);
        fake->held.insert(u"update"_s);
        grid()->choose(fake->many->at(3).key());
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(grid(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(fake->calls.filter(u"update"_s).size(), 1);
        QCOMPARE(fake->lastUpdate.etag, u"first"_s);
        QCOMPARE(startWanted(), QTime(12, 45));
        fake->release();
        QTRY_COMPARE(fake->calls.filter(u"update"_s).size(), 2); // the rest at once
        QCOMPARE(fake->lastUpdate.etag, u"second"_s);
        QCOMPARE(startWanted(), QTime(13, 15));
        // Before the day is read again, the window still shows the first version.
        fake->held.clear();
        QCOMPARE(blockOf(u"team"_s).view.event.etag(), u"first"_s);
        fake->release();
        QTRY_VERIFY(test::offersUndo(undoBar()));
        fake->written->view.event.set(u"etag"_s, u"third"_s);
        QTest::keyClick(grid(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(fake->lastUpdate.etag, u"second"_s);
        QCOMPARE(startWanted(), QTime(13, 30));
        // Somebody else's version is another matter.
        QTRY_COMPARE(fake->calls.filter(u"update"_s).size(), 3);
        (*fake->many)[3].event.set(u"etag"_s, u"theirs"_s);
        Q_EMIT fake->eventsChanged({});
        QTRY_COMPARE(blockOf(u"team"_s).view.event.etag(), u"theirs"_s);
        QTest::keyClick(grid(), Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE(fake->lastUpdate.etag, u"theirs"_s);
    }

    // What others decide does not move at all.
    void leavesAloneWhatMayNotBeMoved_data()
    {
        QTest::addColumn<bool>("isInvitation");
        QTest::addColumn<QString>("words");
        QTest::newRow("somebody else's") << true << u"Only the organizer of this event can change that."_s;
        QTest::newRow("read-only") << false << u"Google lets this account only read this calendar."_s;
    }
    void leavesAloneWhatMayNotBeMoved()
    {
        QFETCH(bool, isInvitation);
        QFETCH(QString, words);
        service::EventView &team = *std::find_if(fake->many->begin(), fake->many->end(),
            [](const service::EventView &view) { return view.googleEventId == u"team"; });
        if (isInvitation)
            team = test::invitationOf({ u"team"_s, u"Team meeting"_s, u"2024-01-15T12:30:00+01:00"_s,
                u"2024-01-15T13:30:00+01:00"_s });
        else
            team.calendarId = u"holidays"_s;
        const service::EventKey key = team.key();
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(std::any_of(grid()->blocks().begin(), grid()->blocks().end(), [&](const Block &block) {
            return block.view.key() == key && block.view.event.json() == team.event.json();
        }));
        grid()->choose(key);
        const QRect before = rectOf(u"team"_s);
        QTest::keyClick(grid(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(rectOf(u"team"_s), before);
        QVERIFY(undoBar()->isVisible());
        QCOMPARE(undoBar()->accessibleName(), words);
        QTest::keyClick(grid(), Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(rectOf(u"team"_s), before);
        drag(before.center(), before.center() + QPoint(0, hour()));
        QCOMPARE(rectOf(u"team"_s), before);
        QVERIFY(fake->calls.filter(u"update"_s).isEmpty());
    }

    void putsBackWhatWasRefused()
    {
        fake->written =
            makeError(ErrorCategory::Forbidden, u"read_only_calendar"_s, u"The calendar is read-only."_s);
        const QPoint middle = rectOf(u"team"_s).center();
        const QRect before = rectOf(u"team"_s);
        drag(middle, middle + QPoint(0, hour()));
        QTRY_VERIFY(undoBar()->isVisible());
        QTRY_COMPARE(rectOf(u"team"_s), before);
    }

    void showsWhatLastsAllDayAbove()
    {
        QTRY_COMPARE(strip()->count(), 2);
        QVERIFY(strip()->isVisible());
        QCOMPARE(strip()->accessibleName(), u"All-day events"_s);
        QTest::keyClick(grid(), Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(QApplication::focusWidget(), strip());
        QTest::keyClick(strip(), Qt::Key_Home);
        QCOMPARE(strip()->currentItem()->text(), u"Anna’s birthday"_s);
        QSignalSpy opened(window.get(), &AgendaWindow::eventOpened);
        QTest::keyClick(strip(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<service::EventView>().googleEventId, u"birthday"_s);
        QTest::keyClick(strip(), Qt::Key_Right);
        QCOMPARE(window->chosenDay(), QDate(2024, 1, 16));
        QTRY_COMPARE(strip()->count(), 1); // the fair lasts four days
        QTest::keyClick(strip(), Qt::Key_Delete);
        QVERIFY(fake->calls.filter(u"delete "_s).isEmpty()); // none is chosen there
        window->goTo(QDate(2024, 1, 20));
        QTRY_VERIFY(!strip()->isVisible());
    }

    void dimsWhatIsDeclined()
    {
        grid()->choose({});
        const QImage image = grid()->grab().toImage();
        const auto colorAt = [&](const QString &id) {
            const QRect rect = rectOf(id);
            return image.pixelColor(
                (QPointF(rect.center().x(), rect.bottom() - 3) * image.devicePixelRatio()).toPoint());
        };
        QTRY_VERIFY(fake->calls.contains(u"calendars"_s));
        QCOMPARE(colorAt(u"team"_s), QColor(u"#9fe1e7"_s));
        QVERIFY(colorAt(u"declined"_s) != colorAt(u"team"_s));
        grid()->choose({ u"declined"_s, u"primary"_s });
        QVERIFY2(grid()->accessibleDescription().endsWith(u", declined"_s),
            qPrintable(grid()->accessibleDescription()));
    }

    void deletesByKeyAndUndoes()
    {
        fake->written->view = fake->many->at(3);
        grid()->choose({ u"team"_s, u"primary"_s });
        QTest::keyClick(grid(), Qt::Key_Delete);
        QVERIFY(fake->calls.contains(u"delete team primary"_s));
        QVERIFY(!rectOf(u"team"_s).isValid()); // gone at once
        QTRY_VERIFY(test::offersUndo(undoBar()));
    }

    void asksWhichOfASeriesToDelete()
    {
        grid()->choose({ u"standup_20240115T080000Z"_s, u"primary"_s });
        QTest::keyClick(grid(), Qt::Key_Delete);
        auto *box = window->findChild<QMessageBox *>();
        QVERIFY(box && QTest::qWaitForWindowActive(box));
        QVERIFY(fake->calls.filter(u"delete "_s).isEmpty());
        for (QAbstractButton *button : box->buttons()) {
            if (!button->text().contains(u"All of the series"_s))
                continue;
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Space);
        }
        QTRY_VERIFY(fake->calls.contains(u"delete standup primary"_s));
        QVERIFY(!rectOf(u"standup_20240115T080000Z"_s).isValid());
    }

    // The same as in the list.
    void editsAndJoinsByKey()
    {
        grid()->choose({ u"team"_s, u"primary"_s });
        QSignalSpy edited(window.get(), &AgendaWindow::editWanted);
        QTest::keyClick(grid(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(edited.size(), 1);
        QSignalSpy joined(window.get(), &AgendaWindow::joinWanted);
        QTest::keyClick(grid(), Qt::Key_J);
        QCOMPARE(joined.size(), 1);
        QSignalSpy duplicated(window.get(), &AgendaWindow::duplicateWanted);
        test::chooseSoon({ u"Duplicate…"_s });
        QContextMenuEvent byKey(QContextMenuEvent::Keyboard, QPoint(1, 1), grid()->mapToGlobal(QPoint(1, 1)));
        QApplication::sendEvent(grid(), &byKey);
        QTRY_COMPARE(duplicated.size(), 1);
    }

    // "Today" is today's alone.
    void saysWhichDayItIs()
    {
        QTest::keyClick(grid(), Qt::Key_Down);
        QTRY_VERIFY(grid()->accessibleDescription().contains(u"Today"_s));
        clock.setNow(clock.nowUtc().addDays(-10));
        grid()->choose({ u"team"_s, u"primary"_s });
        QVERIFY2(!grid()->accessibleDescription().contains(u"Today"_s),
            qPrintable(grid()->accessibleDescription()));
        const QPoint over = rectOf(u"team"_s).center();
        QHelpEvent help(QEvent::ToolTip, over, grid()->mapToGlobal(over));
        QApplication::sendEvent(grid(), &help);
        QVERIFY2(QToolTip::text().contains(u"Team meeting"_s) && !QToolTip::text().contains(u"Today"_s),
            qPrintable(QToolTip::text()));
    }

    void isNamedForScreenReaders()
    {
        QTRY_COMPARE(strip()->count(), 2);
        const QStringList faults = test::faultsOfAccessibleTree(window.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
    }

    void isRemembered()
    {
        makeWindow();
        QVERIFY(grid()->isVisible());
        QVERIFY(!window->view()->isVisible());
    }

private:
    void makeWindow()
    {
        window = std::make_unique<AgendaWindow>(
            agenda::AgendaContext{ *link, *watch, *actions, clock, *state }, berlin);
        window->resize(420, 1400);
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    DayGrid *grid() const { return window->findChild<DayGrid *>(); }
    dayview::AllDayStrip *strip() const { return window->findChild<dayview::AllDayStrip *>(); }
    QRect rectOf(const QString &id) const
    {
        for (const Block &block : grid()->blocks()) {
            if (block.view.googleEventId == id)
                return grid()->rectOf(block);
        }
        return {};
    }
    Block blockOf(const QString &id) const
    {
        for (const Block &block : grid()->blocks()) {
            if (block.view.googleEventId == id)
                return block;
        }
        return {};
    }
    int hour() const { return grid()->sizeHint().height() / 24; }
    void drag(const QPoint &from, const QPoint &to)
    {
        QTest::mousePress(grid(), Qt::LeftButton, {}, from);
        const QPoint half = (from + to) / 2;
        for (const QPoint &at : { half, to }) {
            QMouseEvent move(
                QEvent::MouseMove, at, grid()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(grid(), &move);
        }
        QTest::mouseRelease(grid(), Qt::LeftButton, {}, to);
    }
    QTime startWanted() const { return wallTime(*fake->lastUpdate.content.start); }
    QTime endWanted() const { return wallTime(*fake->lastUpdate.content.end); }
    static QTime wallTime(const calendar::EventTime &time)
    {
        return time.zoned().utc.toTimeZone(berlin.zone).time();
    }
    agenda::UndoBar *undoBar() const { return window->findChild<agenda::UndoBar *>(); }

    test::ManualClock clock;
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<uicommon::StatusWatch> watch;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::ServiceActions> actions;
    std::unique_ptr<AgendaWindow> window;
};

ARIA_TEST(TestDayView)

} // namespace tst_dayview

#include "tst_dayview.moc"
