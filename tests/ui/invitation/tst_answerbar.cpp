#include "invitation/answerbar.h"
#include "invitation/answerdialog.h"
#include "support/fakeservice.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/invitations.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace tst_answerbar {

using namespace Qt::StringLiterals;
using namespace aria;
using invitation::Answer;
using invitation::AnswerBar;

namespace {

service::EventView talk(const QString &answer = u"needsAction"_s)
{
    return test::invitationOf(
        { u"talk"_s, u"Talk"_s, u"2024-01-15T15:00:00+01:00"_s, u"2024-01-15T16:00:00+01:00"_s }, answer);
}

service::EventView oneOfASeries(const QString &answer = u"needsAction"_s)
{
    service::EventView view = talk(answer);
    view.googleEventId = u"talk_20240115T140000Z"_s;
    view.event.set(u"recurringEventId"_s, u"talk"_s);
    return view;
}

} // namespace

class TestAnswerBar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        link = std::make_unique<uicommon::ServiceLink>();
        link->setService(fake.get());
        window = std::make_unique<QWidget>();
        bar = new AnswerBar(*link, window.get());
        window->resize(400, 300);
        window->show();
    }
    void cleanup()
    {
        window.reset();
        link.reset();
    }

    void knowsWhatTheEventAsks_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<Answer>("known");
        QTest::newRow("none") << u"needsAction"_s << Answer::None;
        QTest::newRow("yes") << u"accepted"_s << Answer::Yes;
        QTest::newRow("maybe") << u"tentative"_s << Answer::Maybe;
        QTest::newRow("no") << u"declined"_s << Answer::No;
    }
    void knowsWhatTheEventAsks()
    {
        QFETCH(QString, answer);
        QFETCH(Answer, known);
        const calendar::Event event = talk(answer).event;
        QVERIFY(invitation::answerOf(event) == known);
        QCOMPARE(invitation::isUnanswered(event), known == Answer::None);
        QCOMPARE(invitation::googleWord(known), answer);
        QCOMPARE(invitation::hostOf(event), u"Anna Lee"_s);
        QVERIFY(!invitation::mayChange(event));
        calendar::Event open = event;
        open.set(u"guestsCanModify"_s, true);
        QVERIFY(invitation::mayChange(open));
    }

    void asksNothingAboutOnesOwnEvents()
    {
        service::EventView own = talk();
        own.event.set(
            u"organizer"_s, QJsonObject{ { u"email"_s, u"me@example.org"_s }, { u"self"_s, true } });
        bar->setEvent(own);
        QVERIFY(!bar->isVisible());
        QVERIFY(invitation::mayChange(own.event));
        bar->setEvent(test::viewOf({ u"x"_s, u"Alone"_s, u"2024-01-15"_s, u"2024-01-16"_s }));
        QVERIFY(!bar->isVisible());
        bar->setEvent(talk());
        QVERIFY(bar->isVisible());
        QVERIFY(says(u"Anna Lee invites you"_s));
        QVERIFY(says(u"You have not answered yet."_s));
    }

    void answersWithANote()
    {
        bar->setEvent(talk());
        QTest::keyClicks(note(), u"Only until four"_s);
        press(u"Maybe"_s);
        QCOMPARE(fake->lastResponse.key, service::EventKey(u"talk"_s, u"primary"_s));
        QCOMPARE(fake->lastResponse.response, u"tentative"_s);
        QCOMPARE(fake->lastResponse.comment, u"Only until four"_s);
        QVERIFY(fake->lastResponse.sendUpdates == calendar::SendUpdates::None);
    }

    void writesMailOnlyIfAskedTo()
    {
        bar->setEvent(talk());
        auto *mail = window->findChild<QCheckBox *>();
        QVERIFY(mail && !mail->isChecked());
        QTest::keyClick(mail, Qt::Key_Space);
        press(u"No"_s);
        QCOMPARE(fake->lastResponse.response, u"declined"_s);
        QVERIFY(!fake->lastResponse.comment);
        QVERIFY(fake->lastResponse.sendUpdates == calendar::SendUpdates::All);
    }

    void answersForOneOrForAll()
    {
        bar->setEvent(oneOfASeries(u"accepted"_s));
        QVERIFY(scope()->isVisible());
        QSignalSpy answered(bar, &AnswerBar::answered);
        press(u"No"_s); // who has answered the series means this one
        QCOMPARE(fake->lastResponse.key.id, u"talk_20240115T140000Z"_s);
        QTRY_COMPARE(answered.size(), 1);
        QTest::keyClick(scope(), Qt::Key_Down);
        press(u"Maybe"_s);
        QCOMPARE(fake->lastResponse.key.id, u"talk"_s);
        bar->setEvent(talk());
        QVERIFY(!scope()->isVisible());
    }

    void meansTheSeriesWhereNothingIsAnswered()
    {
        bar->setEvent(oneOfASeries());
        press(u"Yes"_s);
        QCOMPARE(fake->lastResponse.key, service::EventKey(u"talk"_s, u"primary"_s));
    }

    void showsTheAnswerAndWhyItWasRefused()
    {
        bar->setEvent(talk());
        fake->written->view = talk(u"accepted"_s);
        QSignalSpy answered(bar, &AnswerBar::answered);
        press(u"Yes"_s);
        QTRY_COMPARE(answered.size(), 1);
        QVERIFY(says(u"You said yes."_s));
        QVERIFY(button(u"Yes"_s)->isChecked());
        QVERIFY(button(u"Yes"_s)->hasFocus());
        fake->written = makeError(ErrorCategory::Forbidden, u"forbiddenForNonOrganizer"_s,
            u"Google: Shared properties can only be changed by the organizer of the event."_s);
        press(u"No"_s);
        QTRY_VERIFY(says(u"Shared properties can only be changed by the organizer of the event."_s));
        QVERIFY(button(u"Yes"_s)->isChecked()); // that answer still stands
        QVERIFY(!button(u"No"_s)->isChecked());
    }

    void keepsANoteThatIsBeingTyped()
    {
        bar->setEvent(talk());
        QTest::keyClicks(note(), u"Bring ca"_s);
        bar->setEvent(talk()); // heard from Google meanwhile
        QCOMPARE(note()->text(), u"Bring ca"_s);
    }

    void closesTheDialogWhenItIsAnswered()
    {
        invitation::AnswerDialog dialog(*link, talk(),
            uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) },
            QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC));
        dialog.show();
        QVERIFY(QTest::qWaitForWindowActive(&dialog));
        const QStringList faults = test::faultsOfAccessibleTree(&dialog);
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        auto *first = qobject_cast<QPushButton *>(dialog.focusWidget());
        QVERIFY(first && first->text() == "Yes"_L1);
        QTest::keyClick(first, Qt::Key_Space);
        QTRY_VERIFY(!dialog.isVisible());
        QCOMPARE(fake->lastResponse.response, u"accepted"_s);
    }

private:
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *found : window->findChildren<QPushButton *>()) {
            if (found->text() == text)
                return found;
        }
        return nullptr;
    }
    void press(const QString &text)
    {
        QPushButton *found = button(text);
        QVERIFY(found);
        found->setFocus();
        QTest::keyClick(found, Qt::Key_Space);
    }
    QLineEdit *note() const { return window->findChild<QLineEdit *>(); }
    QComboBox *scope() const { return window->findChild<QComboBox *>(); }
    bool says(const QString &text) const
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<QWidget> window;
    AnswerBar *bar = nullptr;
};

ARIA_TEST(TestAnswerBar)

} // namespace tst_answerbar

#include "tst_answerbar.moc"
