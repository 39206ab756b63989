#include "support/testmain.h"
#include "ui/trayicon/desktopbed.h"

#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>

namespace tst_desktop {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;
using trayicon::Desktop;

// Starts, the tray, and the doors to other windows.
class TestDesktop : public QObject, test::DesktopBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // This platform has no tray.
    void opensTheAgendaWhereThereIsNoTray()
    {
        QVERIFY(!desktop->tray().isShown());
        QTRY_VERIFY_WITH_TIMEOUT(shown<agenda::AgendaWindow>(), 10000);
    }

    // At log-in the panel may come after the program.
    void waitsQuietlyForAPanelAtLogin()
    {
        state->setValue(u"window/started"_s, true);
        desktop->setQuiet(true);
        connectService();
        QSignalSpy none(&desktop->tray(), &trayicon::TrayIcon::noTrayFound);
        QTRY_COMPARE_WITH_TIMEOUT(none.size(), 1, 10000);
        QVERIFY(!shown<agenda::AgendaWindow>());
    }

    void offersOnlyDoorsThatAreThere()
    {
        connectService();
        QVERIFY(!desktop->actions().settings.isEnabled());
        int opened = 0;
        desktop->setDoors(
            { [&] { opened = 1; }, {}, [&] { opened = 2; }, [&] { opened = 3; }, [&] { opened = 4; } });
        desktop->actions().reviewConflicts.trigger();
        QCOMPARE(opened, 1);
        desktop->actions().history.trigger();
        QCOMPARE(opened, 2);
        desktop->actions().settings.trigger();
        QCOMPARE(opened, 3);
        desktop->actions().signIn.trigger();
        QCOMPARE(opened, 4);
    }

    void leadsANewPersonToTheSignIn()
    {
        int opened = 0;
        desktop->setDoors({ {}, {}, {}, {}, [&] { ++opened; } });
        fake->healthView.auth = {};
        fake->statusView->state = service::State::NeedsAuth;
        connectService();
        QCOMPARE(opened, 1);
        QSignalSpy read(&desktop->watch(), &uicommon::StatusWatch::updated);
        Q_EMIT fake->stateChanged();
        QVERIFY(read.wait());
        QCOMPARE(opened, 1); // once is enough
    }

    void offersWhatMakesSense_data()
    {
        QTest::addColumn<service::State>("state");
        QTest::addColumn<bool>("canSync");
        QTest::addColumn<bool>("canResume");
        QTest::newRow("in step") << service::State::Idle << true << false;
        QTest::newRow("offline") << service::State::Offline << true << false;
        QTest::newRow("paused") << service::State::Paused << false << true;
    }

    void offersWhatMakesSense()
    {
        QFETCH(service::State, state);
        fake->statusView->state = state;
        connectService();
        QTEST(desktop->actions().syncNow.isEnabled(), "canSync");
        QTEST(desktop->actions().resume.isVisible(), "canResume");
        QCOMPARE(desktop->actions().pauseHour.isVisible(), !desktop->actions().resume.isVisible());
        QVERIFY(!desktop->actions().reviewConflicts.isVisible());
    }

    void pausesForAnHourAlsoOverARestart()
    {
        connectService();
        desktop->actions().pauseHour.trigger();
        QVERIFY(fake->calls.contains(u"pause"_s));
        link->setService(nullptr);
        clock.advance(std::chrono::minutes(59));
        fake->calls.clear();
        link->setService(fake.get());
        QVERIFY(!fake->calls.contains(u"resume"_s));
        link->setService(nullptr);
        clock.advance(std::chrono::minutes(2));
        link->setService(fake.get());
        QVERIFY(fake->calls.contains(u"resume"_s));
    }

    void offersToReviewHeldDeletions()
    {
        int opened = 0;
        trayicon::Doors doors;
        doors.deletions = [&opened] { ++opened; };
        desktop->setDoors(doors);
        QVERIFY(!desktop->actions().confirmDeletions.isVisible());
        fake->statusView->state = service::State::NeedsConfirmation;
        connectService();
        QTRY_VERIFY(desktop->actions().confirmDeletions.isVisible());
        desktop->actions().confirmDeletions.trigger();
        QCOMPARE(opened, 1);
    }

    void tellsWhatComesNext()
    {
        connectService();
        QTRY_VERIFY2(desktop->tray().tooltip().contains(u"12:30 Team meeting"_s),
            qPrintable(desktop->tray().tooltip()));
    }

