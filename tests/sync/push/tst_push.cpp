// ARIA → Google: lost answers, edits meanwhile, order, waiters.
#include "support/testmain.h"
#include "sync/rig.h"

using namespace Qt::StringLiterals;

namespace tst_push {

using namespace aria;
using namespace aria::test;
using google::Write;
using sync::PushOutcome;
using Failure = FakeCalendarApi::Fault;

class PushTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void createsUpdatesAndDeletes();
    void ownPushIsNoNews_data();
    void ownPushIsNoNews();
    void aPatchNamesOnlyWhatChanged();
    void recurrenceLinesAreKeptAsTheyAre();
    void aLostAnswer_data();
    void aLostAnswer();
    void anEditDuringThePush();
    void aPullDuringThePush();
    void deletedAtGoogleAlready_data();
    void deletedAtGoogleAlready();
    void severalInFlightButNeverTheSameEvent();
    void waitersAreAlwaysTold();
    void aRowWithAnIdInUseBlocksNothing();
};

void PushTest::createsUpdatesAndDeletes()
{
    SyncRig rig;
    QVERIFY(rig.runPull());
    const QString id = rig.createInAria(u"New"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), u"New"_s);
    QCOMPARE(rig.status(id), u"synced"_s);
    rig.setTitle(id, u"Changed"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), u"Changed"_s);
    rig.deleteInAria(id);
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.at(id).isCancelled());
    QCOMPARE(rig.status(id), u"deleted"_s);
    QVERIFY(rig.historyKeeps(u"New"_s));
    QVERIFY(rig.historyKeeps(u"Changed"_s));
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
    for (const Write &write : rig.google.writes())
        QCOMPARE(toString(write.sendUpdates), u"none"_s);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE outcome <> 'done'"_s).toInt(), 0);
}

void PushTest::ownPushIsNoNews_data()
{
    QTest::addColumn<QString>("action");
    for (const auto *action : { "create", "update", "delete", "occurrence" })
        QTest::newRow(action) << QString::fromLatin1(action);
}

void PushTest::ownPushIsNoNews()
{
    QFETCH(QString, action);
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    QVERIFY(rig.runSync());
    if (action == u"create"_s)
        rig.createInAria(u"New"_s);
    else if (action == u"update"_s)
        rig.setTitle(u"event1"_s, u"Ours"_s);
    else if (action == u"delete"_s)
        rig.deleteInAria(u"event1"_s);
    else
        rig.setTitle(u"series1_20240117T090000Z"_s, u"Ours"_s);
    QVERIFY(rig.runPush());
    const QString contents = rig.contents();
    const int history = rig.historyCount();
    rig.changes.clear();
    rig.google.forgetCalls();
    QVERIFY(rig.runSync());
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
    QCOMPARE(rig.historyCount(), history);
    QVERIFY(rig.changes.isEmpty());
    QVERIFY(rig.google.writes().isEmpty());
}

void PushTest::aPatchNamesOnlyWhatChanged()
{
    SyncRig rig;
    const QJsonObject extra{ { u"hangoutLink"_s, u"https://meet.google.com/x"_s },
        { u"unknownMember"_s, QJsonObject{ { u"a"_s, 1 } } },
        { u"extendedProperties"_s, QJsonObject{ { u"private"_s, QJsonObject{ { u"k"_s, u"v"_s } } } } } };
    rig.google.put(meeting(u"event1"_s, u"Base"_s, extra));
    QVERIFY(rig.runPull());
    const QString etag = rig.google.at(u"event1"_s).etag();
    rig.setTitle(u"event1"_s, u"Ours"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 1);
    const Write write = rig.google.writes().constFirst();
    QCOMPARE(write.body, titled(u"Ours"_s));
    QCOMPARE(write.etag, etag);
    for (auto it = extra.begin(); it != extra.end(); ++it)
        QCOMPARE(rig.google.at(u"event1"_s).json().value(it.key()), it.value());
}

