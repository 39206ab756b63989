#include "agenda/undobar.h"
#include "editor/eventeditor.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"
#include "support/testmain.h"
#include "trayicon/desktop.h"
#include "ui/invitations.h"

#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_desktop {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;
using trayicon::Desktop;

class TestDesktop : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        clock.setNow(QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC));
        fake = std::make_unique<test::FakeService>();
        fake->many = test::sampleDay();
        link = std::make_unique<uicommon::ServiceLink>();
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(u"ui.ini"_s), QSettings::IniFormat);
        state->setValue(u"window/started"_s, true); // not the first start
        desktop = std::make_unique<Desktop>(*link, clock, random, *state,
            uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
    }
    void cleanup()
    {
        desktop.reset();
        link.reset();
    }

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
        Q_EMIT fake->stateChanged();
        QTest::qWait(300);
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

    void asksWhichEventsOfASeriesToEdit()
    {
        connectService();
        desktop->openAgenda();
        desktop->editEvent(test::sampleDay().at(2));
        auto *box = desktop->agenda().findChild<QMessageBox *>();
        QVERIFY(box);
        fake->one = test::viewOf({ u"standup"_s, u"Stand-up"_s, u"2024-01-08"_s, u"2024-01-09"_s });
        fake->one->event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY"_s });
        for (QAbstractButton *button : box->buttons()) {
            if (button->text().contains(u"series"_s))
                button->click();
        }
        QTRY_VERIFY(shown<EventEditor>());
        QVERIFY(fake->calls.contains(u"event standup primary"_s));
        QCOMPARE(shown<EventEditor>()->draft().recurrence, QStringList{ u"RRULE:FREQ=DAILY"_s });
    }

    void opensOneEditorAnEvent()
    {
        connectService();
        desktop->editEvent(test::sampleDay().at(3));
        desktop->editEvent(test::sampleDay().at(3));
        QCOMPARE(count<EventEditor>(), 1);
    }

    void asksWhatFollowsOfASeriesToEdit()
    {
        connectService();
        desktop->openAgenda();
        fake->followingView->series = test::viewOf({ u"standup_20240115T080000Z"_s, u"Stand-up"_s,
            u"2024-01-15T09:00:00+01:00"_s, u"2024-01-15T09:15:00+01:00"_s });
        fake->followingView->series.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=4"_s });
        desktop->editEvent(test::sampleDay().at(2));
        auto *box = desktop->agenda().findChild<QMessageBox *>();
        QVERIFY(box);
        QVERIFY(QTest::qWaitForWindowActive(box)); // shortcuts are those of the active window
        QTest::keyClick(box, Qt::Key_F, Qt::AltModifier);
        QTRY_VERIFY(shown<EventEditor>());
        QVERIFY(shown<EventEditor>()->isFollowing());
        QVERIFY(fake->calls.contains(u"following standup_20240115T080000Z primary"_s));
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

    void asksBeforeItQuitsWithUnsavedWords()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        QSignalSpy quit(desktop.get(), &Desktop::quitWanted);
        desktop->actions().quit.trigger();
        QVERIFY(quit.isEmpty()); // nothing has stopped yet
        QMessageBox *box = shown<QMessageBox>();
        QVERIFY(box);
        QVERIFY2(box->text().contains(u"“Lunch”"_s), qPrintable(box->text()));
        QVERIFY(QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!shown<QMessageBox>());
        QVERIFY(quit.isEmpty());
        QCOMPARE(shown<EventEditor>()->draft().title, u"Lunch"_s);

        desktop->actions().quit.trigger();
        QVERIFY(QTest::qWaitForWindowActive(shown<QMessageBox>()));
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_D, Qt::AltModifier);
        QTRY_COMPARE(quit.size(), 1); // a button that is pressed by key takes a moment
        startAgain();
        QTest::qWait(0);
        QVERIFY(!shown<QMessageBox>()); // it was discarded
    }

    void looksFirstAndEditsWhenAsked()
    {
        connectService();
        choose(u"standup_20240115T080000Z"_s);
        QTest::keyClick(desktop->agenda().view(), Qt::Key_Return);
        auto *card = shown<card::EventCard>();
        QVERIFY(card && QTest::qWaitForWindowActive(card));
        QCOMPARE(card->view().googleEventId, u"standup_20240115T080000Z"_s);
        QVERIFY(!shown<QMessageBox>()); // looking at one of a series asks nothing
        QTest::keyClick(card, Qt::Key_E, Qt::ControlModifier);
        QVERIFY(!card->isVisible());
        QTRY_VERIFY(shown<QMessageBox>());
        QTest::keyClick(shown<QMessageBox>(), Qt::Key_Return); // this event
        QTRY_VERIFY(shown<EventEditor>());
        QCOMPARE(shown<EventEditor>()->draft().title, u"Stand-up"_s);
    }

    void editsFromTheAgendaByKey()
    {
        connectService();
        choose(u"team"_s);
        QTest::keyClick(desktop->agenda().view(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(shown<EventEditor>());
        QVERIFY(!shown<card::EventCard>());
    }

    void duplicatesWhatItShows()
    {
        connectService();
        choose(u"team"_s);
        QTest::keyClick(desktop->agenda().view(), Qt::Key_Return);
        auto *card = shown<card::EventCard>();
        QVERIFY(card && QTest::qWaitForWindowActive(card));
        QTest::keyClick(card, Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY(shown<EventEditor>());
        const editor::EventDraft draft = shown<EventEditor>()->draft();
        QCOMPARE(draft.title, u"Team meeting"_s);
        QCOMPARE(draft.guests, (QStringList{ u"alice@example.com"_s, u"bob@example.com"_s }));
        QVERIFY(QTest::qWaitForWindowActive(shown<EventEditor>()));
        QTest::keyClick(shown<EventEditor>(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(fake->calls.contains(u"create"_s)); // a new one; the old one stays as it is
        QCOMPARE(fake->lastCreate.content.location, u"Conference room A"_s);
    }

    void answersAndOffersTheWayBack()
    {
        fake->many->append(talk());
        connectService();
        choose(u"talk"_s);
        QTest::keyClick(desktop->agenda().view(), Qt::Key_Return);
        auto *card = shown<card::EventCard>();
        QVERIFY(card && QTest::qWaitForWindowActive(card));
        fake->written->view = talk(u"accepted"_s);
        for (QPushButton *button : card->findChildren<QPushButton *>()) {
            if (button->text() == "Yes"_L1)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(fake->lastResponse.response, u"accepted"_s);
        auto *bar = desktop->agenda().findChild<agenda::UndoBar *>();
        QVERIFY(bar);
        QTRY_VERIFY(bar->canUndo());
        QVERIFY(bar->accessibleName().startsWith(u"Talk: You said yes."_s));
    }

    void saysInTheAgendaWhyAnAnswerFromANotificationFailed()
    {
        connectService();
        fake->written = makeError(ErrorCategory::NotFound, u"not_found"_s, u"Event not found"_s);
        desktop->answer({ u"talk"_s, u"primary"_s }, invitation::Answer::No);
        QCOMPARE(fake->lastResponse.response, u"declined"_s);
        QTRY_VERIFY(shown<agenda::AgendaWindow>());
        QCOMPARE(desktop->agenda().findChild<agenda::UndoBar *>()->accessibleName(),
            u"It does not exist any more."_s);
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
        QVERIFY2(desktop->tray().tooltip().startsWith(u"Nothing more today"_s), qUtf8Printable(desktop->tray().tooltip()));
    }

    void quitsAtOnceWithNothingUnsaved()
    {
        connectService();
        desktop->editEvent(test::sampleDay().at(3));
        QSignalSpy quit(desktop.get(), &Desktop::quitWanted);
        desktop->actions().quit.trigger();
        QCOMPARE(quit.size(), 1);
    }

    // A signal, the end of the session.
    void offersWhatWasTypedAtTheNextStart()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        desktop->editEvent(test::sampleDay().at(3));
        auto *changed = editorOf(u"Team meeting"_s);
        QVERIFY(changed && QTest::qWaitForWindowActive(changed));
        QTest::keyClicks(QApplication::focusWidget(), u"Changed title"_s);
        startAgain();

        QTRY_VERIFY(shown<QMessageBox>());
        QMessageBox *box = shown<QMessageBox>();
        QVERIFY2(box->text().contains(u"“Lunch”"_s) && box->text().contains(u"“Changed title”"_s),
            qPrintable(box->text()));
        QVERIFY(QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(count<EventEditor>(), 2);
        QSet<QString> titles;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *editor = qobject_cast<EventEditor *>(widget); editor && editor->isVisible())
                titles.insert(editor->draft().title);
        }
        QCOMPARE(titles, (QSet<QString>{ u"Lunch"_s, u"Changed title"_s }));
        auto *resumed = editorOf(u"Changed title"_s);
        resumed->accept();
        QTRY_VERIFY(fake->calls.contains(u"update team primary"_s));
        QCOMPARE(fake->lastUpdate.content.title, u"Changed title"_s);
        QVERIFY(!fake->lastUpdate.content.start); // only what was changed
        QTRY_COMPARE(count<EventEditor>(), 1);
    }

    void makesANewEventOnTheChosenDay()
    {
        fake->many = test::sampleDay();
        connectService();
        desktop->actions().openAgenda.trigger();
        auto *window = shown<agenda::AgendaWindow>();
        QVERIFY(window && QTest::qWaitForWindowActive(window));
        QTRY_VERIFY(window->model().rowOfEvent(u"broken"_s) >= 0);
        window->view()->setFocus();
        window->view()->setCurrentIndex(window->model().index(window->model().rowOfEvent(u"broken"_s)));
        QTest::keyClick(window, Qt::Key_N, Qt::ControlModifier);
        QVERIFY(shown<EventEditor>());
        QCOMPARE(shown<EventEditor>()->draft().startDate, QDate(2024, 1, 17));
        delete shown<EventEditor>();
        window->close();
        desktop->actions().newEvent.trigger(); // from the tray's menu: today
        QVERIFY(shown<EventEditor>());
        QCOMPARE(shown<EventEditor>()->draft().startDate, QDate(2024, 1, 15));
        delete shown<EventEditor>();
    }

    void opensTheEditorWithALineOfWords()
    {
        connectService();
        desktop->actions().openAgenda.trigger();
        auto *window = shown<agenda::AgendaWindow>();
        QVERIFY(window && QTest::qWaitForWindowActive(window));
        QLineEdit *line = nullptr;
        for (QLineEdit *edit : window->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == u"Quick add"_s)
                line = edit;
        }
        QVERIFY(line);
        line->setFocus();
        QTest::keyClicks(line, u"Gym every Monday 19:00 at Room 4"_s);
        QTest::keyClick(line, Qt::Key_Return, Qt::AltModifier);
        EventEditor *dialog = editorOf(u"Gym"_s);
        QVERIFY(dialog);
        const editor::EventDraft draft = dialog->draft();
        QCOMPARE(draft.place, u"Room 4"_s);
        QCOMPARE(draft.startDate, QDate(2024, 1, 15));
        QCOMPARE(draft.startTime, QTime(19, 0));
        QCOMPARE(draft.endTime, QTime(20, 0));
        QCOMPARE(draft.recurrence, QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO"_s });
        QVERIFY(dialog->isUnsaved()); // it was typed: closing asks
        delete dialog;
    }

    // Power failure, kill: written while it is typed.
    void keepsWhatWasTypedWithoutWarning()
    {
        connectService();
        typeANewEvent(u"Lunch"_s);
        const QString file = folder->filePath(u"ui-drafts.json"_s);
        QTRY_VERIFY(QFile::exists(file));
        QTRY_COMPARE(editor::Drafts(file).read().size(), 1);
        QCOMPARE(editor::Drafts(file).read().at(0).draft.title, u"Lunch"_s);
        shown<EventEditor>()->accept();
        QTRY_VERIFY(!QFile::exists(file)); // saved: there is nothing to keep
    }

private:
    static service::EventView talk(const QString &answer = u"needsAction"_s)
    {
        return test::invitationOf(
            { u"talk"_s, u"Talk"_s, u"2024-01-15T18:00:00+01:00"_s, u"2024-01-15T19:00:00+01:00"_s }, answer);
    }
    void choose(const QString &id)
    {
        desktop->openAgenda();
        auto &window = desktop->agenda();
        QTRY_VERIFY(window.model().rowOfEvent(id) >= 0);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.view()->setFocus();
        window.view()->setCurrentIndex(window.model().index(window.model().rowOfEvent(id)));
    }
    void typeANewEvent(const QString &title)
    {
        desktop->actions().newEvent.trigger();
        QVERIFY(shown<EventEditor>());
        QVERIFY(QTest::qWaitForWindowActive(shown<EventEditor>()));
        QTest::keyClicks(QApplication::focusWidget(), title);
        QCOMPARE(shown<EventEditor>()->draft().title, title);
    }
    EventEditor *editorOf(const QString &title) const
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            auto *editor = qobject_cast<EventEditor *>(widget);
            if (editor && editor->isVisible() && editor->draft().title == title)
                return editor;
        }
        return nullptr;
    }
    void startAgain()
    {
        desktop.reset();
        link->setService(nullptr);
        desktop = std::make_unique<Desktop>(*link, clock, random, *state,
            uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
        connectService();
    }
    void connectService()
    {
        link->setService(fake.get());
        QTRY_VERIFY(desktop->watch().isKnown());
    }
    template <class T> int count() const
    {
        int number = 0;
        for (QWidget *widget : QApplication::topLevelWidgets())
            number += qobject_cast<T *>(widget) && widget->isVisible() ? 1 : 0;
        return number;
    }
    template <class T> T *shown() const
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<T *>(widget); found && found->isVisible())
                return found;
        }
        return nullptr;
    }

    test::ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC) };
    test::SeededRandom random{ 3 };
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<Desktop> desktop;
};

ARIA_TEST(TestDesktop)

} // namespace tst_desktop

#include "tst_desktop.moc"
