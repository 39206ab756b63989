// ARIA → Google: lost answers, refusals, outages, order, waiters.
#include "sync/rig.h"

#include "support/testmain.h"

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
    void aRefusedEventStopsNothing();
    void aFailingEventStopsNothing();
    void patienceStopsTheRun_data();
    void patienceStopsTheRun();
    void aMissingCalendarDeletesNothing();
    void severalInFlightButNeverTheSameEvent();
    void waitersAreAlwaysTold();
    void aRowWithAnIdInUseBlocksNothing();
};

void PushTest::createsUpdatesAndDeletes()
{
    SyncRig rig;
    QVERIFY(rig.runPull());
    const QString id = rig.createInAria(QStringLiteral("New"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("New"));
    QCOMPARE(rig.status(id), QStringLiteral("synced"));
    rig.setTitle(id, QStringLiteral("Changed"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Changed"));
    rig.deleteInAria(id);
    QVERIFY(rig.runPush());
    QVERIFY(rig.google.at(id).isCancelled());
    QCOMPARE(rig.status(id), QStringLiteral("deleted"));
    QVERIFY(rig.historyKeeps(QStringLiteral("New")));
    QVERIFY(rig.historyKeeps(QStringLiteral("Changed")));
    QVERIFY2(rig.google.violations.isEmpty(), qPrintable(rig.google.violations.join(QLatin1Char('\n'))));
    for (const Write &write : rig.google.writes())
        QCOMPARE(toString(write.sendUpdates), QStringLiteral("none"));
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE outcome <> 'done'"))
            .toInt(),
        0);
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
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"), titled(QStringLiteral("Other")));
    QVERIFY(rig.runSync());
    if (action == QStringLiteral("create"))
        rig.createInAria(QStringLiteral("New"));
    else if (action == QStringLiteral("update"))
        rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    else if (action == QStringLiteral("delete"))
        rig.deleteInAria(QStringLiteral("event1"));
    else
        rig.setTitle(QStringLiteral("series1_20240117T090000Z"), QStringLiteral("Ours"));
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
    const QJsonObject extra{ { QStringLiteral("hangoutLink"), QStringLiteral("https://meet.google.com/x") },
        { QStringLiteral("unknownMember"), QJsonObject{ { QStringLiteral("a"), 1 } } },
        { QStringLiteral("extendedProperties"),
            QJsonObject{ { QStringLiteral("private"),
                QJsonObject{ { QStringLiteral("k"), QStringLiteral("v") } } } } } };
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base"), extra));
    QVERIFY(rig.runPull());
    const QString etag = rig.google.at(QStringLiteral("event1")).etag();
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 1);
    const Write write = rig.google.writes().constFirst();
    QCOMPARE(write.body, titled(QStringLiteral("Ours")));
    QCOMPARE(write.etag, etag);
    for (auto it = extra.begin(); it != extra.end(); ++it)
        QCOMPARE(rig.google.at(QStringLiteral("event1")).json().value(it.key()), it.value());
}

// Also those that we cannot unfold.
void PushTest::recurrenceLinesAreKeptAsTheyAre()
{
    SyncRig rig;
    const QStringList lines{ QStringLiteral("RRULE:FREQ=WEEKLY;UNTIL=20240401T080000Z;BYDAY=TU,TH"),
        QStringLiteral("EXDATE;TZID=Europe/Berlin:20240118T100000,20240123T100000"),
        QStringLiteral("RDATE;VALUE=DATE:20240120"),
        QStringLiteral("RDATE;VALUE=PERIOD:20240121T090000Z/PT2H"), QStringLiteral("X-UNKNOWN;A=b:c") };
    const QJsonObject recurring{ { QStringLiteral("recurrence"), QJsonArray::fromStringList(lines) } };
    const auto here = [&] { return rig.record(QStringLiteral("event1"))->columns.recurrence; };
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base"), recurring));
    QVERIFY(rig.runSync());
    QCOMPARE(here(), QJsonArray::fromStringList(lines));
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.google.writes().constFirst().body, titled(QStringLiteral("Ours")));
    QCOMPARE(rig.google.at(QStringLiteral("event1")).recurrence(), lines);
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
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    QString id = QStringLiteral("event1");
    if (call == QStringLiteral("insert"))
        id = rig.createInAria(QStringLiteral("Ours"));
    else if (call == QStringLiteral("patch"))
        rig.setTitle(id, QStringLiteral("Ours"));
    else
        rig.deleteInAria(id);
    rig.google.failNext(
        call, Failure{ networkError(), arrived ? Failure::When::After : Failure::When::Before });
    const auto failed = rig.runPush();
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, QStringLiteral("network"));
    QCOMPARE(rig.status(id), QStringLiteral("pending_to_google"));
    if (restart)
        rig.restart(ConflictStrategy::GoogleWins);
    rig.changes.clear();
    if (pullFirst)
        QVERIFY(rig.runPull());
    QVERIFY(rig.runPush());
    const bool deleted = call == QStringLiteral("delete");
    QCOMPARE(rig.google.living(), call == QStringLiteral("insert") ? 2 : deleted ? 0 : 1);
    QCOMPARE(rig.status(id), deleted ? QStringLiteral("deleted") : QStringLiteral("synced"));
    if (!deleted) {
        QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Ours"));
        QCOMPARE(rig.title(id), QStringLiteral("Ours"));
    }
    // Our own content coming back is no conflict; only what Google adds may reach the row.
    QVERIFY(rig.record(id)->attempted.isEmpty());
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE outcome = 'intended'"))
            .toInt(),
        0);
    const QString contents = rig.contents();
    QVERIFY(rig.runSync());
    QCOMPARE(rig.contents(), contents);
}

