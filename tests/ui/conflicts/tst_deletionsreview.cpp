#include "conflicts/deletionsreview.h"
#include "support/fakeservice.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/conflictdata.h"
#include "ui/screenroom.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

namespace tst_deletionsreview {

using namespace Qt::StringLiterals;
using namespace aria;
using conflicts::DeletionsReview;
using service::PlannedWrite;

class TestDeletionsReview : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        fake = std::make_unique<test::FakeService>();
        link = std::make_unique<uicommon::ServiceLink>();
        hold(u"a"_s, u"Lunch"_s, PlannedWrite::Side::Aria);
        hold(u"b"_s, u"Team meeting"_s, PlannedWrite::Side::Aria);
        PlannedWrite other; // waits as well, but is no held deletion
        other.operation = store::Operation::Update;
        other.before = calendar::Event(json(u"c"_s, u"Dentist"_s));
        fake->planned->writes.append(other);
    }
    void cleanup()
    {
        dialog.reset();
        link.reset();
    }

    void showsWhatWouldBeDeleted()
    {
        open();
        QCOMPARE(titles(), (QStringList{ u"Lunch"_s, u"Team meeting"_s }));
        QVERIFY(says(u"2 events were deleted in Google"_s));
        QCOMPARE(list()->topLevelItem(0)->text(1), u"Mon, 15 Jan 2024"_s);
        QCOMPARE(list()->topLevelItem(0)->text(2), u"in Google"_s);
    }

    void saysWhichSideDeleted()
    {
        fake->planned->writes.clear();
        hold(u"a"_s, u"Lunch"_s, PlannedWrite::Side::Google);
        open();
        QVERIFY(says(u"deleted in ARIA"_s));
        QCOMPARE(list()->topLevelItem(0)->text(2), u"in ARIA"_s);
    }

    void fitsEveryoneAndEveryScreen()
    {
        open();
        const QStringList faults = test::faultsOfAccessibleTree(dialog.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        QCOMPARE(test::faultOfSize(dialog.get()), QString());
    }

    void decidesByKeyboard_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("call");
        QTest::newRow("approve") << int(Qt::Key_D) << u"approvePlan"_s;
        QTest::newRow("reject") << int(Qt::Key_B) << u"rejectPlan"_s;
    }
    void decidesByKeyboard()
    {
        QFETCH(int, key);
        QFETCH(QString, call);
        open();
        QTest::keyClick(dialog.get(), Qt::Key(key), Qt::AltModifier);
        QTRY_VERIFY(!dialog->isVisible());
        // Only about what was shown.
        QVERIFY(fake->calls.contains(call + u' ' + fake->planned->id()));
    }

    void decidesNothingByAccident_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("Enter") << int(Qt::Key_Return);
        QTest::newRow("Escape") << int(Qt::Key_Escape);
    }
    void decidesNothingByAccident()
    {
        QFETCH(int, key);
        open();
        QTest::keyClick(dialog.get(), Qt::Key(key));
        QTRY_VERIFY(!dialog->isVisible());
        QVERIFY(!fake->calls.join(u' ').contains(u"approvePlan"_s));
        QVERIFY(!fake->calls.join(u' ').contains(u"rejectPlan"_s));
    }

    void followsTheService()
    {
        open();
        hold(u"d"_s, u"Party"_s, PlannedWrite::Side::Aria);
        Q_EMIT fake->stateChanged();
        QTRY_COMPARE(titles().size(), 3);
        QVERIFY(says(u"just changed"_s));
        fake->planned = service::Plan();
        Q_EMIT fake->stateChanged();
        QTRY_VERIFY(titles().isEmpty());
        QVERIFY(says(u"No deletions wait"_s));
        for (QPushButton *button : dialog->findChildren<QPushButton *>())
            QCOMPARE(button->isEnabled(), button->isDefault());
    }

    void saysWhyItDidNotWork()
    {
        fake->decided = makeError(ErrorCategory::Conflict, u"plan_changed"_s, u"Others wait."_s);
        open();
        QTest::keyClick(dialog.get(), Qt::Key_D, Qt::AltModifier);
        QTRY_VERIFY(says(u"could not be done"_s));
        QVERIFY(dialog->isVisible());
        QTRY_VERIFY(dialog->findChildren<QPushButton *>().at(0)->isEnabled());
    }

private:
    static QJsonObject json(const QString &id, const QString &title)
    {
        return test::eventJson(id, title, u"2024-01-15T13:00:00Z"_s, u"2024-01-15T14:00:00Z"_s);
    }
    void hold(const QString &id, const QString &title, PlannedWrite::Side side)
    {
        PlannedWrite write;
        write.side = side;
        write.operation = store::Operation::Delete;
        write.googleEventId = id;
        write.localId = fake->planned->writes.size() + 1;
        write.held = true;
        write.before = calendar::Event(json(id, title));
        fake->planned->writes.append(write);
    }
    void open()
    {
        dialog = std::make_unique<DeletionsReview>(
            *link, uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(u"en_GB"_s) });
        link->setService(fake.get());
        dialog->show();
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog.get()));
        QTRY_VERIFY(!titles().isEmpty());
    }
    QTreeWidget *list() const { return dialog->findChild<QTreeWidget *>(); }
    QStringList titles() const
    {
        QStringList result;
        for (int i = 0; i < list()->topLevelItemCount(); ++i)
            result.append(list()->topLevelItem(i)->text(0));
        return result;
    }
    bool says(const QString &text) const
    {
        const auto labels = dialog->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    std::unique_ptr<test::FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<DeletionsReview> dialog;
};

ARIA_TEST(TestDeletionsReview)

} // namespace tst_deletionsreview

#include "tst_deletionsreview.moc"
