#include "support/testmain.h"
#include "ui/agenda/agendabed.h"
#include "ui/agenda/undooffer.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTimer>

namespace tst_agendaanswers {

using namespace Qt::StringLiterals;
using namespace aria;
using agenda::AgendaWindow;

// Invitations, answered in the row's menu.
class TestAgendaAnswers : public QObject, test::AgendaBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
        QVERIFY(test::offersUndo(undoBar()));
    }

    // A title in Arabic does not turn the sentence round.
    void keepsTheDirectionOfTheSentence()
    {
        const test::SampleEvent arabic{ u"talk"_s, u"اجتماع"_s, talk.start, talk.end };
        invite(test::invitationOf(arabic));
        choose(u"talk"_s);
        fake->written->view = test::invitationOf(arabic, u"tentative"_s);
        openMenu([](QMenu *menu) { QTest::keyClick(menu, Qt::Key_M); });
        QTRY_VERIFY(saysSomewhere(u"\u2068اجتماع\u2069: You said maybe. Google gets it later."_s));
    }

    // Nor does a host's name.
    void namesAHostOfAnyScript()
    {
        service::EventView view = test::invitationOf(talk);
        const QJsonObject host{ { u"email"_s, u"a@example.org"_s }, { u"displayName"_s, u"أحمد"_s } };
        view.event.set(u"organizer"_s, host);
        view.event.set(u"attendees"_s, QJsonArray{ host, view.event.attendees().last() });
        invite(view);
        choose(u"talk"_s);
        const auto &row = window->model().rowAt(window->model().rowOfEvent(u"talk"_s));
        QCOMPARE(row.secondLine, u"\u2068أحمد\u2069"_s);
        openMenu([](QMenu *menu) {
            QStringList texts;
            for (const QAction *action : menu->actions())
                texts.append(action->text());
            QVERIFY2(texts.contains(u"\u2068أحمد\u2069 invites you"_s), qUtf8Printable(texts.join(u'|')));
            menu->close();
        });
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
};

ARIA_TEST(TestAgendaAnswers)

} // namespace tst_agendaanswers

#include "tst_agendaanswers.moc"
