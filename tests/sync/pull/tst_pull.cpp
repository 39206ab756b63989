// Google → ARIA: pages, tokens, restarts, full lists, occurrences.
#include "sync/rig.h"

#include "support/testmain.h"

namespace tst_pull {

using namespace aria;
using namespace aria::test;

class PullTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryPage();
    void anInterruptedListIsReadAgain_data();
    void anInterruptedListIsReadAgain();
    void anInterruptedFirstImportWritesNoHistory();
    void theTokenIsStoredWithTheLastPage();
    void anExpiredTokenListsEverythingAnew();
    void anExpiredTokenOnAFullListIsNoLoop();
    void aShortFullListDeletesNothing_data();
    void aShortFullListDeletesNothing();
    void vanishedEventsAreDeleted();
    void aSecondPullWritesNothing();
    void anAnswerIsNewsAndKept();
    void deletedAndRecreated();
    void bareTombstones();
    void occurrences();
    void exceptionsOfAnUnknownSeries();
    void aCancelledOccurrenceComesBack();
    void aDeletedSeriesTakesItsExceptions();
    void occurrencesWithoutTheirSeries();
    void theSameEventTwiceInAList();
    void aPushDuringTheListIsNotUndone();
    void aPushDuringARereadIsNotUndone();
};

void PullTest::readsEveryPage()
{
    SyncRig rig;
    rig.google.pageSize = 7;
    for (int i = 0; i < 50; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.created, 50);
    QCOMPARE(rig.google.count(QStringLiteral("list")), 8);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(), 50);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync WHERE local_event_id IS NULL"))
                 .toInt(),
        0);
}

void PullTest::anInterruptedListIsReadAgain_data()
{
    QTest::addColumn<bool>("incremental");
    QTest::newRow("full") << false;
    QTest::newRow("incremental") << true;
}

void PullTest::anInterruptedListIsReadAgain()
{
    QFETCH(bool, incremental);
    SyncRig rig;
    if (incremental)
        QVERIFY(rig.runPull());
    const QVariant token =
        rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"));
    rig.google.pageSize = 3;
    for (int i = 0; i < 9; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    int pages = 0;
    rig.google.afterList = [&](const google::ListQuery &) {
        if (++pages == 2)
            rig.google.failNext(QStringLiteral("list"), networkError());
    };
    const auto failed = rig.runPull();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, QStringLiteral("network"));
    QCOMPARE(
        rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'")), token);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(), 6);
    rig.changes.clear();
    rig.restart(ConflictStrategy::GoogleWins);
    QVERIFY(rig.runPull());
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events")).toInt(), 9);
    QCOMPARE(rig.changes.size(), 3); // the six that were there are no news
}

void PullTest::anInterruptedFirstImportWritesNoHistory()
{
    SyncRig rig;
    rig.google.pageSize = 2;
    for (int i = 0; i < 6; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    rig.google.afterList = [&](const google::ListQuery &) {
        rig.google.afterList = nullptr;
        rig.google.failNext(QStringLiteral("list"), networkError());
    };
    QVERIFY(!rig.runPull());
    QVERIFY(rig.runPull());
    QCOMPARE(rig.historyCount(), 0);
    rig.google.put(meeting(QStringLiteral("later")));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.historyCount(), 1);
}

void PullTest::theTokenIsStoredWithTheLastPage()
{
    SyncRig rig;
    rig.google.pageSize = 2;
    for (int i = 0; i < 4; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    QStringList tokens;
    rig.google.afterList = [&](const google::ListQuery &) {
        tokens << rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"))
                      .toString();
    };
    QVERIFY(rig.runPull());
    QCOMPARE(tokens, QStringList({ QString(), QString() }));
    QVERIFY(rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"))
                .toString()
                .startsWith(QStringLiteral("token-")));
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Changed")));
    rig.google.forgetCalls();
    QVERIFY(rig.runPull());
    QCOMPARE(rig.google.calls.size(), 1);
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Changed"));
}

void PullTest::anExpiredTokenListsEverythingAnew()
{
    SyncRig rig;
    for (int i = 0; i < 5; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("Changed")));
    rig.google.purge(QStringLiteral("event2"));
    rig.google.put(meeting(QStringLiteral("event9")));
    rig.google.expireTokens();
    rig.changes.clear();
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.created, 1);
    QCOMPARE(outcome->changes.updated, 1);
    QCOMPARE(outcome->changes.deleted, 1);
    QCOMPARE(rig.status(QStringLiteral("event2")), QStringLiteral("deleted"));
    QCOMPARE(rig.changes.size(), 3);
}