void PushTest::anEditDuringThePush()
{
    SyncRig rig;
    const QString id = rig.createInAria(QStringLiteral("First"));
    bool edited = false;
    rig.google.afterWrite = [&](const Write &) {
        if (!std::exchange(edited, true))
            rig.setTitle(id, QStringLiteral("Second"));
    };
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(id).summary(), QStringLiteral("Second"));
    QCOMPARE(rig.title(id), QStringLiteral("Second"));
    QCOMPARE(rig.status(id), QStringLiteral("synced"));
    QCOMPARE(rig.google.writes().size(), 2);
    QVERIFY(rig.changes.isEmpty());
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync_history WHERE side = 'aria'"))
                 .toInt(),
        0);
}

void PushTest::aPullDuringThePush()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1"), QStringLiteral("Base")));
    QVERIFY(rig.runPull());
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    rig.google.hold(QStringLiteral("patch-answer"));
    auto pushing = rig.push->run();
    QTRY_VERIFY(rig.google.isWaiting(QStringLiteral("patch-answer")));
    // Applied at Google, changed there once more, and all of it listed before our answer comes.
    rig.google.edit(QStringLiteral("event1"), { { QStringLiteral("location"), QStringLiteral("Berlin") } });
    QVERIFY(rig.runPull());
    rig.google.release(QStringLiteral("patch-answer"));
    QVERIFY(QCoro::waitFor(std::move(pushing)));
    QCOMPARE(rig.title(QStringLiteral("event1")), QStringLiteral("Ours"));
    QCOMPARE(rig.record(QStringLiteral("event1"))->columns.location, QStringLiteral("Berlin"));
    QCOMPARE(rig.record(QStringLiteral("event1"))->etag, rig.google.at(QStringLiteral("event1")).etag());
    QCOMPARE(rig.google.at(QStringLiteral("event1")).location(), QStringLiteral("Berlin"));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
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
    rig.google.put(meeting(QStringLiteral("event1")));
    QVERIFY(rig.runPull());
    rig.deleteInAria(QStringLiteral("event1"));
    if (purged)
        rig.google.purge(QStringLiteral("event1"));
    else
        rig.google.remove(QStringLiteral("event1"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("deleted"));
    QCOMPARE(rig.google.writes().size(), 1);
}

