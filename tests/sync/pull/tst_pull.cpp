// Google → ARIA: pages, tokens, restarts, full lists, occurrences.
#include "sync/plan/dryrun.h"
#include "sync/rig.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

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
    void occurrencesMakeNoMassDeletion();
    void vanishedEventsAreDeleted();
    void aSecondPullWritesNothing();
    void anAnswerIsNewsAndKept();
    void deletedAndRecreated();
    void bareTombstones();
    void anEditOfADeletedRowIsInTheHistory();
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
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.created, 50);
    QCOMPARE(rig.google.count(u"list"_s), 8);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events"_s).toInt(), 50);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE local_event_id IS NULL"_s).toInt(), 0);
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
    const QVariant token = rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"_s);
    rig.google.pageSize = 3;
    for (int i = 0; i < 9; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    int pages = 0;
    rig.google.afterList = [&](const google::ListQuery &) {
        if (++pages == 2)
            rig.google.failNext(u"list"_s, networkError());
    };
    const auto failed = rig.runPull();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, u"network"_s);
    QCOMPARE(rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"_s), token);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events"_s).toInt(), 6);
    rig.changes.clear();
    rig.restart(ConflictStrategy::GoogleWins);
    QVERIFY(rig.runPull());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events"_s).toInt(), 9);
    QCOMPARE(rig.changes.size(), 3); // the six that were there are no news
}

void PullTest::anInterruptedFirstImportWritesNoHistory()
{
    SyncRig rig;
    rig.google.pageSize = 2;
    for (int i = 0; i < 6; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    rig.google.afterList = [&](const google::ListQuery &) {
        rig.google.afterList = nullptr;
        rig.google.failNext(u"list"_s, networkError());
    };
    QVERIFY(!rig.runPull());
    QVERIFY(rig.runPull());
    QCOMPARE(rig.historyCount(), 0);
    rig.google.put(meeting(u"later"_s));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.historyCount(), 1);
}

void PullTest::theTokenIsStoredWithTheLastPage()
{
    SyncRig rig;
    rig.google.pageSize = 2;
    for (int i = 0; i < 4; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    QStringList tokens;
    rig.google.afterList = [&](const google::ListQuery &) {
        tokens << rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"_s).toString();
    };
    QVERIFY(rig.runPull());
    QCOMPARE(tokens, QStringList({ QString(), QString() }));
    QVERIFY(rig.one(u"SELECT value FROM aria_calendar_metadata WHERE key = 'sync_token'"_s)
                .toString()
                .startsWith(u"token-"_s));
    rig.google.edit(u"event1"_s, titled(u"Changed"_s));
    rig.google.forgetCalls();
    QVERIFY(rig.runPull());
    QCOMPARE(rig.google.calls.size(), 1);
    QCOMPARE(rig.title(u"event1"_s), u"Changed"_s);
}

void PullTest::anExpiredTokenListsEverythingAnew()
{
    SyncRig rig;
    for (int i = 0; i < 5; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    QVERIFY(rig.runPull());
    rig.google.edit(u"event1"_s, titled(u"Changed"_s));
    rig.google.purge(u"event2"_s);
    rig.google.put(meeting(u"event9"_s));
    rig.google.expireTokens();
    rig.changes.clear();
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.created, 1);
    QCOMPARE(outcome->changes.updated, 1);
    QCOMPARE(outcome->changes.deleted, 1);
    QCOMPARE(rig.status(u"event2"_s), u"deleted"_s);
    QCOMPARE(rig.changes.size(), 3);
}

void PullTest::anExpiredTokenOnAFullListIsNoLoop()
{
    SyncRig rig;
    QVERIFY(rig.runPull());
    rig.google.forgetCalls();
    for (int i = 0; i < 5; ++i)
        rig.google.failNext(u"list"_s, googleError(ErrorCategory::Gone, u"fullSyncRequired"_s, 410));
    QVERIFY(!rig.runPull());
    QCOMPARE(rig.google.count(u"list"_s), 2);
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
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    QVERIFY(rig.runPull());
    for (int i = 0; i < leftOut; ++i)
        rig.google.leftOut << u"event%1"_s.arg(i);
    rig.google.expireTokens();
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), events);
    QCOMPARE(outcome->changes.deleted, 0);
    // Nor is anything made a second time.
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.writes().isEmpty());
}