void PullTest::anExpiredTokenOnAFullListIsNoLoop()
{
    SyncRig rig;
    QVERIFY(rig.runPull());
    rig.google.forgetCalls();
    for (int i = 0; i < 5; ++i)
        rig.google.failNext(QStringLiteral("list"),
            googleError(ErrorCategory::Gone, QStringLiteral("fullSyncRequired"), 410));
    QVERIFY(!rig.runPull());
    QCOMPARE(rig.google.count(QStringLiteral("list")), 2);
}

void PullTest::aShortFullListDeletesNothing_data()
{
    QTest::addColumn<int>("events");
    QTest::addColumn<int>("leftOut");
    QTest::newRow("one of five") << 5 << 1;
    QTest::newRow("all of five") << 5 << 5;
    QTest::newRow("60 of 200") << 200 << 60;
    QTest::newRow("100 of 100: a mass deletion waits") << 100 << 100;
}

void PullTest::aShortFullListDeletesNothing()
{
    QFETCH(int, events);
    QFETCH(int, leftOut);
    SyncRig rig;
    for (int i = 0; i < events; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    QVERIFY(rig.runPull());
    for (int i = 0; i < leftOut; ++i)
        rig.google.leftOut << QStringLiteral("event%1").arg(i);
    rig.google.expireTokens();
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL")).toInt(),
        events);
    QCOMPARE(outcome->changes.deleted, 0);
    // Nor is anything made a second time.
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.writes().isEmpty());
}

void PullTest::vanishedEventsAreDeleted()
{
    SyncRig rig;
    for (int i = 0; i < 200; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i), QStringLiteral("Title%1").arg(i)));
    QVERIFY(rig.runPull());
    for (int i = 0; i < 55; ++i)
        rig.google.purge(QStringLiteral("event%1").arg(i));
    rig.google.expireTokens();
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 55);
    QCOMPARE(outcome->heldDeletions, 0);
    QVERIFY(rig.historyKeeps(QStringLiteral("Title54")));
}

void PullTest::aSecondPullWritesNothing()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"), titled(QStringLiteral("Moved")));
    rig.google.remove(QStringLiteral("series1_20240118T090000Z"));
    QVERIFY(rig.runPull());
    const QString contents = rig.contents();
    const int history = rig.historyCount();
    rig.changes.clear();
    QVERIFY(rig.runPull());
    QVERIFY(rig.runPush());
    QCOMPARE(rig.contents(), contents);
    QCOMPARE(rig.historyCount(), history);
    QVERIFY(rig.changes.isEmpty());
    QVERIFY(rig.google.writes().isEmpty());
}

void PullTest::anAnswerIsNewsAndKept()
{
    SyncRig rig;
    const auto answered = [](const QString &answer) {
        return QJsonObject{ { QStringLiteral("attendees"),
            QJsonArray{ QJsonObject{ { QStringLiteral("email"), QStringLiteral("a@example.com") },
                { QStringLiteral("responseStatus"), answer } } } } };
    };
    rig.google.put(
        meeting(QStringLiteral("event1"), QStringLiteral("Title"), answered(QStringLiteral("needsAction"))));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("event1"), answered(QStringLiteral("accepted")));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.updated, 1);
    QCOMPARE(rig.historyCount(), 1);
    QCOMPARE(rig.record(QStringLiteral("event1"))
                 ->columns.attendees.at(0)[QStringLiteral("responseStatus")]
                 .toString(),
        QStringLiteral("accepted"));
}

