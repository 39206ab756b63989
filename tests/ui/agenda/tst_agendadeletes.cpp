#include "support/testmain.h"
#include "ui/agenda/agendabed.h"
#include "ui/agenda/undooffer.h"

#include <QMessageBox>

namespace tst_agendadeletes {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;

// Deleting, and the way back.
class TestAgendaDeletes : public QObject, test::AgendaBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
        const QJsonArray early{ QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, 45 } } };
        service::EventView &team = (*fake->many)[3];
        QCOMPARE(team.googleEventId, u"team"_s);
        team.event.set(u"reminders"_s, QJsonObject{ { u"useDefault"_s, false }, { u"overrides"_s, early } });
        Q_EMIT fake->eventsChanged({});
        const auto isShown = [&] {
            const int row = window->model().rowOfEvent(u"team"_s);
            return row >= 0 && window->model().rowAt(row).view.event.reminders().contains(u"overrides"_s);
        };
        QTRY_VERIFY(isShown());
        choose(u"team"_s);
        QTest::keyClick(window->view(), Qt::Key_Delete);
        QTRY_VERIFY(test::offersUndo(undoBar()));
        undoBar()->undo();
        QTRY_VERIFY(fake->calls.contains(u"create"_s));
        QCOMPARE(fake->lastCreate.content.title, u"Team meeting"_s);
        QCOMPARE(fake->lastCreate.content.location, u"Conference room A"_s);
        QCOMPARE(fake->lastCreate.content.reminders, early);
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
        QTRY_VERIFY(test::offersUndo(undoBar()));
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
        QTRY_VERIFY(test::offersUndo(undoBar()));
        QVERIFY(saysSomewhere(u"Deleted “Stand-up” and all that follow. Google gets it later."_s));
        undoBar()->undo();
        QTRY_VERIFY(fake->calls.contains(u"undo 5"_s));
    }
};

ARIA_TEST(TestAgendaDeletes)

} // namespace tst_agendadeletes

#include "tst_agendadeletes.moc"