// A series is one event, however many of its occurrences were changed: so few are looked up and not held.
void PullTest::occurrencesMakeNoMassDeletion()
{
    SyncRig rig;
    for (int i = 0; i < 23; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    for (int i = 0; i < 12; ++i) {
        const QString id = u"series%1"_s.arg(i);
        rig.google.put(series(id));
        rig.google.leftOut << id;
        for (const auto *day : { "16", "17", "18" }) {
            const QString occurrence = id + u"_202401%1T090000Z"_s.arg(QLatin1String(day));
            rig.google.edit(occurrence, titled(u"Changed"_s));
            rig.google.leftOut << occurrence;
        }
    }
    const QStringList leftOut = std::exchange(rig.google.leftOut, {});
    QVERIFY(rig.runPull());
    const QString living = u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s;
    QCOMPARE(rig.one(living).toInt(), 23 + 12 * 4);
    rig.google.leftOut = leftOut;
    rig.google.expireTokens();
    sync::DryRun dryRun(
        rig.google, *rig.store, rig.clock, rig.random, u"primary"_s, ConflictStrategy::GoogleWins);
    const auto plan = QCoro::waitFor(dryRun.run());
    QVERIFY(plan);
    QVERIFY(plan->writes.isEmpty());
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 0);
    QCOMPARE(outcome->heldDeletions, 0);
    QCOMPARE(rig.one(living).toInt(), 23 + 12 * 4);
}

void PullTest::vanishedEventsAreDeleted()
{
    SyncRig rig;
    for (int i = 0; i < 200; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i), u"Title%1"_s.arg(i)));
    QVERIFY(rig.runPull());
    for (int i = 0; i < 55; ++i)
        rig.google.purge(u"event%1"_s.arg(i));
    rig.google.expireTokens();
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 55);
    QCOMPARE(outcome->heldDeletions, 0);
    QVERIFY(rig.historyKeeps(u"Title54"_s));
}

void PullTest::aSecondPullWritesNothing()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Moved"_s));
    rig.google.remove(u"series1_20240118T090000Z"_s);
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
        return QJsonObject{ { u"attendees"_s,
            QJsonArray{
                QJsonObject{ { u"email"_s, u"a@example.com"_s }, { u"responseStatus"_s, answer } } } } };
    };
    rig.google.put(meeting(u"event1"_s, u"Title"_s, answered(u"needsAction"_s)));
    QVERIFY(rig.runPull());
    rig.google.edit(u"event1"_s, answered(u"accepted"_s));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.updated, 1);
    QCOMPARE(rig.historyCount(), 1);
    QCOMPARE(rig.record(u"event1"_s)->columns.attendees.at(0)[u"responseStatus"_s].toString(), u"accepted"_s);
}

void PullTest::deletedAndRecreated()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"First"_s));
    QVERIFY(rig.runPull());
    rig.google.remove(u"event1"_s);
    QVERIFY(rig.runPull());
    QCOMPARE(rig.status(u"event1"_s), u"deleted"_s);
    QVERIFY(rig.historyKeeps(u"First"_s));
    const qint64 localId = rig.record(u"event1"_s)->localId;
    rig.google.put(meeting(u"event1"_s, u"Second"_s));
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.created, 1);
    QCOMPARE(rig.title(u"event1"_s), u"Second"_s);
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
    QCOMPARE(rig.record(u"event1"_s)->localId, localId);
}

