// Guarantee 7: no mass deletion by accident, on either side.
#include "sync/enginerig.h"
#include "sync/pull/deletions.h"

#include "support/testmain.h"

using namespace Qt::StringLiterals;

namespace tst_deletions {

using namespace aria;
using namespace aria::test;

class DeletionsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void massDeletion_data();
    void massDeletion();
    void googlesMassDeletionWaits_data();
    void googlesMassDeletionWaits();
    void heldDeletionsSurviveARestart();
    void restoredWhileHeld();
    void ariasMassDeletionWaits();
    void bothEmptyIsNoAlarm_data();
    void bothEmptyIsNoAlarm();
    void occurrencesGoOnWhileDeletionsAreHeld();
    void aConfirmationCountsOnce();
    void aRereadDuringTheListDeletesNothingEarly();

private:
    static QString many(int i) { return u"event%1"_s.arg(i); }
};

void DeletionsTest::massDeletion_data()
{
    QTest::addColumn<int>("deletions");
    QTest::addColumn<int>("total");
    QTest::addColumn<bool>("mass");
    QTest::newRow("30 of 30") << 30 << 30 << false;
    QTest::newRow("31 of 31") << 31 << 31 << true;
    QTest::newRow("31 of 92") << 31 << 92 << true;
    QTest::newRow("31 of 93: a third exactly") << 31 << 93 << false;
    QTest::newRow("1000 of 10000") << 1000 << 10000 << false;
}

void DeletionsTest::massDeletion()
{
    QFETCH(int, deletions);
    QFETCH(int, total);
    QTEST(sync::isMassDeletion(deletions, total), "mass");
}

void DeletionsTest::googlesMassDeletionWaits_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("tombstones") << u"tombstones"_s;
    QTest::newRow("over several pages") << u"pages"_s;
    QTest::newRow("gone after 410") << u"gone"_s;
    QTest::newRow("an empty list") << u"empty"_s;
}

void DeletionsTest::googlesMassDeletionWaits()
{
    QFETCH(QString, how);
    EngineRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i), many(i)));
    rig.begin();
    rig.google.pageSize = how == u"pages"_s ? 10 : 2500;
    for (int i = 0; i < 40; ++i) {
        if (how == u"gone"_s)
            rig.google.purge(many(i));
        else if (how != u"empty"_s)
            rig.google.remove(many(i));
    }
    if (how == u"gone"_s || how == u"empty"_s)
        rig.google.expireTokens();
    rig.google.emptyLists = how == u"empty"_s;
    rig.google.edit(many(50), titled(u"Changed"_s));
    rig.changes.clear();
    const auto synced = rig.syncNow();
    QVERIFY(synced);
    QCOMPARE(synced->deleted, 0);
    QCOMPARE(rig.engine->heldDeletions(), how == u"empty"_s ? 60 : 40);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), 60);
    if (how != u"empty"_s)
        QCOMPARE(rig.title(many(50)), u"Changed"_s);
    QVERIFY(rig.google.writes().isEmpty());
    // It does not wear off.
    QVERIFY(rig.syncNow());
    QVERIFY(rig.engine->heldDeletions() > 0);
    if (how == u"empty"_s)
        return;
    QVERIFY(QCoro::waitFor(rig.engine->decideDeletions(sync::Engine::Verdict::Approve)));
    rig.settle();
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), 20);
    QVERIFY(rig.historyKeeps(many(39)));
    QVERIFY(rig.syncNow());
    QVERIFY(rig.google.writes().isEmpty());
}

void DeletionsTest::heldDeletionsSurviveARestart()
{
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(many(i)));
    rig.begin();
    for (int i = 0; i < 40; ++i)
        rig.google.remove(many(i));
    QVERIFY(rig.syncNow());
    rig.restartEngine();
    rig.begin();
    QCOMPARE(rig.engine->heldDeletions(), 40);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"_s).toInt(), 40);
}

void DeletionsTest::restoredWhileHeld()
{
    EngineRig rig;
    for (int i = 0; i < 40; ++i)
        rig.google.put(meeting(many(i)));
    rig.begin();
    for (int i = 0; i < 40; ++i)
        rig.google.remove(many(i));
    QVERIFY(rig.syncNow());
    for (int i = 0; i < 40; ++i)
        rig.google.edit(many(i), { { u"status"_s, u"confirmed"_s } });
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'synced'"_s).toInt(), 40);
}

