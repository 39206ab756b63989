#include "conflicts/conflictreview.h"
#include "support/fakeservice.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/conflictdata.h"
#include "ui/screenroom.h"
#include "ui/shortcutkeys.h"
#include "when/timefield.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

namespace tst_conflictreview {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using conflicts::ConflictReview;
using service::ConflictView;
using Side = service::Resolution::Side;

namespace {

ConflictView titleConflict(const QString &id, int hour = 9)
{
    return conflictOf(eventJson(id, u"Meeting"_s, u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s),
        eventJson(id, u"Meeting ARIA"_s, u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s),
        eventJson(id, u"Meeting Google"_s, u"2024-01-15T14:00:00Z"_s, u"2024-01-15T15:00:00Z"_s),
        QDateTime({ 2024, 1, 14 }, { hour, 0 }, Qt::UTC));
}

ConflictView twoFieldConflict(const QString &id)
{
    return conflictOf(eventJson(id, u"Lunch"_s, u"2024-01-15T12:00:00Z"_s, u"2024-01-15T13:00:00Z"_s),
        eventJson(id, u"Lunch A"_s, u"2024-01-15T12:30:00Z"_s, u"2024-01-15T13:30:00Z"_s),
        eventJson(id, u"Lunch G"_s, u"2024-01-15T13:00:00Z"_s, u"2024-01-15T14:00:00Z"_s),
        QDateTime({ 2024, 1, 14 }, { 8, 0 }, Qt::UTC));
}

ConflictView deletionConflict(const QString &id)
{
    const auto base = eventJson(id, u"Party"_s, u"2024-01-20T18:00:00Z"_s, u"2024-01-20T20:00:00Z"_s);
    const auto edited =
        eventJson(id, u"Party at Anna's"_s, u"2024-01-20T18:00:00Z"_s, u"2024-01-20T20:00:00Z"_s);
    return conflictOf(base, {}, edited, QDateTime({ 2024, 1, 14 }, { 7, 0 }, Qt::UTC));
}

struct Rig
{
    FakeService service;
    uicommon::ServiceLink link;
    std::unique_ptr<ConflictReview> review;

    explicit Rig(QList<ConflictView> conflicts)
    {
        service.conflictViews = conflicts;
        link.setService(&service);
        review = std::make_unique<ConflictReview>(
            link, diff::Viewer{ QTimeZone("UTC"), QLocale(QLocale::English, QLocale::UnitedKingdom) });
        review->show();
    }

    QListView *list() const { return review->findChild<QListView *>(); }
    int rows() const { return list()->model()->rowCount(); }
    QString currentTitle() const { return list()->currentIndex().data().toString().section(u'\n', 0, 0); }
    bool wait(int count) const
    {
        return QTest::qWaitFor([this, count] { return rows() == count; });
    }
    QPushButton *button(const QString &text) const
    {
        for (auto *button : review->findChildren<QPushButton *>()) {
            if (button->text().remove(u'&').contains(text))
                return button;
        }
        return nullptr;
    }
    QRadioButton *radio(const QString &name) const
    {
        for (auto *radio : review->findChildren<QRadioButton *>()) {
            if (radio->accessibleName() == name)
                return radio;
        }
        return nullptr;
    }
    bool shows(const QString &text) const
    {
        for (const auto *label : review->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }
    QStringList resolved() const { return service.calls.filter(u"resolve"_s); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *focus = review->focusWidget();
        QTest::keyClick(focus ? focus : review.get(), key, modifiers);
    }
    // The service as it is after a conflict was settled.
    void leave(const QList<ConflictView> &conflicts) { service.conflictViews = conflicts; }
};

} // namespace

class TestConflictReview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsTheNewestFirst()
    {
        Rig rig({ titleConflict(u"old"_s, 5), titleConflict(u"new"_s, 11), deletionConflict(u"gone"_s) });
        QVERIFY(rig.wait(3));
        QCOMPARE(rig.list()->currentIndex().row(), 0);
        const QString first = rig.list()->model()->index(0, 0).data().toString();
        QVERIFY2(first.contains(u"Meeting ARIA"_s) && first.contains(u"Title"_s), qPrintable(first));
        QVERIFY(rig.list()->model()->index(1, 0).data().toString().contains(u"Deleted in ARIA"_s));
    }