void PullTest::bareTombstones()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"Title"_s));
    rig.google.put(meeting(u"unknown"_s));
    QVERIFY(rig.runPull());
    rig.google.bareTombstones = true;
    rig.google.put(meeting(u"shortlived"_s));
    rig.google.remove(u"shortlived"_s);
    rig.google.remove(u"event1"_s);
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 1);
    QVERIFY(!rig.record(u"shortlived"_s));
    QCOMPARE(rig.status(u"event1"_s), u"deleted"_s);
    QCOMPARE(calendar::Event(rig.record(u"event1"_s)->base).summary(), u"Title"_s);
    QVERIFY(rig.runPull());
}

// As after the stub of a moved event, until the list of the other calendar brings it.
void PullTest::anEditOfADeletedRowIsInTheHistory()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"Title"_s));
    QVERIFY(rig.runPull());
    rig.google.remove(u"event1"_s);
    QVERIFY(rig.runPull());
    QCOMPARE(rig.status(u"event1"_s), u"deleted"_s);
    rig.setInAria(u"event1"_s, u"location"_s, u"Room 4"_s);
    rig.google.put(meeting(u"event1"_s, u"Again"_s));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(u"event1"_s), u"Again"_s);
    const auto kept = u"SELECT count(*) FROM aria_calendar_sync_history WHERE before_event LIKE '%Room 4%'"_s;
    QCOMPARE(rig.one(kept).toInt(), 1);
}

void PullTest::occurrences()
{
    SyncRig rig;
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    rig.google.remove(u"series1_20240118T090000Z"_s);
    QVERIFY(rig.runPull());
    const auto changed = rig.record(u"series1_20240117T090000Z"_s);
    QVERIFY(changed);
    QCOMPARE(changed->recurringEventId, u"series1"_s);
    QCOMPARE(changed->originalStart, u"2024-01-17T09:00:00Z"_s);
    const auto cancelled = rig.record(u"series1_20240118T090000Z"_s);
    QVERIFY(cancelled && cancelled->isDeletedInAria());
    QCOMPARE(toString(cancelled->status), u"synced"_s);
    // The series lives on when one of its occurrences goes.
    rig.google.remove(u"series1_20240117T090000Z"_s);
    const auto outcome = rig.runPull();
    QVERIFY(outcome);
    QCOMPARE(outcome->changes.deleted, 1);
    QCOMPARE(rig.status(u"series1"_s), u"synced"_s);
    QVERIFY(!rig.record(u"series1"_s)->isDeletedInAria());
}

void PullTest::exceptionsOfAnUnknownSeries()
{
    SyncRig rig;
    // An invitation to one occurrence only: the series is nobody's business here (Calendar API, recurring events).
    rig.google.put(meeting(u"other_20240117T090000Z"_s, u"Invited"_s,
        { { u"recurringEventId"_s, u"other"_s },
            { u"originalStartTime"_s, QJsonObject{ { u"dateTime"_s, u"2024-01-17T09:00:00Z"_s } } } }));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(u"other_20240117T090000Z"_s), u"Invited"_s);
    rig.google.put(series(u"other"_s));
    QVERIFY(rig.runPull());
    QCOMPARE(rig.status(u"other"_s), u"synced"_s);
    QCOMPARE(rig.title(u"other_20240117T090000Z"_s), u"Invited"_s);
}

void PullTest::aCancelledOccurrenceComesBack()
{
    SyncRig rig;
    rig.google.put(series(u"series1"_s));
    rig.google.remove(u"series1_20240117T090000Z"_s);
    QVERIFY(rig.runPull());
    rig.google.edit(
        u"series1_20240117T090000Z"_s, { { u"status"_s, u"confirmed"_s }, { u"summary"_s, u"Back"_s } });
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(u"series1_20240117T090000Z"_s), u"Back"_s);
    QCOMPARE(rig.record(u"series1_20240117T090000Z"_s)->columns.status, u"confirmed"_s);
}

