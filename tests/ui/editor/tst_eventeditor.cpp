#include "editor/repeateditor.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/editor/editorbed.h"
#include "ui/screenroom.h"
#include "ui/shortcutkeys.h"
#include "when/datefield.h"
#include "when/timefield.h"

#include <QCheckBox>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSignalSpy>

namespace tst_eventeditor {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::EventEditor;

// Filling in and saving.
class TestEventEditor : public QObject, test::EditorBed
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void createsByKeyboardAlone()
    {
        open([this] { dialog->startNew(QDate()); });
        QVERIFY(!saveButton()->isEnabled()); // no title yet
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        QVERIFY(saveButton()->isEnabled());
        QSignalSpy saved(dialog.get(), &EventEditor::saved);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(!dialog->isVisible());
        const service::EventInput &input = fake->lastCreate.content;
        QCOMPARE(input.title, u"Lunch"_s);
        QCOMPARE(input.start->zoned().utc, QDateTime({ 2024, 1, 15 }, { 13, 0 }, Qt::UTC)); // 14:00 in Berlin
        QCOMPARE(input.start->zoned().tzid, QByteArray("Europe/Berlin"));
        QVERIFY(input.sendUpdates == calendar::SendUpdates::None);
        QVERIFY(!fake->lastCreate.idempotencyKey.isEmpty());
    }

