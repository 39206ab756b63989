// The editor of an event to which somebody else invites.
#include "editor/eventeditor.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"
#include "support/testmain.h"
#include "ui/invitations.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace tst_invitededitor {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;

class TestInvitedEditor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        link = std::make_unique<uicommon::ServiceLink>();
        link->setService(fake.get());
        dialog = std::make_unique<EventEditor>(
            *link, clock, random, uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
    }
    void cleanup()
    {
        dialog.reset();
        link.reset();
    }

    void changesOnlyWhatAGuestMayChange()
    {
        const service::EventView talk = test::invitationOf(
            { u"talk"_s, u"Talk"_s, u"2024-01-15T15:00:00+01:00"_s, u"2024-01-15T16:00:00+01:00"_s });
        open([&] { dialog->startEdit(talk); });
        QVERIFY(labelSays(u"Anna Lee organizes it"_s));
        QVERIFY(labelSays(u"Anna Lee invites you"_s));
        auto *first = qobject_cast<QPushButton *>(dialog->focusWidget());
        QVERIFY(first && first->text() == "Yes"_L1);
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->isVisible() && line->isEnabled() && line->accessibleName() != u"Note with the answer"_s)
                QVERIFY2(line->isReadOnly(), qUtf8Printable(line->accessibleName() + line->text()));
        }
        QTest::keyClick(first, Qt::Key_Space);
        QTRY_VERIFY(fake->calls.contains(u"respond talk primary"_s));
        QVERIFY(dialog->isVisible());
        // One's own reminder is one's own.
        QPushButton *add = nullptr;
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text() == u"A&dd reminder")
                add = button;
        }
        QVERIFY(add && add->isEnabled());
        add->setFocus();
        QTest::keyClick(add, Qt::Key_Space);
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!dialog->isVisible());
        const service::EventInput &input = fake->lastUpdate.content;
        QVERIFY(input.reminders && !input.title && !input.start && !input.location && !input.attendees);
    }

    void changesAllWhereGuestsMay()
    {
        service::EventView talk = test::invitationOf(
            { u"talk"_s, u"Talk"_s, u"2024-01-15T15:00:00+01:00"_s, u"2024-01-15T16:00:00+01:00"_s });
        talk.event.set(u"guestsCanModify"_s, true);
        open([&] { dialog->startEdit(talk); });
        QVERIFY(!labelSays(u"Anna Lee organizes it"_s));
        QVERIFY(labelSays(u"Anna Lee invites you"_s));
        auto *title = qobject_cast<QLineEdit *>(dialog->focusWidget());
        QVERIFY(title && !title->isReadOnly());
    }

    void saysInGooglesWordsWhatItDoesNotAllow()
    {
        fake->written = makeError(ErrorCategory::Forbidden, u"forbiddenForServiceAccounts"_s,
            u"Google: The calendar does not take this."_s);
        open([this] { dialog->startNew(QDate()); });
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        dialog->accept();
        QTRY_VERIFY(labelSays(u"Google does not allow this: The calendar does not take this."_s));
    }

private:
    void open(const std::function<void()> &start)
    {
        start();
        dialog->show();
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog.get()));
    }
    bool labelSays(const QString &text) const
    {
        const auto labels = dialog->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    test::ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 12, 10 }, Qt::UTC) };
    test::SeededRandom random{ 1 };
    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<EventEditor> dialog;
};

ARIA_TEST(TestInvitedEditor)

} // namespace tst_invitededitor

#include "tst_invitededitor.moc"
