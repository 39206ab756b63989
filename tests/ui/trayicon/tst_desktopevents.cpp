#include "support/testmain.h"
#include "ui/agenda/undooffer.h"
#include "ui/invitations.h"
#include "ui/trayicon/desktopbed.h"
#include "uicommon/calendarbox.h"

#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

namespace tst_desktopevents {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;
using trayicon::Desktop;

// One event on its way: looked at, edited, answered, taken back.
class TestDesktopEvents : public QObject, test::DesktopBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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

    // While it starts again, say.
    void saysWhyASeriesCannotBeOpened()
    {
        connectService();
        const service::EventView occurrence = test::sampleDay().at(2);
        link->setService(nullptr);
        for (const auto key : { Qt::Key_A, Qt::Key_F }) {
            desktop->agenda().hide();
            desktop->editEvent(occurrence);
            auto *box = shown<QMessageBox>();
            QVERIFY(box && QTest::qWaitForWindowActive(box));
            QTest::keyClick(box, key, Qt::AltModifier);
            QTRY_VERIFY(shown<agenda::AgendaWindow>());
            auto *bar = desktop->agenda().findChild<agenda::UndoBar *>();
            QVERIFY(bar->isVisible());
            QVERIFY2(bar->accessibleName().contains(u"starting again"_s), qPrintable(bar->accessibleName()));
        }
    }

    // "Google gets it later" would not be true.
    void saysThatWhatWasSavedIsInConflict()
    {
        connectService();
        desktop->openAgenda();
        desktop->editEvent(test::sampleDay().at(3));
        auto *dialog = shown<EventEditor>();
        QVERIFY(dialog && QTest::qWaitForWindowActive(dialog));
        QTest::keyClicks(QApplication::focusWidget(), u"Changed title"_s);
        fake->written->view = test::sampleDay().at(3);
        fake->written->view.status = store::SyncStatus::Conflict;
        fake->written->pushed = false;
        dialog->accept();
        auto *bar = desktop->agenda().findChild<agenda::UndoBar *>();
        QTRY_VERIFY(bar->isVisible());
        QVERIFY2(bar->accessibleName().contains(u"in Google, too"_s), qPrintable(bar->accessibleName()));
        QVERIFY(!bar->accessibleName().contains(u"later"_s));
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
        QTRY_VERIFY(test::offersUndo(bar));
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

    // Saved and moved in one act, and taken back in one.
    void undoesAllThatOneSaveDid()
    {
        test::giveCalendars(*fake);
        fake->written->view = fake->many->at(3);
        fake->written->view.localId = 77;
        fake->written->view.calendarId = u"work@example.com"_s;
        store::HistoryRecord entry;
        entry.id = 5;
        entry.localId = 77;
        fake->historyPage->records = { entry };
        connectService();
        choose(u"team"_s);
        QTest::keyClick(desktop->agenda().view(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(shown<EventEditor>());
        auto *dialog = shown<EventEditor>();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTest::keyClicks(QApplication::focusWidget(), u"Offsite"_s);
        auto *box = dialog->findChild<uicommon::CalendarBox *>();
        QTRY_VERIFY(box->isVisible());
        QTest::keyClick(box, Qt::Key_Down);
        QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(fake->calls.contains(u"move to work@example.com: team primary"_s));
        auto *bar = desktop->agenda().findChild<agenda::UndoBar *>();
        QTRY_VERIFY(test::offersUndo(bar));
        QVERIFY2(bar->accessibleName().startsWith(u"Changed"_s), qPrintable(bar->accessibleName()));
        fake->calls.clear();
        QVERIFY(QTest::qWaitForWindowActive(&desktop->agenda()));
        QTest::keyClick(&desktop->agenda(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(fake->calls.contains(u"move to primary: team work@example.com"_s));
        QVERIFY2(fake->calls.indexOf(u"undo 5"_s) >= 0
                && fake->calls.indexOf(u"undo 5"_s)
                    < fake->calls.indexOf(u"move to primary: team work@example.com"_s),
            qPrintable(fake->calls.join(u'\n')));
        QTRY_VERIFY(bar->accessibleName().startsWith(u"Undone"_s));
    }

    // Only moved: nothing else is taken back.
    void undoesAMoveAlone()
    {
        test::giveCalendars(*fake);
        fake->written->view = fake->many->at(3);
        fake->written->view.calendarId = u"work@example.com"_s;
        connectService();
        choose(u"team"_s);
        QTest::keyClick(desktop->agenda().view(), Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(shown<EventEditor>());
        auto *dialog = shown<EventEditor>();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto *box = dialog->findChild<uicommon::CalendarBox *>();
        QTRY_VERIFY(box->isVisible());
        QTest::keyClick(box, Qt::Key_Down);
        QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
        auto *bar = desktop->agenda().findChild<agenda::UndoBar *>();
        QTRY_VERIFY(test::offersUndo(bar));
        QVERIFY(QTest::qWaitForWindowActive(&desktop->agenda()));
        QTest::keyClick(&desktop->agenda(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(fake->calls.contains(u"move to primary: team work@example.com"_s));
        QVERIFY(fake->calls.filter(u"undo "_s).isEmpty());
    }

private:
    static service::EventView talk(const QString &answer = u"needsAction"_s)
    {
        return test::invitationOf(
            { u"talk"_s, u"Talk"_s, u"2024-01-15T18:00:00+01:00"_s, u"2024-01-15T19:00:00+01:00"_s }, answer);
    }
};

ARIA_TEST(TestDesktopEvents)

} // namespace tst_desktopevents

#include "tst_desktopevents.moc"