    // 24:00 is not 00:00 of the same day.
    void endsTheDayAtTwentyFour_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QDateTime>("startsAt");
        QTest::addColumn<QDateTime>("endsAt");
        const auto at = [](int day, int hour) { return QDateTime({ 2024, 1, day }, { hour, 0 }, Qt::UTC); };
        QTest::newRow("end") << u"20:00"_s << u"24:00"_s << at(15, 20) << at(16, 0);
        QTest::newRow("midnight") << u"20:00"_s << u"midnight"_s << at(15, 20) << at(16, 0);
        QTest::newRow("start") << u"24:00"_s << QString() << at(16, 0) << at(16, 1);
        QTest::newRow("not left") << u"20:00"_s << u"24.00"_s << at(15, 20) << at(16, 0);
    }
    void endsTheDayAtTwentyFour()
    {
        QFETCH(QString, start);
        QFETCH(QString, end);
        QFETCH(QDateTime, startsAt);
        QFETCH(QDateTime, endsAt);
        open([this] { dialog->startNew(QDate(2024, 1, 15)); });
        QTest::keyClicks(QApplication::focusWidget(), u"Night shift"_s);
        typeInto(u"Start time"_s, start);
        QCOMPARE(dialog->draft().startDate, startsAt.date()); // as it would be kept now
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
        if (!end.isEmpty())
            typeInto(u"End time"_s, end);
        const auto startOfIt = [&] {
            return QDateTime(dialog->draft().startDate, dialog->draft().startTime, Qt::UTC);
        };
        const auto endOfIt = [&] {
            return QDateTime(dialog->draft().endDate, dialog->draft().endTime, Qt::UTC);
        };
        QCOMPARE(endOfIt(), endsAt); // while it is typed, too
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
        QCOMPARE(startOfIt(), startsAt);
        QCOMPARE(endOfIt(), endsAt);
        QVERIFY(saveButton()->isEnabled());
    }

    void keepsWhatWasTypedWhenTheServiceRefuses()
    {
        fake->written = makeError(ErrorCategory::Refused, u"invalid"_s, u"Google does not like it."_s);
        open([this] { dialog->startNew(QDate()); });
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        dialog->accept();
        QTRY_VERIFY(labelSays(u"Google does not like it."_s));
        QVERIFY(dialog->isVisible());
        QCOMPARE(dialog->draft().title, u"Lunch"_s);
        const QString key = fake->lastCreate.idempotencyKey;
        fake->written = service::WriteOutcome{};
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastCreate.idempotencyKey, key); // so that it is not made twice
    }

    void keepsWhatWasTypedWhenTheServiceGoesAway()
    {
        fake->held.insert(u"create"_s);
        open([this] { dialog->startNew(QDate()); });
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        dialog->accept();
        QVERIFY(!saveButton()->isEnabled()); // no second save while the first is under way
        fake->dropHeld();
        QTRY_VERIFY(saveButton()->isEnabled());
        QVERIFY(dialog->isVisible());
        QCOMPARE(dialog->draft().title, u"Lunch"_s);
    }

    void sendsOnlyWhatChanged()
    {
        const service::EventView team = test::sampleDay().at(3);
        open([&] { dialog->startEdit(team); });
        auto *place = dialog->findChildren<QLineEdit *>().at(0);
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->text() == "Conference room A"_L1)
                place = line;
        }
        place->setText(u"Roof"_s);
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastUpdate.googleEventId, u"team"_s);
        const service::EventInput &input = fake->lastUpdate.content;
        QCOMPARE(input.location, u"Roof"_s);
        QVERIFY(!input.title && !input.start && !input.end && !input.attendees && !input.recurrence
            && !input.reminders);
    }

    void savesNothingWhereNothingChanged()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        fake->calls.clear();
        dialog->accept();
        QVERIFY(!dialog->isVisible());
        QVERIFY(fake->calls.isEmpty());
    }

    void movesTheEndAlongWithTheStart()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); }); // 12:30 to 13:30
        typeInto(u"Start time"_s, u"23:45"_s);
        QCOMPARE(dialog->draft().endTime, QTime(0, 45)); // whether the field is left or not
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
        QCOMPARE(dialog->draft().endTime, QTime(0, 45));
        QCOMPARE(dialog->draft().endDate, QDate(2024, 1, 16));
    }

    void marksAnEndBeforeTheStart()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        typeInto(u"End time"_s, u"9:00"_s);
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Tab);
        QVERIFY(labelSays(u"ends before it starts"_s));
        QVERIFY(!saveButton()->isEnabled());
    }

    void savesADateAsItWasTyped()
    {
        open([this] { dialog->startNew(QDate()); });
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        typeInto(u"Start date"_s, u"24 Dec 2026"_s);
        typeInto(u"Start time"_s, u"2.30pm"_s);
        QTest::keyClick(
            dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier); // without leaving the field
        QTRY_VERIFY(!dialog->isVisible());
        const service::EventInput &input = fake->lastCreate.content;
        QCOMPARE(input.start->toText(), u"2026-12-24T14:30:00+01:00"_s);
        QCOMPARE(input.end->toText(), u"2026-12-24T15:30:00+01:00"_s);
    }

    void keepsAndMarksADateThatIsNone()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        typeInto(u"End date"_s, u"31/02"_s);
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(dialog->isVisible());
        QVERIFY(labelSays(u"“31/02” is no date"_s));
        QVERIFY(!saveButton()->isEnabled());
        QVERIFY(!fake->calls.join(u' ').contains(u"update"_s));
        QCOMPARE(fieldNamed(u"End date"_s)->text(), u"31/02"_s);
    }

    void asksBeforeItForgets()
    {
        open([this] { dialog->startNew(QDate()); });
        QTest::keyClicks(QApplication::focusWidget(), u"Lunch"_s);
        QTest::keyClick(dialog.get(), Qt::Key_Escape);
        QVERIFY(dialog->isVisible());
        auto *box = dialog->findChild<QMessageBox *>();
        QVERIFY(box);
        box->button(QMessageBox::Discard)->click();
        QTRY_VERIFY(!dialog->isVisible());
    }

    void provesARepetitionByItsDates()
    {
        service::EventView view = test::sampleDay().at(3);
        view.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=WEEKLY;BYDAY=MO,TH"_s });
        open([&] { dialog->startEdit(view); });
        const auto *repeat = dialog->findChild<editor::RepeatEditor *>();
        const auto labels = repeat->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text().contains(u"Mon, 15 Jan 2024 · Thu, 18 Jan 2024 · Mon, 22 Jan 2024"_s);
        }));
        QVERIFY(!dialog->draft().recurrence.isEmpty());
        fake->calls.clear();
        dialog->accept();
        QVERIFY(fake->calls.isEmpty()); // read and written back, the rule is the same
    }

    void changesThisAndFollowing_data()
    {
        QTest::addColumn<QTime>("time");
        QTest::addColumn<bool>("isLossSaid");
        QTest::newRow("same times") << QTime(12, 30) << false;
        QTest::newRow("other times") << QTime(15, 0) << true;
    }
    void changesThisAndFollowing()
    {
        QFETCH(QTime, time);
        QFETCH(bool, isLossSaid);
        service::FollowingView view;
        view.series = test::sampleDay().at(3);
        view.series.googleEventId = u"team_20240115T113000Z"_s;
        view.series.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=5"_s });
        view.hasMeeting = true;
        const auto &start = view.series.event.start().zoned();
        view.changed = { calendar::EventTime(calendar::ZonedTime{ start.utc.addDays(2), start.tzid }) };
        open([&] { dialog->startFollowing(view); });
        QVERIFY(labelSays(u"all that follow"_s));
        QVERIFY(labelSays(u"meeting link of their own"_s));
        typeInto(u"Start time"_s, time.toString(u"HH:mm"_s));
        QCOMPARE(labelSays(u"changed or cancelled on"_s), isLossSaid);
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->accessibleName() == "Title"_L1)
                line->setText(u"Later"_s);
        }
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QVERIFY(fake->calls.contains(u"updateFollowing team_20240115T113000Z primary"_s));
        QCOMPARE(fake->lastUpdate.content.title, u"Later"_s);
        QCOMPARE(fake->lastUpdate.content.start.has_value(), isLossSaid);
        QVERIFY(fake->lastUpdate.content.conference);
        QVERIFY(dialog->isFollowing());
    }

    void theFirstOccurrenceIsTheSeries()
    {
        service::FollowingView view;
        view.series = test::sampleDay().at(3);
        view.series.event.set(u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=5"_s });
        view.isFirst = true;
        open([&] { dialog->startFollowing(view); });
        QVERIFY(labelSays(u"all events of this series"_s));
        QVERIFY(!dialog->isFollowing());
    }

    void addsGuestsAndMailsThemOnlyWhenTold()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        auto *list = dialog->findChild<QListWidget *>();
        QCOMPARE(list->count(), 2);
        QVERIFY(list->item(0)->text().contains(u"accepted"_s));
        QLineEdit *line = nullptr;
        for (QLineEdit *candidate : dialog->findChildren<QLineEdit *>()) {
            if (candidate->accessibleName().contains(u"e-mail"_s))
                line = candidate;
        }
        QVERIFY(line);
        line->setFocus();
        QTest::keyClicks(line, u"nobody"_s);
        QVERIFY(!saveButton()->isEnabled());
        QTest::keyClicks(line, u"@example.com"_s);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(list->count(), 3);
        QVERIFY(dialog->isVisible()); // Enter added the guest and nothing else
        QCheckBox *mail = nullptr;
        for (QCheckBox *box : dialog->findChildren<QCheckBox *>()) {
            if (box->text().contains(u"mail"_s))
                mail = box;
        }
        QVERIFY(mail && mail->isVisible() && !mail->isChecked());
        mail->setChecked(true);
        dialog->accept();
        QTRY_VERIFY(!dialog->isVisible());
        QCOMPARE(fake->lastUpdate.content.attendees->size(), 3);
        QVERIFY(fake->lastUpdate.content.sendUpdates == calendar::SendUpdates::All);
    }

    void showsNotesAsTextWithLinks()
    {
        service::EventView team = test::sampleDay().at(3);
        const QString html = u"Agenda: <a href=\"https://example.org/a\">list</a><br>Bring <b>cake</b>"_s;
        team.event.set(u"description"_s, html);
        open([&] { dialog->startEdit(team); });
        auto *notes = dialog->findChild<QPlainTextEdit *>(u"notes"_s);
        QVERIFY(notes);
        QCOMPARE(notes->toPlainText(), u"Agenda: list (https://example.org/a)\nBring cake"_s);
        QVERIFY(labelSays(u"<a href=\"https://example.org/a\">"_s));
        QCOMPARE(dialog->draft().notes, html); // untouched it stays as Google has it
        typeIntoPlace(u"Roof"_s);
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!dialog->isVisible());
        QVERIFY(!fake->lastUpdate.content.description);
    }

    // "Alice <alice@example.com>" stays together where the window runs from right to left.
    void keepsAnAddressTogetherInArabic()
    {
        dialog->setLayoutDirection(Qt::RightToLeft);
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        const QListWidget *guests = nullptr;
        for (const QListWidget *list : dialog->findChildren<QListWidget *>())
            guests = list->count() == 2 ? list : guests;
        QVERIFY(guests);
        const QString text = guests->item(0)->text();
        QVERIFY2(text.startsWith(QChar(0x2068) + u"Alice <alice@example.com>"_s + QChar(0x2069)),
            qUtf8Printable(text));
    }

    void tellsAScreenReaderEverything()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        const QStringList faults = test::faultsOfAccessibleTree(dialog.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        QCOMPARE(test::keysNotListed(*dialog), QStringList());
    }

    void fitsOnASmallScreen()
    {
        open([this] { dialog->startEdit(test::sampleDay().at(3)); });
        QCOMPARE(test::faultOfSize(dialog.get()), QString());
    }

    void namesEveryField()
    {
        open([this] { dialog->startNew(QDate()); });
        for (QWidget *widget : dialog->findChildren<QWidget *>()) {
            const bool isInput =
                qobject_cast<when::DateField *>(widget) || qobject_cast<when::TimeField *>(widget);
            if (isInput && widget->isVisible())
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

ARIA_TEST(TestEventEditor)

} // namespace tst_eventeditor

#include "tst_eventeditor.moc"