    void oneConflictTakesTwoKeys_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<Side>("side");
        QTest::newRow("aria") << int(Qt::Key_1) << Side::Aria;
        QTest::newRow("google") << int(Qt::Key_2) << Side::Google;
    }
    void oneConflictTakesTwoKeys()
    {
        QFETCH(int, key);
        QFETCH(Side, side);
        Rig rig({ twoFieldConflict(u"a"_s), titleConflict(u"b"_s, 5) });
        QVERIFY(rig.wait(2));
        QVERIFY(!rig.button(u"Apply"_s)->isEnabled());
        rig.press(static_cast<Qt::Key>(key), Qt::ControlModifier);
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(1));
        QCOMPARE(rig.resolved(), QStringList{ u"resolve a"_s });
        QCOMPARE(rig.service.lastResolution.fields.size(), 2);
        QVERIFY(rig.service.lastResolution.fields.value(u"title"_s) == side);
        QVERIFY(rig.service.lastResolution.fields.value(u"start_time"_s) == side);
        QCOMPARE(rig.list()->currentIndex().row(), 0); // the next one, ready
        QVERIFY(!rig.button(u"Apply"_s)->isEnabled());
    }

    void choosesFieldByField()
    {
        Rig rig({ twoFieldConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.radio(u"Title from ARIA"_s)->setFocus();
        rig.press(Qt::Key_Space);
        QVERIFY(!rig.button(u"Apply"_s)->isEnabled());
        rig.radio(u"Time from Google"_s)->setFocus();
        rig.press(Qt::Key_Space);
        QVERIFY(rig.shows(u"Lunch A · Mon, 15 Jan 2024, 13:00–14:00"_s));
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(0));
        QVERIFY(rig.service.lastResolution.fields.value(u"title"_s) == Side::Aria);
        QVERIFY(rig.service.lastResolution.fields.value(u"start_time"_s) == Side::Google);
        QVERIFY(rig.shows(u"no conflicts"_s));
    }

    // As when the program ends. What it must not do only the sanitizers see.
    void goesWhileATimeIsTyped()
    {
        Rig rig({ twoFieldConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.radio(u"Time: own wording"_s)->click();
        auto *time = rig.review->findChild<when::TimeField *>();
        QVERIFY(time && time->isVisible());
        QApplication::setActiveWindow(rig.review.get());
        time->setFocus();
        QVERIFY(time->hasFocus());
        QTest::keyClicks(time, u"25:99"_s);
        rig.review.reset();
    }

    // No shortcut that one must know: Tab, arrows, Space, letters, Enter.
    void worksByKeyboardFromStartToEnd()
    {
        Rig rig({ twoFieldConflict(u"a"_s), titleConflict(u"b"_s, 5) });
        QVERIFY(rig.wait(2));
        QCOMPARE(rig.review->focusWidget(), rig.list());
        rig.press(Qt::Key_Tab); // from the list to the first field
        QCOMPARE(rig.review->focusWidget(), rig.radio(u"Title from ARIA"_s));
        rig.press(Qt::Key_Space);
        rig.press(Qt::Key_Right);
        QVERIFY(rig.radio(u"Title from Google"_s)->isChecked());
        rig.press(Qt::Key_Left);
        QVERIFY(rig.radio(u"Title from ARIA"_s)->isChecked());
        rig.press(Qt::Key_Tab);
        QCOMPARE(rig.review->focusWidget(), rig.radio(u"Time from ARIA"_s));
        rig.press(Qt::Key_Right);
        rig.press(Qt::Key_Space);
        QVERIFY(rig.radio(u"Time from Google"_s)->isChecked());
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(1));
        QVERIFY(rig.service.lastResolution.fields.value(u"title"_s) == Side::Aria);
        QVERIFY(rig.service.lastResolution.fields.value(u"start_time"_s) == Side::Google);

        // The next one at once, with wording of one's own.
        QCOMPARE(rig.review->focusWidget(), rig.list());
        rig.press(Qt::Key_Tab);
        rig.press(Qt::Key_Down);
        QCOMPARE(rig.review->focusWidget(), rig.radio(u"Title: own wording"_s));
        rig.press(Qt::Key_Space);
        auto *edit = qobject_cast<QLineEdit *>(rig.review->focusWidget());
        QVERIFY(edit);
        edit->selectAll();
        QTest::keyClicks(edit, u"Mine"_s);
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(0));
        QCOMPARE(rig.service.lastUpdate.content.title, u"Mine"_s);
        rig.press(Qt::Key_Escape);
        QVERIFY(!rig.review->isVisible());
    }

    void keepsBoth()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.press(Qt::Key_3, Qt::ControlModifier);
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(0));
        const QStringList writes = rig.service.calls.filter(QRegularExpression(u"create|resolve"_s));
        QCOMPARE(writes, (QStringList{ u"create"_s, u"resolve a"_s }));
        QCOMPARE(rig.service.lastCreate.content.title, u"Meeting ARIA"_s);
        QCOMPARE(rig.service.lastCreate.content.start->toText(), u"2024-01-15T14:00:00Z"_s);
        QVERIFY(!rig.service.lastCreate.idempotencyKey.isEmpty());
        QVERIFY(rig.service.lastResolution.whole == Side::Google);
    }

    void settlesEachCalendarsConflictOfOneId()
    {
        ConflictView first = titleConflict(u"a"_s);
        first.view.calendarId = u"one"_s;
        ConflictView second = titleConflict(u"a"_s);
        second.view.calendarId = u"two"_s;
        Rig rig({ first, second });
        QVERIFY(rig.wait(2));
        rig.review->select({ u"a"_s, u"two"_s });
        QCOMPARE(rig.list()->currentIndex().row(), 1);
        rig.press(Qt::Key_3, Qt::ControlModifier);
        rig.leave({ first });
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(1));
        QCOMPARE(rig.resolved(), QStringList{ u"resolve a two"_s });
        QCOMPARE(rig.service.lastCreate.calendarId, u"two"_s);
        const QString key = rig.service.lastCreate.idempotencyKey;
        rig.press(Qt::Key_3, Qt::ControlModifier);
        rig.leave({});
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(0));
        QCOMPARE(rig.service.lastCreate.calendarId, u"one"_s);
        QVERIFY(rig.service.lastCreate.idempotencyKey != key);
    }

    void keepingBothThatFailsLeavesTheConflict()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.service.written =
            makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        rig.press(Qt::Key_3, Qt::ControlModifier);
        rig.press(Qt::Key_Return);
        QTRY_VERIFY(rig.shows(u"The database cannot be reached"_s));
        QCOMPARE(rig.resolved(), QStringList());
        QCOMPARE(rig.rows(), 1);
        QVERIFY(rig.button(u"Apply"_s)->isEnabled()); // and can be tried again
    }

    void takesOnesOwnWording()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.radio(u"Title: own wording"_s)->setFocus();
        rig.press(Qt::Key_Space);
        auto *edit = rig.review->findChild<QLineEdit *>();
        QVERIFY(edit->isVisible());
        QVERIFY(edit->hasFocus() || rig.review->focusWidget() == edit);
        edit->selectAll();
        QTest::keyClicks(edit, u"Meeting of both"_s);
        QVERIFY(rig.shows(u"Meeting of both"_s));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(rig.wait(0));
        QVERIFY(rig.service.lastResolution.fields.value(u"title"_s) == Side::Aria);
        QCOMPARE(rig.service.lastUpdate.googleEventId, u"a"_s);
        QCOMPARE(rig.service.lastUpdate.content.title, u"Meeting of both"_s);
        QVERIFY(!rig.service.lastUpdate.content.location);
    }

    void asksBeforeItDiscardsWordingOfOnesOwn()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.press(Qt::Key_1, Qt::ControlModifier); // a choice is no wording
        QVERIFY(!rig.review->property("isUnsaved").toBool());
        rig.radio(u"Title: own wording"_s)->click();
        auto *line = rig.review->findChild<QLineEdit *>();
        line->selectAll();
        QTest::keyClicks(line, u"Mine"_s);
        QTest::keyClick(line, Qt::Key_Escape);
        QVERIFY(rig.review->isVisible());
        auto *box = rig.review->findChild<QMessageBox *>();
        QVERIFY(box && QTest::qWaitForWindowActive(box));
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!rig.review->findChild<QMessageBox *>());
        QCOMPARE(line->text(), u"Mine"_s);
        QTest::keyClick(line, Qt::Key_Escape);
        QTest::mouseClick(
            rig.review->findChild<QMessageBox *>()->button(QMessageBox::Discard), Qt::LeftButton);
        QTRY_VERIFY(!rig.review->isVisible());
    }

    void wordingThatCouldNotBeSavedCanBeTriedAgain()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.service.written = makeError(ErrorCategory::Unavailable, u"offline"_s, u"Not now."_s);
        rig.radio(u"Title: own wording"_s)->click();
        rig.review->findChild<QLineEdit *>()->setText(u"Mine"_s);
        rig.press(Qt::Key_Return);
        QTRY_VERIFY(rig.shows(u"could not be saved"_s));
        auto *again = rig.button(u"Save my wording"_s);
        QVERIFY(again->isVisible());
        rig.service.written = WriteOutcome();
        again->click();
        QTRY_VERIFY(!again->isVisible());
        QCOMPARE(rig.service.lastUpdate.content.title, u"Mine"_s);
    }

    void appliesToAllAlike()
    {
        Rig rig({ titleConflict(u"a"_s, 11), titleConflict(u"b"_s, 10), twoFieldConflict(u"c"_s) });
        QVERIFY(rig.wait(3));
        rig.press(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(rig.button(u"Apply to all 2"_s)->text().remove(u'&'),
            u"Apply to all 2 like this: keep 2, delete 0"_s);
        QVERIFY(rig.button(u"Apply to all 2"_s)->isEnabled());
        rig.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(rig.wait(1));
        QCOMPARE(rig.resolved(), (QStringList{ u"resolve a"_s, u"resolve b"_s }));
    }

    // What was deleted in ARIA and what was deleted in Google have opposite outcomes.
    void keepingOneDeletesNoOther()
    {
        ConflictView inGoogle = deletionConflict(u"g"_s);
        std::swap(inGoogle.fields[0].aria, inGoogle.fields[0].google);
        Rig rig({ deletionConflict(u"a"_s), inGoogle, deletionConflict(u"b"_s) });
        QVERIFY(rig.wait(3));
        rig.review->select(u"a"_s);
        QCOMPARE(rig.button(u"Apply to all"_s)->text().remove(u'&'), u"Apply to all 2 like this"_s);
        rig.press(Qt::Key_1, Qt::ControlModifier); // as in ARIA: deleted
        QVERIFY(rig.button(u"Apply to all 2 like this: keep 0, delete 2"_s)->isVisible());
        rig.press(Qt::Key_2, Qt::ControlModifier); // as in Google: kept
        QVERIFY(rig.button(u"Apply to all 2 like this: keep 2, delete 0"_s)->isVisible());
        rig.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(rig.wait(1));
        QCOMPARE(rig.resolved(), (QStringList{ u"resolve a"_s, u"resolve b"_s }));
        QVERIFY(rig.service.lastResolution.whole == Side::Google);
        // Of the one that is left nothing like it is there.
        rig.press(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(!rig.button(u"Apply to all"_s)->isVisible());
    }

    void goesOnInTheListAfterApplyingToAll()
    {
        Rig rig({ titleConflict(u"a"_s, 11), titleConflict(u"b"_s, 10), twoFieldConflict(u"c"_s) });
        QVERIFY(rig.wait(3));
        rig.press(Qt::Key_2, Qt::ControlModifier);
        auto *button = rig.button(u"Apply to all 2"_s);
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(rig.wait(1));
        QCOMPARE(rig.review->focusWidget(), rig.list());
    }

    void tellsAScreenReaderEverything()
    {
        Rig rig({ twoFieldConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        const QStringList faults = faultsOfAccessibleTree(rig.review.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        QCOMPARE(faultOfSize(rig.review.get()), QString());
        QCOMPARE(keysNotListed(*rig.review), QStringList());
        QCOMPARE(rig.list()->currentIndex().data(Qt::AccessibleTextRole).toString(),
            u"Lunch A. Mon, 15 Jan 2024, 12:30. Differs: Title and Time"_s);
        QVERIFY(rig.shows(u"ARIA, changed Sun, 14 Jan 2024, 08:00"_s)); // as dates stand everywhere
    }

    void skips()
    {
        Rig rig({ titleConflict(u"a"_s, 11), twoFieldConflict(u"b"_s) });
        QVERIFY(rig.wait(2));
        rig.press(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(rig.list()->currentIndex().row(), 1);
        rig.press(Qt::Key_N, Qt::ControlModifier);
        QCOMPARE(rig.list()->currentIndex().row(), 0);
        QCOMPARE(rig.resolved(), QStringList());
    }

    void showsADeletionAsWhatItIs()
    {
        Rig rig({ deletionConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        QVERIFY(rig.shows(u"deleted"_s));
        QVERIFY(!rig.button(u"Keep both"_s)->isEnabled());
        rig.press(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(rig.shows(u"The event will be deleted."_s));
        rig.press(Qt::Key_Return);
        QVERIFY(rig.wait(0));
        QVERIFY(rig.service.lastResolution.whole == Side::Aria);
    }

    // A field that was empty is not one that nobody knows.
    void tellsEmptyFromNotKnown()
    {
        const QString start = u"2024-01-15T12:00:00Z"_s;
        const QString end = u"2024-01-15T13:00:00Z"_s;
        ConflictView conflict = conflictOf(eventJson(u"a"_s, u"Lunch"_s, start, end),
            eventJson(u"a"_s, u"Lunch"_s, start, end, u"Café"_s),
            eventJson(u"a"_s, u"Lunch"_s, start, end, u"Canteen"_s));
        conflict.fields[0].base = QJsonValue::Null;
        {
            Rig rig({ conflict });
            QVERIFY(rig.wait(1));
            QVERIFY(rig.shows(u"empty"_s) && !rig.shows(u"not known"_s));
        }
        conflict.record.base = {};
        Rig rig({ conflict });
        QVERIFY(rig.wait(1));
        QVERIFY(rig.shows(u"not known"_s));
    }

    void followsChangesAndKeepsTheChoices()
    {
        Rig rig({ twoFieldConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.press(Qt::Key_1, Qt::ControlModifier);
        // Another conflict comes; the one at hand stays selected and chosen.
        rig.service.conflictViews =
            QList<ConflictView>{ twoFieldConflict(u"a"_s), titleConflict(u"b"_s, 12) };
        Q_EMIT rig.service.stateChanged();
        QVERIFY(rig.wait(2));
        QCOMPARE(rig.currentTitle(), u"Lunch A"_s);
        QVERIFY(rig.radio(u"Title from ARIA"_s)->isChecked());
        QVERIFY(rig.button(u"Apply"_s)->isEnabled());

        // Google's title changes: that choice is taken back, the one for the time stays.
        ConflictView changed = twoFieldConflict(u"a"_s);
        changed.fields[0].google = u"Lunch elsewhere"_s;
        rig.service.conflictViews = QList<ConflictView>{ changed };
        Q_EMIT rig.service.eventsChanged({});
        QVERIFY(rig.wait(1));
        QTRY_VERIFY(!rig.radio(u"Title from ARIA"_s)->isChecked());
        QVERIFY(rig.radio(u"Time from ARIA"_s)->isChecked());
        QVERIFY(!rig.button(u"Apply"_s)->isEnabled());
        QVERIFY(rig.shows(u"has just changed"_s));

        // Settled elsewhere.
        rig.service.conflictViews = QList<ConflictView>();
        Q_EMIT rig.service.stateChanged();
        QVERIFY(rig.wait(0));
        QVERIFY(rig.shows(u"no conflicts"_s));
    }

    void waitsForAnAnswerWithoutAskingTwice()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.service.held.insert(u"resolve"_s);
        rig.press(Qt::Key_1, Qt::ControlModifier);
        rig.press(Qt::Key_Return);
        rig.press(Qt::Key_Return);
        QVERIFY(!rig.button(u"Apply"_s)->isEnabled());
        QCOMPARE(rig.resolved().size(), 1);
        rig.service.release();
        QVERIFY(rig.wait(0));
    }

    void aServiceThatGoesAwayIsNoDeadEnd()
    {
        Rig rig({ titleConflict(u"a"_s) });
        QVERIFY(rig.wait(1));
        rig.service.held.insert(u"resolve"_s);
        rig.press(Qt::Key_1, Qt::ControlModifier);
        rig.press(Qt::Key_Return);
        rig.service.dropHeld(); // its promise breaks
        QTRY_VERIFY(rig.shows(u"could not be settled"_s));
        rig.link.setService(nullptr);
        rig.press(Qt::Key_Return);
        QTRY_VERIFY(rig.shows(u"starting again"_s));
    }
};

ARIA_TEST(TestConflictReview)

} // namespace tst_conflictreview

#include "tst_conflictreview.moc"