// Also those that we cannot unfold.
void PushTest::recurrenceLinesAreKeptAsTheyAre()
{
    SyncRig rig;
    const QStringList lines{ u"RRULE:FREQ=WEEKLY;UNTIL=20240401T080000Z;BYDAY=TU,TH"_s,
        u"EXDATE;TZID=Europe/Berlin:20240118T100000,20240123T100000"_s, u"RDATE;VALUE=DATE:20240120"_s,
        u"RDATE;VALUE=PERIOD:20240121T090000Z/PT2H"_s, u"X-UNKNOWN;A=b:c"_s };
    const QJsonObject recurring{ { u"recurrence"_s, QJsonArray::fromStringList(lines) } };
    const auto here = [&] { return rig.record(u"event1"_s)->columns.recurrence; };
    rig.google.put(meeting(u"event1"_s, u"Base"_s, recurring));
    QVERIFY(rig.runSync());
    QCOMPARE(here(), QJsonArray::fromStringList(lines));
    rig.setTitle(u"event1"_s, u"Ours"_s);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.google.writes().constFirst().body, titled(u"Ours"_s));
    QCOMPARE(rig.google.at(u"event1"_s).recurrence(), lines);
    QCOMPARE(here(), QJsonArray::fromStringList(lines));
}

void PushTest::aLostAnswer_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<bool>("arrived");
    QTest::addColumn<bool>("restart");
    QTest::addColumn<bool>("pullFirst");
    for (const auto *call : { "insert", "patch", "delete" }) {
        for (const bool arrived : { false, true }) {
            for (const bool restart : { false, true }) {
                for (const bool pullFirst : { false, true })
                    QTest::addRow("%s %s%s%s", call, arrived ? "arrived" : "lost", restart ? ", restart" : "",
                        pullFirst ? ", pull first" : "")
                        << QString::fromLatin1(call) << arrived << restart << pullFirst;
            }
        }
    }
}

void PushTest::aLostAnswer()
{
    QFETCH(QString, call);
    QFETCH(bool, arrived);
    QFETCH(bool, restart);
    QFETCH(bool, pullFirst);
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    QString id = u"event1"_s;
    if (call == u"insert"_s)
        id = rig.createInAria(u"Ours"_s);
    else if (call == u"patch"_s)
        rig.setTitle(id, u"Ours"_s);
    else
        rig.deleteInAria(id);
    rig.google.failNext(
        call, Failure{ networkError(), arrived ? Failure::When::After : Failure::When::Before });
    const auto failed = rig.runPush();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, u"network"_s);
    QCOMPARE(rig.status(id), u"pending_to_google"_s);
    if (restart)
        rig.restart(ConflictStrategy::GoogleWins);
    rig.changes.clear();
    if (pullFirst)
        QVERIFY(rig.runPull());
    QVERIFY(rig.runPush());
    const bool deleted = call == u"delete"_s;
    QCOMPARE(rig.google.living(), call == u"insert"_s ? 2 : deleted ? 0 : 1);
    QCOMPARE(rig.status(id), deleted ? u"deleted"_s : u"synced"_s);
    if (!deleted) {
        QCOMPARE(rig.google.at(id).summary(), u"Ours"_s);
        QCOMPARE(rig.title(id), u"Ours"_s);
    }
    // Our own content coming back is no conflict; only what Google adds may reach the row.
    QVERIFY(rig.record(id)->attempted.isEmpty());
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE outcome = 'intended'"_s).toInt(), 0);
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
}

void PushTest::anEditDuringThePush()
{
    SyncRig rig;
    const QString id = rig.createInAria(u"First"_s);
    bool edited = false;
    rig.google.afterWrite = [&](const Write &) {
        if (!std::exchange(edited, true))
            rig.setTitle(id, u"Second"_s);
    };
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), u"Second"_s);
    QCOMPARE(rig.title(id), u"Second"_s);
    QCOMPARE(rig.status(id), u"synced"_s);
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(rig.changes.isEmpty());
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync_history WHERE side = 'aria'"_s).toInt(), 0);
}

void PushTest::aPullDuringThePush()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s, u"Base"_s));
    QVERIFY(rig.runPull());
    rig.setTitle(u"event1"_s, u"Ours"_s);
    rig.google.hold(u"patch-answer"_s);
    auto pushing = rig.push->run();
    QTRY_VERIFY(rig.google.isWaiting(u"patch-answer"_s));
    // Applied at Google, changed there once more, and all of it listed before our answer comes.
    rig.google.edit(u"event1"_s, { { u"location"_s, u"Berlin"_s } });
    QVERIFY(rig.runPull());
    rig.google.release(u"patch-answer"_s);
    QVERIFY(QCoro::waitFor(std::move(pushing)));
    QCOMPARE(rig.title(u"event1"_s), u"Ours"_s);
    QCOMPARE(rig.record(u"event1"_s)->columns.location, u"Berlin"_s);
    QCOMPARE(rig.record(u"event1"_s)->etag, rig.google.at(u"event1"_s).etag());
    QCOMPARE(rig.google.at(u"event1"_s).location(), u"Berlin"_s);
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
}

