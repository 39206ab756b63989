#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/agenda/agendabed.h"
#include "ui/screenroom.h"
#include "ui/shortcutkeys.h"
#include "ui/typing.h"

#include <QPushButton>
#include <QSignalSpy>

namespace tst_agendawindow {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;

// Looking, searching, adding.
class TestAgendaWindow : public QObject, test::AgendaBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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

    // The day is not empty, it is not known.
    void doesNotCallADayEmptyThatItCannotRead()
    {
        link->setService(nullptr);
        QCOMPARE(window->model().rowCount(), 0);
        QVERIFY(!saysSomewhere(u"Nothing planned"_s));
        link->setFailure(u"The database is damaged."_s);
        QVERIFY(!saysSomewhere(u"Nothing planned"_s));
    }

    // During a first sync later events may come before those of today.
    void beginsAtTheFirstRowWhateverCameFirst()
    {
        fake->many = QList{ test::sampleDay().last() };
        makeWindow();
        QTRY_COMPARE(window->model().rowOfEvent(u"team"_s), -1);
        QTRY_VERIFY(window->view()->currentIndex().isValid());
        fake->many = test::sampleDay();
        Q_EMIT fake->eventsChanged({});
        QTRY_VERIFY(window->model().rowOfEvent(u"team"_s) >= 0);
        QTest::keyClick(window->view(), Qt::Key_Down);
        QVERIFY(window->view()->currentIndex().row() < window->model().rowOfEvent(u"team"_s));
    }

    void listsItsKeysAtF1()
    {
        QCOMPARE(test::keysNotListed(*window), QStringList());
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

    void keepsTheLineWhereNoServiceRuns()
    {
        link->setService(nullptr);
        QLineEdit *line = lineNamed(u"Quick add"_s);
        QTest::keyClicks(line, u"Tea 16:00"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(line->text(), u"Tea 16:00"_s);
        QVERIFY(saysSomewhere(u"The service is starting again. Please try again in a moment."_s));
        // What fails later gives back what it was itself.
        link->setService(fake.get());
        line->selectAll();
        fake->written = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        QTest::keyClicks(line, u"Cake 17:00"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_COMPARE(line->text(), u"Cake 17:00"_s);
    }

    void losesNoRefusedLineToTheNextOne()
    {
        fake->held.insert(u"create"_s);
        fake->written = makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        QLineEdit *line = lineNamed(u"Quick add"_s);
        QTest::keyClicks(line, u"Tea 16:00"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QTest::keyClicks(line, u"Cake 17"_s);
        fake->release();
        QTRY_VERIFY(
            saysSomewhere(u"The database cannot be reached. It is tried again by itself.\n“Tea 16:00”"_s));
        QCOMPARE(line->text(), u"Cake 17"_s);
        fake->written = service::WriteOutcome{};
        QTest::keyClicks(line, u":00"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(fake->lastCreate.content.title, u"Cake"_s);
        QCOMPARE(line->text(), u"Tea 16:00"_s); // its turn
        fake->release();
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(fake->lastCreate.content.title, u"Tea"_s);
        QVERIFY(line->text().isEmpty());
    }

    void keepsABegunLineForTheNextStart()
    {
        QLineEdit *line = lineNamed(u"Quick add"_s);
        QTest::keyClicks(line, u"Tea 16"_s);
        window.reset();
        makeWindow();
        QCOMPARE(lineNamed(u"Quick add"_s)->text(), u"Tea 16"_s);
        lineNamed(u"Quick add"_s)->clear();
        window.reset();
        makeWindow();
        QVERIFY(lineNamed(u"Quick add"_s)->text().isEmpty());
    }

    void findsWhatIsFarAhead()
    {
        fake->many->append(test::viewOf({ u"far"_s, u"Jubilee in Oslo"_s, u"2031-03-15T10:00:00+01:00"_s,
            u"2031-03-15T11:00:00+01:00"_s }));
        QTest::keyClick(window->view(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(lineNamed(u"Search events"_s), u"jubilee"_s);
        QTRY_VERIFY(window->model().rowOfEvent(u"far"_s) >= 0);
        QTRY_VERIFY(fake->lastWindow.to->date() > QDate(2040, 1, 1));
    }

    void namesTheSignBeforeQuickAdd()
    {
        const auto actions = lineNamed(u"Quick add"_s)->actions();
        QVERIFY(!actions.isEmpty());
        QVERIFY(std::none_of(actions.begin(), actions.end(),
            [](const QAction *action) { return action->isVisible() && action->text().isEmpty(); }));
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
        lineNamed(u"Quick add"_s)->setFocus(); // no row stands out
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
};

ARIA_TEST(TestAgendaWindow)

} // namespace tst_agendawindow

#include "tst_agendawindow.moc"