void PullTest::aDeletedSeriesTakesItsExceptions()
{
    SyncRig rig;
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    QVERIFY(rig.runPull());
    rig.google.edit(u"series1"_s, { { u"status"_s, u"cancelled"_s } });
    QVERIFY(rig.runPull());
    QVERIFY(rig.record(u"series1"_s)->isDeletedInAria());
    QVERIFY(rig.record(u"series1_20240117T090000Z"_s)->isDeletedInAria());
    QVERIFY(rig.historyKeeps(u"Other"_s));
}

// As in a calendar that shows only when somebody is busy. What goes with its series may keep its etag.
void PullTest::occurrencesWithoutTheirSeries()
{
    SyncRig rig;
    const auto at = [](int day) {
        return QJsonObject{ { u"dateTime"_s, u"2024-01-%1T09:00:00Z"_s.arg(day) } };
    };
    for (int day = 17; day < 20; ++day)
        rig.google.put(meeting(u"other_202401%1T090000Z"_s.arg(day), u"Busy"_s,
            { { u"recurringEventId"_s, u"other"_s }, { u"originalStartTime"_s, at(day) } }));
    QVERIFY(rig.runSync());
    const QString id = u"other_20240118T090000Z"_s;
    const QString etag = rig.google.at(id).etag();
    rig.google.deletionsKeepEtags = true;
    rig.google.remove(id);
    QCOMPARE(rig.google.at(id).etag(), etag);
    QVERIFY(rig.runSync());
    QVERIFY(rig.record(id)->isDeletedInAria());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), 2);
    rig.google.expireTokens();
    QVERIFY(rig.runSync());
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), 2);
}

void PullTest::theSameEventTwiceInAList()
{
    SyncRig rig;
    rig.google.pageSize = 1;
    rig.google.put(meeting(u"event1"_s, u"Old"_s));
    rig.google.put(meeting(u"event2"_s));
    // Changed between two pages: Google may list it again, and ours must end as the newest.
    rig.google.afterList = [&](const google::ListQuery &) {
        rig.google.afterList = nullptr;
        rig.google.edit(u"event1"_s, titled(u"New"_s));
    };
    QVERIFY(rig.runPull());
    QVERIFY(rig.runPull());
    QCOMPARE(rig.title(u"event1"_s), u"New"_s);
}

void PullTest::aPushDuringTheListIsNotUndone()
{
    SyncRig rig(ConflictStrategy::GoogleWins);
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.google.edit(u"event1"_s, { { u"location"_s, u"Berlin"_s } });
    QVERIFY(rig.runPull());
    // The list is taken, and only then comes a push: the page shows what was before it.
    rig.google.put(meeting(u"event2"_s));
    rig.google.edit(u"event1"_s, { { u"colorId"_s, u"3"_s } });
    rig.google.hold(u"listed"_s);
    auto pulling = rig.pull->run();
    QTRY_VERIFY(rig.google.isWaiting(u"listed"_s));
    rig.setTitle(u"event1"_s, u"Ours"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Ours"_s);
    rig.changes.clear();
    rig.google.release(u"listed"_s);
    QVERIFY(QCoro::waitFor(std::move(pulling)));
    QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
    QCOMPARE(rig.google.at(u"event1"_s).summary(), u"Ours"_s);
    for (const auto &change : std::as_const(rig.changes))
        QVERIFY(change.googleEventId != u"event1"_s);
}

void PullTest::aPushDuringARereadIsNotUndone()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.google.edit(u"event1"_s, { { u"location"_s, u"Berlin"_s } });
    rig.google.hold(u"got"_s);
    auto reading = rig.pull->rereader().reread(u"event1"_s, sync::Deletions::CarryOut);
    QTRY_VERIFY(rig.google.isWaiting(u"got"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    QVERIFY(rig.runPush());
    rig.changes.clear();
    rig.google.release(u"got"_s);
    QVERIFY(QCoro::waitFor(std::move(reading)));
    QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
    QVERIFY(rig.changes.isEmpty());
}

ARIA_TEST(PullTest)

} // namespace tst_pull

#include "tst_pull.moc"