void PushTest::aRefusedEventStopsNothing()
{
    SyncRig rig;
    rig.google.refuse(QStringLiteral("Bad"));
    const QString bad = rig.createInAria(QStringLiteral("Bad"));
    const QString good = rig.createInAria(QStringLiteral("Good"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(good), QStringLiteral("synced"));
    QCOMPARE(rig.status(bad), QStringLiteral("error"));
    QVERIFY(rig.record(bad)->errorMessage.contains(QStringLiteral("invalid")));
    // Not in a loop: neither the next push nor the next sync tries again.
    rig.google.forgetCalls();
    QVERIFY(rig.runSync());
    QVERIFY(rig.google.writes().isEmpty());
    // A person asks.
    must(rig.store->write(
        [](store::Session &session) { return session.toDo().retryErrors({ QStringLiteral("primary") }); }));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.status(bad), QStringLiteral("error"));
    // It changes.
    rig.setTitle(bad, QStringLiteral("Better"));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(bad), QStringLiteral("synced"));
    QVERIFY(rig.record(bad)->errorMessage.isEmpty());
}

void PushTest::aFailingEventStopsNothing()
{
    SyncRig rig;
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids << rig.createInAria(QStringLiteral("Event%1").arg(i));
    rig.google.failNext(QStringLiteral("insert"), serverError());
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.living(), 2);
    int waiting = 0;
    for (const QString &id : std::as_const(ids))
        waiting += rig.status(id) == QStringLiteral("pending_to_google") ? 1 : 0;
    QCOMPARE(waiting, 1);
    QVERIFY(rig.runPush()); // too early
    QCOMPARE(rig.google.living(), 2);
    rig.clock.advance(std::chrono::minutes(1));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.living(), 3);
}

void PushTest::patienceStopsTheRun_data()
{
    QTest::addColumn<ErrorCategory>("category");
    QTest::addColumn<int>("status");
    QTest::newRow("429") << ErrorCategory::RateLimited << 429;
    QTest::newRow("403 rate") << ErrorCategory::RateLimited << 403;
    QTest::newRow("offline") << ErrorCategory::Unavailable << 0;
    QTest::newRow("401") << ErrorCategory::Unauthorized << 401;
}

void PushTest::patienceStopsTheRun()
{
    QFETCH(ErrorCategory, category);
    QFETCH(int, status);
    SyncRig rig;
    for (int i = 0; i < 3; ++i)
        rig.createInAria(QStringLiteral("Event%1").arg(i));
    Error error = googleError(category, QStringLiteral("stop"), status);
    if (category == ErrorCategory::RateLimited)
        error.retryAfter = std::chrono::seconds(90);
    for (int i = 0; i < 3; ++i)
        rig.google.failNext(QStringLiteral("insert"), error);
    const auto failed = rig.runPush();
    QVERIFY(!failed);
    QVERIFY(failed.error().category == category);
    QCOMPARE(rig.one(QStringLiteral(
                         "SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'pending_to_google'"))
                 .toInt(),
        3);
    QCOMPARE(rig.google.writes().size(), 3);
    if (category == ErrorCategory::RateLimited) {
        rig.clock.advance(std::chrono::seconds(89));
        QVERIFY(rig.runPush());
        QCOMPARE(rig.google.living(), 0);
        rig.clock.advance(std::chrono::seconds(2));
    }
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.living(), 3);
}

void PushTest::aMissingCalendarDeletesNothing()
{
    SyncRig rig;
    rig.google.calendarId = QStringLiteral("another");
    const QString id = rig.createInAria(QStringLiteral("Ours"));
    const auto pushed = rig.runPush();
    QVERIFY(!pushed);
    QCOMPARE(pushed.error().code, QStringLiteral("calendar_away"));
    QCOMPARE(rig.title(id), QStringLiteral("Ours"));
    QCOMPARE(rig.status(id), QStringLiteral("pending_to_google"));
}

