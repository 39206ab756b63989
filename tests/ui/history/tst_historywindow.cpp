#include "history/historymodel.h"
#include "history/historywindow.h"
#include "history/historywords.h"
#include "support/fakeservice.h"
#include "support/testmain.h"
#include "ui/accessibletree.h"
#include "ui/conflictdata.h"
#include "ui/screenroom.h"
#include "ui/shortcutkeys.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTest>

namespace tst_historywindow {

using namespace Qt::StringLiterals;
using namespace aria;
using namespace aria::test;
using history::HistoryModel;
using history::HistoryWindow;
using store::HistoryRecord;

namespace {

const QDateTime noon({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);

HistoryRecord change(qint64 id, const QString &title = u"Team Meeting"_s)
{
    HistoryRecord record;
    record.id = id;
    record.googleEventId = u"event%1"_s.arg(id);
    record.calendarId = u"team"_s;
    record.side = store::Side::Aria;
    record.operation = store::Operation::Update;
    record.reason = u"changed in Google"_s;
    record.outcome = store::Outcome::Done;
    record.createdAt = noon.addSecs(id * 60);
    record.before =
        eventJson(record.googleEventId, title, u"2024-01-16T14:00:00Z"_s, u"2024-01-16T15:00:00Z"_s);
    record.after =
        eventJson(record.googleEventId, title, u"2024-01-16T15:00:00Z"_s, u"2024-01-16T16:00:00Z"_s);
    return record;
}

HistoryPage page(qint64 from, qint64 to, const QString &next = {})
{
    HistoryPage page;
    for (qint64 id = from; id >= to; --id)
        page.records.append(change(id));
    page.nextCursor = next;
    return page;
}

diff::Viewer viewer()
{
    return { QTimeZone("UTC"), QLocale(QLocale::English, QLocale::UnitedKingdom) };
}

struct Rig
{
    FakeService service;
    uicommon::ServiceLink link;
    std::unique_ptr<HistoryWindow> window;

    explicit Rig(const HistoryPage &first)
    {
        service.historyPage = first;
        link.setService(&service);
        window = std::make_unique<HistoryWindow>(link, viewer());
        window->show();
    }
    QTableView *table() const { return window->findChild<QTableView *>(); }
    int rows() const { return table()->model()->rowCount(); }
    QString cell(int row, int column) const { return table()->model()->index(row, column).data().toString(); }
    bool shows(const QString &text) const
    {
        for (const auto *label : window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers)
    {
        QTest::keyClick(window->focusWidget() ? window->focusWidget() : window.get(), key, modifiers);
    }
};

} // namespace

class TestHistoryWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatHappened_data()
    {
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("side");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("operationWords");
        QTest::addColumn<QString>("sideWords");
        QTest::addColumn<QString>("reasonWords");
        QTest::newRow("pulled") << u"update"_s << u"aria"_s << u"changed in Google"_s << u"Changed"_s
                                << u"in ARIA"_s << u"changed in Google"_s;
        QTest::newRow("pushed") << u"create"_s << u"google"_s << u"aria edit"_s << u"Made"_s << u"in Google"_s
                                << u"edited in ARIA"_s;
        QTest::newRow("settled") << u"resolve"_s << u"aria"_s << u"google_wins"_s << u"Conflict settled"_s
                                 << u"in ARIA"_s << u"conflict: Google's version wins"_s;
        QTest::newRow("undone") << u"undo"_s << u"aria"_s << u"undo of 12"_s << u"Undone"_s << u"in ARIA"_s
                                << u"an earlier change was undone"_s;
        QTest::newRow("code of a later version")
            << u"merge"_s << u"aria"_s << u"because"_s << u"Changed"_s << u"in ARIA"_s << u"because"_s;
    }
    void saysWhatHappened()
    {
        HistoryRecord record;
        QFETCH(QString, operation);
        QFETCH(QString, side);
        QFETCH(QString, reason);
        record.operation = store::operationFromString(operation).value_or(store::Operation::Update);
        record.side = *store::sideFromString(side);
        record.reason = reason;
        QTEST(history::operationText(record), "operationWords");
        QTEST(history::sideText(record), "sideWords");
        QTEST(history::reasonText(record), "reasonWords");
    }

    void fitsEveryoneAndEveryScreen()
    {
        Rig rig(page(3, 1));
        QTRY_COMPARE(rig.rows(), 3);
        const QStringList faults = faultsOfAccessibleTree(rig.window.get());
        QVERIFY2(faults.isEmpty(), qUtf8Printable(faults.join(u", "_s)));
        QCOMPARE(faultOfSize(rig.window.get()), QString());
        QCOMPARE(keysNotListed(*rig.window), QStringList());
    }

    void saysWhatBecameOfIt()
    {
        HistoryRecord record = change(1);
        QCOMPARE(history::outcomeText(record), QString());
        record.outcome = store::Outcome::Intended;
        QCOMPARE(history::outcomeText(record), u"waiting"_s);
        record.outcome = store::Outcome::Failed;
        record.error = u"Google refused it."_s;
        QCOMPARE(history::outcomeText(record), u"failed: Google refused it."_s);
    }

    void showsBothVersions()
    {
        Rig rig(page(2, 1));
        QTRY_COMPARE(rig.rows(), 2);
        QCOMPARE(rig.cell(0, HistoryModel::When), u"Mon, 15 Jan 2024, 12:02"_s);
        QCOMPARE(rig.cell(0, HistoryModel::Title), u"Team Meeting"_s);
        QTRY_VERIFY(rig.shows(u"Time"_s));
        QVERIFY(!rig.shows(u"Title"_s)); // the same in both
        QVERIFY(rig.shows(u"background-color"_s));
    }

    void readsOnWhenScrolled()
    {
        Rig rig(page(300, 201, u"201"_s));
        QTRY_COMPARE(rig.rows(), 100);
        QCOMPARE(rig.service.calls.filter(u"history"_s).size(), 1);
        rig.service.historyPage = page(200, 150);
        rig.table()->scrollToBottom();
        QTRY_COMPARE(rig.rows(), 151);
        QCOMPARE(rig.service.calls.filter(u"history"_s).constLast(), u"history 100 201 "_s);
        QVERIFY(!rig.table()->model()->canFetchMore({}));
    }

    void addsWhatIsNew()
    {
        Rig rig(page(3, 1));
        QTRY_COMPARE(rig.rows(), 3);
        rig.table()->selectRow(1);
        HistoryPage later = page(5, 1);
        later.records[2].outcome = store::Outcome::Failed;
        rig.service.historyPage = later;
        Q_EMIT rig.service.eventsChanged({});
        QTRY_COMPARE(rig.rows(), 5);
        QCOMPARE(rig.table()->currentIndex().row(), 3); // the same change
        QCOMPARE(rig.cell(2, HistoryModel::Outcome), u"failed"_s);
    }

    void filtersByEvent()
    {
        Rig rig(page(3, 1));
        QTRY_COMPARE(rig.rows(), 3);
        rig.table()->selectRow(1);
        rig.service.historyPage = page(2, 2);
        rig.press(Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(rig.rows(), 1);
        QCOMPARE(rig.service.calls.filter(u"history"_s).constLast(), u"history 100  event2"_s);
        QCOMPARE(rig.service.lastHistory, service::EventKey(u"event2"_s, u"team"_s));
        rig.service.historyPage = page(3, 1);
        rig.press(Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(rig.rows(), 3);
    }

    void undoesTheSelectedChange()
    {
        Rig rig(page(3, 1));
        QTRY_COMPARE(rig.rows(), 3);
        rig.table()->selectRow(2);
        rig.service.held.insert(u"undo"_s);
        rig.press(Qt::Key_Z, Qt::ControlModifier);
        rig.press(Qt::Key_Z, Qt::ControlModifier); // not twice
        QCOMPARE(rig.service.calls.filter(u"undo"_s), QStringList{ u"undo 1"_s });
        QVERIFY(rig.shows(u"Undoing"_s));
        rig.service.release();
        QTRY_VERIFY(rig.shows(u"Undone, and waiting for Google: Changed in ARIA: Team Meeting"_s));
    }

    void saysWhyItCannotBeUndone()
    {
        Rig rig(page(1, 1));
        QTRY_COMPARE(rig.rows(), 1);
        rig.service.written =
            makeError(ErrorCategory::Conflict, u"already_gone"_s, u"It is deleted already."_s);
        rig.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(rig.shows(u"could not be undone: What this change made is deleted already."_s));
    }

    void undoesAllSince_data()
    {
        QTest::addColumn<bool>("confirmed");
        QTest::newRow("confirmed") << true;
        QTest::newRow("cancelled") << false;
    }
    void undoesAllSince()
    {
        QFETCH(bool, confirmed);
        Rig rig(page(3, 1));
        QTRY_COMPARE(rig.rows(), 3);
        rig.service.undone = 2;
        rig.table()->selectRow(1);
        rig.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        auto *question = rig.window->findChild<QMessageBox *>();
        QVERIFY(question && question->isVisible());
        QVERIFY(question->text().contains(u"Mon, 15 Jan 2024, 12:02"_s));
        for (auto *button : question->buttons()) {
            if (question->buttonRole(button)
                == (confirmed ? QMessageBox::AcceptRole : QMessageBox::RejectRole)) {
                button->click();
                break;
            }
        }
        const QStringList asked = rig.service.calls.filter(u"undoSince"_s);
        QCOMPARE(asked, confirmed ? QStringList{ u"undoSince 2024-01-15T12:02:00Z"_s } : QStringList());
        if (confirmed)
            QTRY_VERIFY(rig.shows(u"2 changes undone."_s));
    }

    void saysThatThereIsNothing()
    {
        Rig rig({});
        QTRY_VERIFY(rig.shows(u"Nothing has changed yet."_s));
        for (const auto *button : rig.window->findChildren<QPushButton *>()) {
            if (button->text().contains(u"ndo"_s))
                QVERIFY(!button->isEnabled());
        }
    }

    void saysThatItCannotBeRead()
    {
        FakeService service;
        service.historyPage =
            makeError(ErrorCategory::Unavailable, u"database_away"_s, u"The database is away."_s);
        uicommon::ServiceLink link;
        link.setService(&service);
        HistoryWindow window(link, viewer());
        window.show();
        const auto says = [&window] {
            const auto labels = window.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                return label->text().contains(u"The database cannot be reached"_s);
            });
        };
        QTRY_VERIFY(says());
    }
};

ARIA_TEST(TestHistoryWindow)

} // namespace tst_historywindow

#include "tst_historywindow.moc"