    // 12:00 in Berlin; of the sample two have a meeting: at 12:30 and at 14:00.
    void joinsTheMeetingThatComesNext()
    {
        QDesktopServices::setUrlHandler(u"https"_s, this, "open");
        fake->many->last().event.set(u"hangoutLink"_s, u"https://meet.google.com/other-day"_s);
        (*fake->many)[3].event.set(u"hangoutLink"_s, u"https://meet.google.com/first"_s);
        (*fake->many)[4].event.set(u"hangoutLink"_s, u"https://meet.google.com/second"_s);
        fake->many->remove(6, fake->many->size() - 6); // other days
        connectService();
        QTRY_VERIFY(desktop->tray().tooltip().contains(u"12:30"_s));
        desktop->joinNext();
        clock.advance(std::chrono::minutes(80)); // 13:20: it runs
        desktop->joinNext();
        clock.advance(std::chrono::minutes(31)); // 13:51: the next one begins within minutes
        desktop->joinNext();
        QCOMPARE(opened,
            (QList{ QUrl(u"https://meet.google.com/first"_s), QUrl(u"https://meet.google.com/first"_s),
                QUrl(u"https://meet.google.com/second"_s) }));
        clock.advance(std::chrono::hours(2));
        desktop->joinNext();
        QCOMPARE(opened.size(), 3);
        QTRY_VERIFY(shown<agenda::AgendaWindow>());
        QVERIFY(desktop->agenda().findChild<agenda::UndoBar *>()->accessibleName().contains(
            u"no more meeting"_s));
        QDesktopServices::unsetUrlHandler(u"https"_s);
    }

    void showsAWindowAtTheFirstStart()
    {
        state->remove(u"window/started"_s);
        connectService();
        QTRY_VERIFY(shown<agenda::AgendaWindow>());
        QCOMPARE(shown<agenda::AgendaWindow>()->windowTitle(), u"Agenda"_s);
        startAgain();
        QVERIFY(!shown<agenda::AgendaWindow>()); // from then on the icon is enough
    }

    void saysOnceWhereItGoesOn()
    {
        connectService();
        desktop->openAgenda();
        QVERIFY(QTest::qWaitForWindowActive(shown<agenda::AgendaWindow>()));
        QTest::keySequence(shown<agenda::AgendaWindow>(), QKeySequence(QKeySequence::Close));
        QTRY_VERIFY(!shown<agenda::AgendaWindow>());
        QVERIFY(shown<QMessageBox>());
        QVERIFY(shown<QMessageBox>()->text().contains(u"goes on"_s));
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_Return);
        desktop->openAgenda();
        shown<agenda::AgendaWindow>()->close();
        QVERIFY(!shown<QMessageBox>());
    }

    // The first window of all is the assistant.
    void saysWhereItGoesOnAlsoAfterTheAssistant()
    {
        connectService();
        desktop->openAgenda();
        desktop->followClosing();
        QVERIFY(!shown<QMessageBox>()); // there it is
        desktop->agenda().hide();
        desktop->followClosing();
        QVERIFY(shown<QMessageBox>() && shown<QMessageBox>()->text().contains(u"goes on"_s));
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_Return);
        desktop->followClosing();
        QVERIFY(!shown<QMessageBox>());
    }

    void offersToTryAgainWhereTheServiceDidNotStart()
    {
        connectService();
        desktop->openAgenda();
        QSignalSpy restart(desktop.get(), &trayicon::Desktop::restartWanted);
        link->setFailure(u"The database is damaged."_s);
        QPushButton *again = nullptr;
        for (QPushButton *button : desktop->agenda().findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == "Try again"_L1)
                again = button;
        }
        QVERIFY(again);
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(restart.size(), 1);
        connectService();
        QVERIFY(!again->isVisible());
    }

    void saysThatItIsADemoAndLeadsOut()
    {
        int left = 0;
        trayicon::Doors doors;
        doors.ownAccount = [&left] { ++left; };
        desktop->setDoors(doors);
        connectService();
        QTRY_VERIFY(shown<agenda::AgendaWindow>());
        auto *window = shown<agenda::AgendaWindow>();
        QVERIFY(window->windowTitle().contains(u"demo"_s));
        QPushButton *own = nullptr;
        for (QPushButton *button : window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().contains(u"own account"_s))
                own = button;
        }
        QVERIFY(own);
        QTest::mouseClick(own, Qt::LeftButton);
        QCOMPARE(left, 1);
    }

    // 12:00 in Berlin; the next one begins at 12:30.
    void countsDownInTheTooltip()
    {
        fake->many->removeIf([](const service::EventView &view) {
            return view.event.start().instant(QTimeZone("Europe/Berlin"))
                >= QDateTime({ 2024, 1, 15 }, { 23, 0 }, Qt::UTC);
        });
        connectService();
        QTRY_VERIFY(desktop->tray().tooltip().startsWith(u"Next: 12:30 Team meeting (in 30 min)"_s));
        clock.advance(std::chrono::minutes(21));
        QVERIFY(desktop->tray().tooltip().startsWith(u"Next: 12:30 Team meeting (in 9 min)"_s));
        clock.advance(std::chrono::minutes(10));
        QVERIFY2(desktop->tray().tooltip().startsWith(
                     u"Now: Team meeting, until 13:30\nNext: 14:00 Review of the quarterly figures"_s),
            qUtf8Printable(desktop->tray().tooltip()));
        clock.advance(std::chrono::hours(6));
        QVERIFY2(desktop->tray().tooltip().startsWith(u"Nothing more today"_s),
            qUtf8Printable(desktop->tray().tooltip()));
    }

public:
    Q_INVOKABLE void open(const QUrl &url) { opened.append(url); }

private:
    QList<QUrl> opened;
};

ARIA_TEST(TestDesktop)

} // namespace tst_desktop

#include "tst_desktop.moc"