void PushTest::severalInFlightButNeverTheSameEvent()
{
    SyncRig rig;
    rig.sql(
        QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 220)"
                       " INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone)"
                       " SELECT 'Event' || i, '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC' FROM n"));
    rig.google.hold(QStringLiteral("insert"));
    must(rig.store->write([&](store::Session &session) {
        return sync::adoptRows(session, QStringLiteral("primary"), rig.random, rig.clock.nowUtc());
    }));
    auto pushing = rig.push->run();
    auto joined = rig.push->run();
    QTRY_COMPARE(rig.google.calls.size(), 4); // one of each batch; the fake sends a batch one by one
    rig.setTitle(rig.google.calls.at(0).id, QStringLiteral("Edited"));
    rig.google.release(QStringLiteral("insert"));
    QVERIFY(QCoro::waitFor(std::move(pushing)));
    QVERIFY(QCoro::waitFor(std::move(joined)));
    QCOMPARE(rig.google.living(), 220);
    QCOMPARE(rig.google.mostAtOnce, 1);
    QCOMPARE(rig.google.at(rig.google.calls.at(0).id).summary(), QStringLiteral("Edited"));
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'synced'"))
                 .toInt(),
        220);
}

void PushTest::waitersAreAlwaysTold()
{
    SyncRig rig;
    rig.google.refuse(QStringLiteral("Bad"));
    const auto outcome = [&](const QString &id) {
        const auto record = rig.record(id);
        return rig.push->outcomeOf(record->localId, record->revision);
    };
    const QString good = rig.createInAria(QStringLiteral("Good"));
    const QString bad = rig.createInAria(QStringLiteral("Bad"));
    auto pushed = outcome(good);
    auto alsoPushed = outcome(good);
    auto refused = outcome(bad);
    QVERIFY(rig.runPush());
    QVERIFY(pushed.isFinished() && alsoPushed.isFinished() && refused.isFinished());
    QVERIFY(pushed.result().kind == PushOutcome::Kind::Synced);
    QCOMPARE(pushed.resultCount(), 1);
    QVERIFY(refused.result().kind == PushOutcome::Kind::Refused);
    QCOMPARE(refused.result().error.code, QStringLiteral("invalid"));

    const QString offline = rig.createInAria(QStringLiteral("Offline"));
    auto later = outcome(offline);
    rig.google.failNext(QStringLiteral("insert"), networkError());
    QVERIFY(!rig.runPush());
    QVERIFY(later.isFinished());
    QVERIFY(later.result().kind == PushOutcome::Kind::Later);

    auto released = outcome(offline);
    rig.push->releaseWaiters(googleError(ErrorCategory::Precondition, QStringLiteral("paused")));
    QVERIFY(released.result().kind == PushOutcome::Kind::Later);
    QVERIFY(rig.runPush());
    QCOMPARE(released.resultCount(), 1);

    auto stopped = outcome(offline);
    rig.restart(ConflictStrategy::GoogleWins);
    QVERIFY(stopped.isFinished());
    QCOMPARE(stopped.result().error.code, QStringLiteral("stopped"));
}

void PushTest::aRowWithAnIdInUseBlocksNothing()
{
    SyncRig rig;
    rig.google.put(meeting(QStringLiteral("event1")));
    QVERIFY(rig.runPull());
    rig.sql(QStringLiteral(
        "INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone, google_event_id)"
        " VALUES ('Copy', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC', 'event1')"));
    const QString other = rig.createInAria(QStringLiteral("Other"));
    QVERIFY(rig.runSync());
    QCOMPARE(rig.status(other), QStringLiteral("synced"));
    QCOMPARE(rig.status(QStringLiteral("event1")), QStringLiteral("synced"));
    QCOMPARE(rig.google.living(), 2);
    QCOMPARE(rig.one(QStringLiteral("SELECT sync_status FROM aria_calendar_events WHERE title = 'Copy'"))
                 .toString(),
        QStringLiteral("error"));
}

ARIA_TEST(PushTest)

} // namespace tst_push

#include "tst_push.moc"