void PushTest::deletedAtGoogleAlready_data()
{
    QTest::addColumn<bool>("purged");
    QTest::newRow("410") << false;
    QTest::newRow("404") << true;
}

void PushTest::deletedAtGoogleAlready()
{
    QFETCH(bool, purged);
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    QVERIFY(rig.runPull());
    rig.deleteInAria(u"event1"_s);
    if (purged)
        rig.google.purge(u"event1"_s);
    else
        rig.google.remove(u"event1"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(u"event1"_s), u"deleted"_s);
    QCOMPARE(rig.google.writes().size(), 1);
}

void PushTest::severalInFlightButNeverTheSameEvent()
{
    SyncRig rig;
    rig.sql(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 220)"
            u" INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone)"
            u" SELECT 'Event' || i, '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC' FROM n"_s);
    rig.google.hold(u"insert"_s);
    must(rig.store->write([&](store::Session &session) {
        return sync::adoptRows(session, u"primary"_s, rig.random, rig.clock.nowUtc());
    }));
    auto pushing = rig.push->run();
    auto joined = rig.push->run();
    QTRY_COMPARE(rig.google.calls.size(), 4); // one of each batch; the fake sends a batch one by one
    rig.setTitle(rig.google.calls.at(0).id, u"Edited"_s);
    rig.google.release(u"insert"_s);
    QVERIFY(QCoro::waitFor(std::move(pushing)));
    QVERIFY(QCoro::waitFor(std::move(joined)));
    QCOMPARE(rig.google.living(), 220);
    QCOMPARE(rig.google.mostAtOnce, 1);
    QCOMPARE(rig.google.at(rig.google.calls.at(0).id).summary(), u"Edited"_s);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'synced'"_s).toInt(), 220);
}

void PushTest::waitersAreAlwaysTold()
{
    SyncRig rig;
    rig.google.refuse(u"Bad"_s);
    const auto outcome = [&](const QString &id) {
        const auto record = rig.record(id);
        return rig.push->outcomeOf(record->localId, record->revision);
    };
    const QString good = rig.createInAria(u"Good"_s);
    const QString bad = rig.createInAria(u"Bad"_s);
    auto pushed = outcome(good);
    auto alsoPushed = outcome(good);
    auto refused = outcome(bad);
    QVERIFY(rig.runPush());
    QVERIFY(pushed.isFinished() && alsoPushed.isFinished() && refused.isFinished());
    QVERIFY(pushed.result().kind == PushOutcome::Kind::Synced);
    QCOMPARE(pushed.resultCount(), 1);
    QVERIFY(refused.result().kind == PushOutcome::Kind::Refused);
    QCOMPARE(refused.result().error.code, u"invalid"_s);

    const QString offline = rig.createInAria(u"Offline"_s);
    auto later = outcome(offline);
    rig.google.failNext(u"insert"_s, networkError());
    QVERIFY(!rig.runPush());
    QVERIFY(later.isFinished());
    QVERIFY(later.result().kind == PushOutcome::Kind::Later);

    auto released = outcome(offline);
    rig.push->releaseWaiters(googleError(ErrorCategory::Precondition, u"paused"_s));
    QVERIFY(released.result().kind == PushOutcome::Kind::Later);
    QVERIFY(rig.runPush());
    QCOMPARE(released.resultCount(), 1);

    auto stopped = outcome(offline);
    rig.restart(ConflictStrategy::GoogleWins);
    QVERIFY(stopped.isFinished());
    QCOMPARE(stopped.result().error.code, u"stopped"_s);
}

void PushTest::aRowWithAnIdInUseBlocksNothing()
{
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    QVERIFY(rig.runPull());
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone, google_event_id)"
            u" VALUES ('Copy', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC', 'event1')"_s);
    const QString other = rig.createInAria(u"Other"_s);
    QVERIFY(rig.runSync());
    QCOMPARE(rig.status(other), u"synced"_s);
    QCOMPARE(rig.status(u"event1"_s), u"synced"_s);
    QCOMPARE(rig.google.living(), 2);
    QCOMPARE(rig.one(u"SELECT sync_status FROM aria_calendar_events WHERE title = 'Copy'"_s).toString(),
        u"error"_s);
}

ARIA_TEST(PushTest)

} // namespace tst_push

#include "tst_push.moc"