void PullTest::deletedAndRecreated()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("First")));
    QVERIFY(rig.runPull());
    rig.google.remove(QStringLiteral("event1"));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("deleted"));
    QVERIFY(rig.historyKeeps(QStringLiteral("First")));
    const qint64 localId = rig.record(QStringLiteral("event1"))->localId;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Second")));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.created, 1);
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Second"));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.record(QStringLiteral("event1"))->localId, localId);
}

void PullTest::bareTombstones()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Title")));
    rig.google.put(meeting(QStringLiteral("unknown")));
    QVERIFY(rig.runPull());
    rig.google.bareTombstones = true;
    rig.google.put(meeting(QStringLiteral("shortlived")));
    rig.google.remove(QStringLiteral("shortlived"));
    rig.google.remove(QStringLiteral("event1"));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 1);
    QVERIFY(!rig.record(QStringLiteral("shortlived")));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("deleted"));
    QCOMPARE(calendar::Event(rig.record(QStringLiteral("event1"))->base).summary(), QStringLiteral("Title"));
    QVERIFY(rig.runPull());
}

void PullTest::occurrences()
{
    SyncRig rig;
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"), titled(QStringLiteral("Other")));
    rig.google.remove(QStringLiteral("series1_20240118T090000Z"));
    QVERIFY(rig.runPull());
    const auto changed = rig.record(QStringLiteral("series1_20240117T090000Z"));
    QVERIFY(changed);
    QCOMPARE(changed->recurringEventId, QStringLiteral("series1"));
    QCOMPARE(changed->originalStart, QStringLiteral("2024-01-17T09:00:00Z"));
    const auto cancelled = rig.record(QStringLiteral("series1_20240118T090000Z"));
    QVERIFY(cancelled && cancelled->isDeletedInAria());
    QCOMPARE(toString(cancelled->status), QStringLiteral("synced"));
    // The series lives on when one of its occurrences goes.
    rig.google.remove(QStringLiteral("series1_20240117T090000Z"));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 1);
    QCOMPARE(rig.status(QStringLiteral("series1")), QStringLiteral("synced"));
    QVERIFY(!rig.record(QStringLiteral("series1"))->isDeletedInAria());
}

void PullTest::exceptionsOfAnUnknownSeries()
{
    SyncRig rig;
    // An invitation to one occurrence only: the series is nobody's business here (Calendar API, recurring events).
    rig.google.put(meeting(QStringLiteral("other_20240117T090000Z"), QStringLiteral("Invited"),
        { { QStringLiteral("recurringEventId"), QStringLiteral("other") },
            { QStringLiteral("originalStartTime"),
                QJsonObject{ { QStringLiteral("dateTime"), QStringLiteral("2024-01-17T09:00:00Z") } } } }));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(QStringLiteral("other_20240117T090000Z")), QStringLiteral("Invited"));
    rig.google.put(series(QStringLiteral("other")));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.status(QStringLiteral("other")), QStringLiteral("synced"));
    QCOMPARE(rig.title(QStringLiteral("other_20240117T090000Z")), QStringLiteral("Invited"));
}

void PullTest::aCancelledOccurrenceComesBack()
{
    SyncRig rig;
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.remove(QStringLiteral("series1_20240117T090000Z"));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"),
        { { QStringLiteral("status"), QStringLiteral("confirmed") },
            { QStringLiteral("summary"), QStringLiteral("Back") } });
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(QStringLiteral("series1_20240117T090000Z")), QStringLiteral("Back"));
    QCOMPARE(
        rig.record(QStringLiteral("series1_20240117T090000Z"))->columns.status, QStringLiteral("confirmed"));
}

