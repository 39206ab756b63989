#include "agenda/agendawindow.h"
#include "agenda/undobar.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/invitations.h"
#include "ui/screenroom.h"
#include "ui/typing.h"
#include "uicommon/shortcutlist.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace tst_agendawindow {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;

class TestAgendaWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
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

    void opensWithEnter()
    {
        choose(u"team"_s);
        QSignalSpy opened(window.get(), &AgendaWindow::eventOpened);
        QTest::keyClick(window->view(), Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<service::EventView>().googleEventId, u"team"_s);
    }

    void looksAndEditsByKey()
    {
        choose(u"team"_s);
        QSignalSpy edited(window.get(), &AgendaWindow::editWanted);
        QSignalSpy opened(window.get(), &AgendaWindow::eventOpened);
        QTest::keyClick(window->view(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(edited.size(), 1);
        QVERIFY(opened.isEmpty());
        const QRect row = window->view()->visualRect(window->view()->currentIndex());
        QTest::mouseClick(window->view()->viewport(), Qt::LeftButton, {}, row.center());
        QTest::mouseDClick(window->view()->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(opened.size(), 1);
    }

    void saysWhatIsNotAnsweredYet()
    {
        invite();
        const int row = window->model().rowOfEvent(u"talk"_s);
        QVERIFY(window->model().rowAt(row).isUnanswered);
        const QString spoken = window->model().index(row).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(spoken.contains(u"Anna Lee invites you, not answered yet"_s), qUtf8Printable(spoken));
        // Outlined: the bar of the calendar's colour is hollow.
        const auto middleOfBar = [this](const QString &id) {
            const QRect place =
                window->view()->visualRect(window->model().index(window->model().rowOfEvent(id)));
            const QImage picture = window->view()->viewport()->grab(place).toImage();
            const int line = window->view()->fontMetrics().height();
            return picture.pixelColor(line / 2 + std::max(4, line / 4) / 2, picture.height() / 2);
        };
        choose(u"team"_s);
        QVERIFY(middleOfBar(u"talk"_s) != middleOfBar(u"dentist"_s));
        fake->many->last() = test::invitationOf(talk, u"accepted"_s);
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(!window->model().rowAt(window->model().rowOfEvent(u"talk"_s)).isUnanswered);
        QTRY_COMPARE(middleOfBar(u"talk"_s), middleOfBar(u"dentist"_s));
    }

    void answersFromTheRowsMenu()
    {
        invite();
        choose(u"talk"_s);
        fake->written->view = test::invitationOf(talk, u"tentative"_s);
        openMenu([](QMenu *menu) {
            QStringList texts;
            for (const QAction *action : menu->actions())
                texts.append(action->text());
            QVERIFY2(texts.contains(u"Anna Lee invites you"_s), qUtf8Printable(texts.join(u'|')));
            QTest::keyClick(menu, Qt::Key_M); // Maybe
        });
        QTRY_VERIFY(fake->calls.contains(u"respond talk primary"_s));
        QCOMPARE(fake->lastResponse.response, u"tentative"_s);
        QTRY_VERIFY(saysSomewhere(u"Talk: You said maybe. Google gets it later."_s));
        QVERIFY(undoBar()->canUndo());
    }

    void answersForTheWholeSeries()
    {
        service::EventView view = test::invitationOf(talk);
        view.googleEventId = u"talk_20240116T090000Z"_s;
        view.event.set(u"recurringEventId"_s, u"talk"_s);
        invite(view);
        choose(view.googleEventId);
        openMenu([](QMenu *menu) {
            QTest::keyClick(menu, Qt::Key_N); // No
            QTRY_VERIFY(QApplication::activePopupWidget() != menu);
            QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_A); // all of the series
        });
        QTRY_COMPARE(fake->lastResponse.response, u"declined"_s);
        QCOMPARE(fake->lastResponse.key, service::EventKey(u"talk"_s, u"primary"_s));
    }

    void saysWhyAnAnswerWasRefused()
    {
        invite();
        choose(u"talk"_s);
        fake->written =
            makeError(ErrorCategory::Conflict, u"not_a_guest"_s, u"There is nothing to answer."_s);
        openMenu([](QMenu *menu) { QTest::keyClick(menu, Qt::Key_Y); });
        QTRY_VERIFY(saysSomewhere(u"There is nothing to answer."_s));
    }

    void asksNothingAboutOnesOwnEvents()
    {
        choose(u"team"_s);
        openMenu([](QMenu *menu) {
            for (const QAction *action : menu->actions())
                QVERIFY(!action->text().contains(u"invite"_s) && action->text() != "&Yes"_L1);
            menu->close();
        });
    }

    void listsItsKeysAtF1()
    {
        QTest::keyClick(window->view(), Qt::Key_F1);
        auto *list = window->findChild<uicommon::ShortcutList *>();
        QVERIFY(list && list->isVisible());
        const QStringList faults = test::faultsOfAccessibleTree(list);
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        QCOMPARE(test::faultOfSize(list), QString());
        QTest::keyClick(window->view(), Qt::Key_F1);
        QCOMPARE(window->findChildren<uicommon::ShortcutList *>().size(), 1);
        QTest::keyClick(list, Qt::Key_Escape);
        QVERIFY(!list->isVisible());
    }

    void movesWithArrowsOverTheDays()
    {
        choose(u"declined"_s);
        QTest::keyClick(window->view(), Qt::Key_Down);
        const int row = window->view()->currentIndex().row();
        QCOMPARE(window->model().rowAt(row).kind, agenda::AgendaRow::Kind::Event);
        QCOMPARE(window->model().rowAt(row).day, QDate(2024, 1, 16));
        QTest::keyClick(window->view(), Qt::Key_T);
        QCOMPARE(window->model().rowAt(window->view()->currentIndex().row()).day, QDate(2024, 1, 15));
        choose(u"dentist"_s);
        QTest::keyClick(window->view(), Qt::Key_Home);
        QCOMPARE(window->view()->currentIndex().row(), window->model().rowOfEvent(u"fair"_s));
        QTest::keyClick(window->view(), Qt::Key_End);
        QCOMPARE(window->view()->currentIndex().row(), window->model().rowOfEvent(u"broken"_s));
    }

    void deletesAndUndoes()
    {
        fake->written->view.localId = 77;
        store::HistoryRecord entry;
        entry.id = 5;
        entry.localId = 77;
        entry.side = store::Side::Aria;
        entry.operation = store::Operation::Delete;
        fake->historyPage->records = { entry };
        choose(u"team"_s);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        QCOMPARE(window->model().rowOfEvent(u"team"_s), -1); // at once
        QVERIFY(fake->calls.contains(u"delete team primary"_s));
        QTRY_VERIFY(undoBar()->isVisible());
        QTest::keyClick(window->view(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(fake->calls.contains(u"undo 5"_s));
    }

    void makesAgainWhatTheHistoryLost()
    {
        choose(u"team"_s);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        QTRY_VERIFY(undoBar()->canUndo());
        undoBar()->undo();
        QTRY_VERIFY(fake->calls.contains(u"create"_s));
        QCOMPARE(fake->lastCreate.content.title, u"Team meeting"_s);
        QCOMPARE(fake->lastCreate.content.location, u"Conference room A"_s);
        QCOMPARE(fake->lastCreate.calendarId, u"primary"_s);
    }

    // Another guest's copy of the same meeting is in a calendar that is synced too.
    void deletesAndUndoesInOneCalendar()
    {
        service::EventView copy = fake->many->at(3);
        QCOMPARE(copy.googleEventId, u"team"_s);
        copy.calendarId = u"other"_s;
        copy.localId = 78;
        fake->many->append(copy);
        Q_EMIT fake->eventsChanged({});
        const service::EventKey theirs(u"team"_s, u"other"_s);
        const service::EventKey ours(u"team"_s, u"primary"_s);
        QTRY_VERIFY(window->model().rowOfEvent(theirs) >= 0);
        QVERIFY(window->model().rowOfEvent(ours) >= 0);
        window->view()->setCurrentIndex(window->model().index(window->model().rowOfEvent(theirs)));
        store::HistoryRecord entry;
        entry.id = 5;
        entry.googleEventId = u"team"_s;
        entry.calendarId = u"primary"_s;
        entry.side = store::Side::Aria;
        entry.operation = store::Operation::Delete;
        fake->historyPage->records = { entry };
        entry.id = 6;
        entry.calendarId = u"other"_s;
        fake->historyPage->records.append(entry);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        QCOMPARE(window->model().rowOfEvent(theirs), -1);
        QVERIFY(window->model().rowOfEvent(ours) >= 0);
        QVERIFY(fake->calls.contains(u"delete team other"_s));
        QTRY_VERIFY(undoBar()->canUndo());
        undoBar()->undo();
        QTRY_VERIFY(fake->calls.contains(u"undo 6"_s));
    }

    void bringsBackWhatCouldNotBeDeleted()
    {
        fake->written =
            makeError(ErrorCategory::Forbidden, u"read_only_calendar"_s, u"The calendar is read-only."_s);
        choose(u"team"_s);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        QTRY_VERIFY(window->model().rowOfEvent(u"team"_s) >= 0);
        QVERIFY(saysSomewhere(u"Google lets this account only read this calendar."_s));
    }

    void asksWhatToDeleteOfASeries()
    {
        const QString id = u"standup_20240115T080000Z"_s;
        choose(id);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        auto *box = window->findChild<QMessageBox *>();
        QVERIFY(box);
        QVERIFY(!fake->calls.join(u' ').contains(u"delete"_s));
        for (QAbstractButton *button : box->buttons()) {
            if (button->text().contains(u"All of the series"_s))
                button->click();
        }
        QTRY_VERIFY(fake->calls.contains(u"delete standup primary"_s));
        QCOMPARE(window->model().rowOfEvent(id), -1);
    }

    void deletesThisAndFollowingAndUndoes()
    {
        fake->written->view = test::viewOf({ u"standup"_s, u"Stand-up"_s, u"2024-01-08"_s, u"2024-01-09"_s });
        fake->written->view.localId = 77;
        store::HistoryRecord entry;
        entry.id = 5;
        entry.localId = 77;
        entry.side = store::Side::Aria;
        entry.operation = store::Operation::Update;
        fake->historyPage->records = { entry };
        choose(u"standup_20240115T080000Z"_s);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        auto *box = window->findChild<QMessageBox *>();
        QVERIFY(box);
        for (QAbstractButton *button : box->buttons()) {
            if (button->text().contains(u"following"_s))
                button->click();
        }
        QTRY_VERIFY(fake->calls.contains(u"deleteFollowing standup_20240115T080000Z primary"_s));
        QTRY_VERIFY(undoBar()->canUndo());
        QVERIFY(saysSomewhere(u"Deleted “Stand-up” and all that follow. Google gets it later."_s));
        undoBar()->undo();
        QTRY_VERIFY(fake->calls.contains(u"undo 5"_s));
    }

    void addsInOneLine()
    {
        QLineEdit *line = lineNamed(u"Quick add"_s);
        line->setFocus();
        QTest::keyClicks(line, u"Lunch with Anna tomorrow 12:30"_s);
        QVERIFY(saysSomewhere(u"Lunch with Anna · Tomorrow, 12:30–13:30"_s)); // before Enter
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(fake->lastCreate.content.title, u"Lunch with Anna"_s);
        QVERIFY(line->text().isEmpty());
    }

    void addsARepeatingEventWithItsPlace()
    {
        QLineEdit *line = lineNamed(u"Quick add"_s);
        line->setFocus();
        QTest::keyClicks(line, u"Standup every weekday 9:15 at Room 4"_s);
        const QString understood = window->findChild<QLabel *>(u"understood"_s)->text();
        QVERIFY2(understood.startsWith(u"Standup · Tomorrow, 09:15–10:15 · "_s), qPrintable(understood));
        QVERIFY2(understood.contains(u"Monday to Friday"_s) || understood.contains(u"Monday, Tuesday"_s),
            qPrintable(understood));
        QVERIFY2(understood.endsWith(u" · Room 4"_s), qPrintable(understood));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(
            fake->lastCreate.content.recurrence, QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"_s });
        QCOMPARE(fake->lastCreate.content.location, u"Room 4"_s);
    }

    void marksWhatCouldBeMeantOtherwise()
    {
        QLineEdit *line = lineNamed(u"Quick add"_s);
        line->setFocus();
        QTest::keyClicks(line, u"Call tomorrow 12:30"_s);
        auto *doubts = window->findChild<QLabel *>(u"doubts"_s);
        QVERIFY(!doubts->isVisible());
        line->selectAll();
        QTest::keyClicks(line, u"Call next Friday at 3"_s);
        QVERIFY(doubts->isVisible());
        QVERIFY2(doubts->text().contains(u"“next Friday”"_s), qPrintable(doubts->text()));
        QVERIFY(doubts->text().contains(u"“at 3”"_s));
        QVERIFY(line->accessibleDescription().contains(u"“at 3”"_s));
        line->clear();
        QVERIFY(!doubts->isVisible());
    }

    void opensTheEditorWithWhatWasUnderstood()
    {
        QSignalSpy wanted(window.get(), &AgendaWindow::editorWanted);
        QLineEdit *line = lineNamed(u"Quick add"_s);
        line->setFocus();
        test::type(line, u"Lunch with Anna tomorrow 12:30 at Café Einstein"_s);
        QTest::keyClick(line, Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(wanted.size(), 1);
        const auto request = wanted.first().first().value<service::CreateRequest>();
        QCOMPARE(request.content.title, u"Lunch with Anna"_s);
        QCOMPARE(request.content.location, u"Café Einstein"_s);
        QVERIFY(line->text().isEmpty());
        QVERIFY(!fake->calls.contains(u"create"_s)); // not before it is saved there
    }

    void givesBackTheLineThatCouldNotBeAdded()
    {
        fake->written = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        QLineEdit *line = lineNamed(u"Quick add"_s);
        QTest::keyClicks(line, u"Tea 16:00"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(line->text(), u"Tea 16:00"_s);
        QVERIFY(saysSomewhere(u"The database cannot be reached. It is tried again by itself."_s));
    }

    void searches()
    {
        QTest::keyClick(window->view(), Qt::Key_F, Qt::ControlModifier);
        QLineEdit *line = lineNamed(u"Search events"_s);
        QVERIFY(line->isVisible());
        QTest::keyClicks(line, u"oslo"_s);
        QTRY_COMPARE(window->model().rowCount(), 2);
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(!line->isVisible());
        QTRY_VERIFY(window->model().rowCount() > 5);
    }

    void findsWhatIsOver()
    {
        fake->many->append(test::viewOf({ u"old"_s, u"Dentist in Oslo"_s, u"2023-03-15T10:00:00+01:00"_s,
            u"2023-03-15T11:00:00+01:00"_s }));
        QTest::keyClick(window->view(), Qt::Key_F, Qt::ControlModifier);
        QLineEdit *line = lineNamed(u"Search events"_s);
        QTest::keyClicks(line, u"dentist oslo"_s);
        QTRY_VERIFY(window->model().rowOfEvent(u"old"_s) >= 0);
        QTRY_COMPARE(window->view()->currentIndex().row(), window->model().rowOfEvent(u"old"_s));
        QVERIFY(!saysSomewhere(u"Nothing found"_s));
        // What is not there, and there again: the message follows.
        QTest::keyClicks(line, u"xx"_s);
        QTRY_VERIFY(saysSomewhere(u"Nothing found"_s));
        QTest::keyClick(line, Qt::Key_Backspace);
        QTest::keyClick(line, Qt::Key_Backspace);
        QTRY_VERIFY(window->model().rowOfEvent(u"old"_s) >= 0);
        QVERIFY(!saysSomewhere(u"Nothing found"_s));
        QTest::keyClick(line, Qt::Key_Down);
        QVERIFY(window->view()->hasFocus());
        QTest::keyClick(window->view(), Qt::Key_Escape);
        QVERIFY(!line->isVisible());
        QTRY_VERIFY(window->model().rowOfEvent(u"team"_s) >= 0);
    }

    void tellsAScreenReaderEverything()
    {
        const QStringList faults = test::faultsOfAccessibleTree(window.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
    }

    void fitsOnASmallScreen() { QCOMPARE(test::faultOfSize(window.get()), QString()); }

    void joinsByMouseAndByKey()
    {
        QSignalSpy joined(window.get(), &AgendaWindow::joinWanted);
        choose(u"team"_s);
        QTest::keyClick(window->view(), Qt::Key_J);
        QCOMPARE(joined.size(), 1);
        const QRect row =
            window->view()->visualRect(window->model().index(window->model().rowOfEvent(u"team"_s)));
        QTest::mouseClick(
            window->view()->viewport(), Qt::LeftButton, {}, QPoint(row.right() - 30, row.center().y()));
        QCOMPARE(joined.size(), 2);
        QCOMPARE(joined.last().first().toUrl(), QUrl(u"https://meet.google.com/abc-defg-hij"_s));
    }

    void leadsToTheOneThingToDo()
    {
        fake->statusView->statistics.conflicts = 2;
        Q_EMIT fake->stateChanged();
        QTRY_VERIFY(saysSomewhere(u"2 conflicts"_s));
        QSignalSpy review(&actions->reviewConflicts, &QAction::triggered);
        for (QPushButton *button : window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == "Review"_L1)
                button->click();
        }
        QCOMPARE(review.size(), 1);
    }

    // On an Arabic desktop, a title in Latin letters that begins with a number is not turned round: it looks as it does
    // with a mark that says which way it runs.
    void keepsTheDirectionOfATitle()
    {
        fake->many = QList{ test::viewOf({ u"a"_s, u"1:1 with Bob"_s, u"2024-01-16"_s, u"2024-01-17"_s }),
            test::viewOf({ u"b"_s, u"\u200E1:1 with Bob"_s, u"2024-01-16"_s, u"2024-01-17"_s }),
            test::viewOf({ u"c"_s, u"with Bob 1:1"_s, u"2024-01-16"_s, u"2024-01-17"_s }) };
        window->setLayoutDirection(Qt::RightToLeft);
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(window->model().rowOfEvent(u"c"_s) >= 0);
        QTRY_COMPARE(window->model().rowOfEvent(u"team"_s), -1);
        const QImage all = window->view()->viewport()->grab().toImage();
        const auto imageOf = [&](const QString &id) {
            return all.copy(
                window->view()->visualRect(window->model().index(window->model().rowOfEvent(id))));
        };
        QCOMPARE(imageOf(u"a"_s), imageOf(u"b"_s));
        QVERIFY(imageOf(u"a"_s) != imageOf(u"c"_s)); // the pictures tell texts apart
    }

    void survivesARestartOfTheService()
    {
        link->setService(nullptr);
        test::FakeService another;
        another.many = QList{ test::viewOf({ u"new"_s, u"New"_s, u"2024-01-15"_s, u"2024-01-16"_s }) };
        link->setService(&another);
        QTRY_VERIFY(window->model().rowOfEvent(u"new"_s) >= 0);
        QCOMPARE(window->model().rowOfEvent(u"team"_s), -1);
        link->setService(nullptr);
    }

    void remembersItsSize()
    {
        window->resize(500, 555);
        window->close();
        makeWindow();
        QCOMPARE(window->size(), QSize(500, 555));
    }

private:
    inline static const test::SampleEvent talk{ u"talk"_s, u"Talk"_s, u"2024-01-16T10:00:00+01:00"_s,
        u"2024-01-16T11:00:00+01:00"_s };
    void invite(const service::EventView &view = test::invitationOf(talk))
    {
        fake->many->append(view);
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(window->model().rowOfEvent(view.key()) >= 0);
    }
    // The row's menu, as a person opens it, who then does something in it.
    void openMenu(const std::function<void(QMenu *)> &act)
    {
        bool isDone = false;
        QTimer::singleShot(0, window.get(), [&] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            act(menu);
            isDone = true;
        });
        const QRect row = window->view()->visualRect(window->view()->currentIndex());
        QContextMenuEvent event(
            QContextMenuEvent::Mouse, row.center(), window->view()->viewport()->mapToGlobal(row.center()));
        QApplication::sendEvent(window->view()->viewport(), &event);
        QVERIFY(isDone);
    }

    void makeWindow()
    {
        window =
            std::make_unique<AgendaWindow>(agenda::AgendaContext{ *link, *watch, *actions, clock, *state },
                uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    void choose(const QString &id)
    {
        window->view()->setFocus();
        window->view()->setCurrentIndex(window->model().index(window->model().rowOfEvent(id)));
    }
    agenda::UndoBar *undoBar() const { return window->findChild<agenda::UndoBar *>(); }
    QLineEdit *lineNamed(const QString &name) const
    {
        for (QLineEdit *line : window->findChildren<QLineEdit *>()) {
            if (line->accessibleName() == name)
                return line;
        }
        return nullptr;
    }
    bool saysSomewhere(const QString &text) const
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text() == text; });
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

ARIA_TEST(TestAgendaWindow)

} // namespace tst_agendawindow

#include "tst_agendawindow.moc"