void DeletionsTest::ariasMassDeletionWaits()
{
    EngineRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i)));
    rig.begin();
    rig.sql(u"UPDATE aria_calendar_events SET deleted_at = '2024-01-15T12:00:00.000Z' WHERE id <= 40"_s);
    const QString other = rig.createInAria(u"Other"_s);
    const auto held = rig.record(many(0));
    auto outcome = rig.engine->push().outcomeOf(held->localId, held->revision);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    QCOMPARE(rig.google.living(), 61);
    QCOMPARE(rig.status(other), u"synced"_s);
    QVERIFY(outcome.isFinished());
    QCOMPARE(outcome.result().error.code, u"deletions_held"_s);
    QVERIFY(QCoro::waitFor(rig.engine->decideDeletions(sync::Engine::Verdict::Approve)));
    QTRY_COMPARE(rig.google.living(), 21);
    rig.settle();
    QCOMPARE(rig.engine->heldDeletions(), 0);
}

void DeletionsTest::bothEmptyIsNoAlarm_data()
{
    QTest::addColumn<bool>("purged");
    QTest::newRow("tombstones") << false;
    QTest::newRow("gone after 410") << true;
}

// Who deleted everything on both sides meant it: neither side has anything left to lose.
void DeletionsTest::bothEmptyIsNoAlarm()
{
    QFETCH(bool, purged);
    EngineRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i)));
    rig.begin();
    rig.sql(u"UPDATE aria_calendar_events SET deleted_at = '2024-01-15T12:00:00.000Z'"_s);
    for (int i = 0; i < 60; ++i) {
        if (purged)
            rig.google.purge(many(i));
        else
            rig.google.remove(many(i));
    }
    if (purged)
        rig.google.expireTokens();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 0);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'deleted'"_s).toInt(), 60);
    rig.google.forgetCalls();
    QVERIFY(rig.syncNow());
    QVERIFY(rig.google.writes().isEmpty());
}

void DeletionsTest::occurrencesGoOnWhileDeletionsAreHeld()
{
    EngineRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i)));
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    rig.begin();
    rig.sql(u"UPDATE aria_calendar_events SET deleted_at = '2024-01-15T12:00:00.000Z'"
            u" WHERE google_event_id LIKE 'event%' AND id <= 40"_s);
    rig.setTitle(u"series1_20240117T090000Z"_s, u"Ours"_s);
    QVERIFY(rig.syncNow());
    QVERIFY(rig.engine->heldDeletions() > 0);
    QCOMPARE(rig.google.at(u"series1_20240117T090000Z"_s).summary(), u"Ours"_s);
}

void DeletionsTest::aConfirmationCountsOnce()
{
    EngineRig rig;
    for (int i = 0; i < 100; ++i)
        rig.google.put(meeting(many(i)));
    rig.begin();
    const auto erase = [&](int from, int to) {
        rig.sql(u"UPDATE aria_calendar_events SET deleted_at = '2024-01-15T12:00:00.000Z'"
                u" WHERE id > %1 AND id <= %2"_s.arg(from)
                    .arg(to));
    };
    erase(0, 40);
    QVERIFY(rig.syncNow());
    QVERIFY(QCoro::waitFor(rig.engine->decideDeletions(sync::Engine::Verdict::Approve)));
    QTRY_COMPARE(rig.google.living(), 60);
    rig.settle();
    erase(40, 80);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.engine->heldDeletions(), 40);
    QCOMPARE(rig.google.living(), 60);
}

// A push that finds a deletion in the middle of a list must not carry out what the list has only marked so far.
void DeletionsTest::aRereadDuringTheListDeletesNothingEarly()
{
    SyncRig rig;
    for (int i = 0; i < 60; ++i)
        rig.google.put(meeting(many(i)));
    QVERIFY(rig.runPull());
    for (int i = 0; i < 50; ++i)
        rig.google.remove(many(i));
    rig.google.pageSize = 20;
    bool held = false;
    rig.google.afterList = [&](const google::ListQuery &query) {
        if (!query.pageToken.isEmpty() && !std::exchange(held, true))
            rig.google.hold(u"listed"_s);
    };
    auto pulling = rig.pull->run();
    QTRY_VERIFY(rig.google.isWaiting(u"listed"_s));
    rig.setTitle(many(49), u"Ours"_s);
    rig.google.purge(many(49));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NOT NULL"_s).toInt(), 0);
    rig.google.release(u"listed"_s);
    const auto pulled = QCoro::waitFor(std::move(pulling));
    QVERIFY(pulled);
    QVERIFY(pulled->heldDeletions > 30);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NOT NULL"_s).toInt(), 0);
}

ARIA_TEST(DeletionsTest)

} // namespace tst_deletions

#include "tst_deletions.moc"