void PullTest::aDeletedSeriesTakesItsExceptions()
{
    SyncRig rig;
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"), titled(QStringLiteral("Other")));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("series1"), { { QStringLiteral("status"), QStringLiteral("cancelled") } });
    QVERIFY(rig.runPull());
    QVERIFY(rig.record(QStringLiteral("series1"))->isDeletedInAria());
    QVERIFY(rig.record(QStringLiteral("series1_20240117T090000Z"))->isDeletedInAria());
    QVERIFY(rig.historyKeeps(QStringLiteral("Other")));
}

// As in a calendar that shows only when somebody is busy. What goes with its series may keep its etag.
void PullTest::occurrencesWithoutTheirSeries()
{
    SyncRig rig;
    const auto at = [](int day) {
        return QJsonObject{ { QStringLiteral("dateTime"), QStringLiteral("2024-01-%1T09:00:00Z").arg(day) } };
    };
    for (int day = 17; day < 20; ++day)
        rig.google.put(meeting(QStringLiteral("other_202401%1T090000Z").arg(day), QStringLiteral("Busy"),
            { { QStringLiteral("recurringEventId"), QStringLiteral("other") },
                { QStringLiteral("originalStartTime"), at(day) } }));
    QVERIFY(rig.runSync());
    const QString id = QStringLiteral("other_20240118T090000Z");
    const QString etag = rig.google.at(id).etag();
    rig.google.deletionsKeepEtags = true;
    rig.google.remove(id);
    QCOMPARE(rig.google.at(id).etag(), etag);
    QVERIFY(rig.runSync());
    QVERIFY(rig.record(id)->isDeletedInAria());
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL")).toInt(),
        2);
    rig.google.expireTokens();
    QVERIFY(rig.runSync());
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL")).toInt(),
        2);
}

void PullTest::theSameEventTwiceInAList()
{
    SyncRig rig;
    rig.google.pageSize = 1;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Old")));
    rig.google.put(meeting(QStringLiteral("event2")));
    // Changed between two pages: Google may list it again, and ours must end as the newest.
    rig.google.afterList = [&](const google::ListQuery &) {
        rig.google.afterList = nullptr;
        rig.google.edit(QStringLiteral("event1"), titled(QStringLiteral("New")));
    };
    QVERIFY(rig.runPull());
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("New"));
}

void PullTest::aPushDuringTheListIsNotUndone()
{
    SyncRig rig(ConflictStrategy::GoogleWins);
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("event1"), { { QStringLiteral("location"), QStringLiteral("Berlin") } });
    QVERIFY(rig.runPull());
    // The list is taken, and only then comes a push: the page shows what was before it.
    rig.google.put(meeting(QStringLiteral("event2")));
    rig.google.edit(QStringLiteral("event1"), { { QStringLiteral("colorId"), QStringLiteral("3") } });
    rig.google.hold(QStringLiteral("listed"));
    auto pulling = rig.pull->run();
    QTRY_VERIFY(rig.google.isWaiting(QStringLiteral("listed")));
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    rig.changes.clear();
    rig.google.release(QStringLiteral("listed"));
    QVERIFY(QCoro::waitFor(std::move(pulling)));
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    for (const auto &change : std::as_const(rig.changes))
        QVERIFY(change.googleEventId != QStringLiteral("event1"));
}

void PullTest::aPushDuringARereadIsNotUndone()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.google.edit(QStringLiteral("event1"), { { QStringLiteral("location"), QStringLiteral("Berlin") } });
    rig.google.hold(QStringLiteral("got"));
    auto reading = rig.pull->reread(QStringLiteral("event1"), sync::Pull::Deletions::CarryOut);
    QTRY_VERIFY(rig.google.isWaiting(QStringLiteral("got")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    QVERIFY(rig.runPush());
    rig.changes.clear();
    rig.google.release(QStringLiteral("got"));
    QVERIFY(QCoro::waitFor(std::move(reading)));
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
    QVERIFY(rig.changes.isEmpty());
}

ARIA_TEST(PullTest)

} // namespace tst_pull

#include "tst_pull.moc"
