// When the engine syncs, and what it does when it cannot.
#include "sync/enginerig.h"

#include "support/testmain.h"

#include <QCoro/QCoroFuture>

#include <QSignalSpy>

using namespace Qt::StringLiterals;

namespace tst_engine {

using namespace aria;
using namespace aria::test;

class EngineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void requestsDuringASyncShareOneMore();
    void comesBackOnTime();
    void failuresAreRetriedLaterAndLater();
    void retryAfterIsHonoured();
    void editsArePushedFolded();
    void failedPushesAreTriedAgain();
    void pausedDoesNothing();
    void signedOutEditsPileUp();
    void refusedCredentialsAreNoHotLoop();
    void theNetworkComesBack();
    void theDatabaseComesBackInVain();
    void theDatabaseComesBackInVainForEver();
    void aRefusedAccountIsNoFaultOfTheEvents();
    void whatAPushCannotFindOutIsAFailure();
    void waitersAreReleased_data();
    void waitersAreReleased();
    void invalidRowsBlockNothing();
    void aFirstSyncDeletesNothing_data();
    void aFirstSyncDeletesNothing();
    void aSecondSyncWritesNothing();
};

void EngineTest::requestsDuringASyncShareOneMore()
{
    EngineRig rig;
    rig.begin();
    rig.google.forgetCalls();
    rig.google.hold(u"list"_s);
    auto first = rig.engine->requestSync();
    QTRY_VERIFY(rig.google.isWaiting(u"list"_s));
    auto second = rig.engine->requestSync();
    auto third = rig.engine->requestSync();
    rig.google.put(meeting(u"event1"_s));
    rig.google.release(u"list"_s);
    QTRY_VERIFY(first.isFinished() && second.isFinished() && third.isFinished());
    rig.settle();
    QCOMPARE(rig.google.count(u"list"_s), 2);
    QVERIFY(!rig.engine->isSyncing());
    QCOMPARE(first.resultCount(), 1);
    QCOMPARE(second.resultCount(), 1);
}

void EngineTest::comesBackOnTime()
{
    EngineRig rig;
    rig.options.interval = std::chrono::seconds(1);
    rig.restartEngine();
    rig.begin();
    QCOMPARE(rig.secondsToNextSync(), 1);
    const int lists = rig.google.count(u"list"_s);
    rig.clock.advance(std::chrono::seconds(1));
    QTRY_COMPARE(rig.google.count(u"list"_s), lists + 1);
}

void EngineTest::failuresAreRetriedLaterAndLater()
{
    EngineRig rig;
    rig.begin();
    QCOMPARE(rig.secondsToNextSync(), 300);
    qint64 before = 0;
    for (int i = 0; i < 12; ++i) {
        rig.google.failNext(u"list"_s, networkError());
        QVERIFY(!rig.syncNow());
        QVERIFY(rig.engine->isOffline());
        const qint64 wait = rig.clock.nowUtc().msecsTo(rig.engine->nextSync());
        QVERIFY(wait >= 500 && wait <= 300'000);
        if (i < 8)
            QVERIFY(wait > before / 2);
        if (i == 4)
            QVERIFY(wait >= 8'000);
        before = wait;
    }
    QVERIFY(before >= 150'000);
    QVERIFY(rig.syncNow());
    QVERIFY(!rig.engine->lastError());
    QCOMPARE(rig.secondsToNextSync(), 300);
}

void EngineTest::retryAfterIsHonoured()
{
    EngineRig rig;
    rig.begin();
    Error error = googleError(ErrorCategory::RateLimited, u"rateLimitExceeded"_s, 429);
    error.retryAfter = std::chrono::seconds(77);
    rig.google.failNext(u"list"_s, error);
    QVERIFY(!rig.syncNow());
    QCOMPARE(rig.secondsToNextSync(), 77);
}

void EngineTest::editsArePushedFolded()
{
    EngineRig rig;
    rig.begin();
    const QString id = rig.createInAria(u"First"_s);
    rig.engine->pushSoon();
    rig.setTitle(id, u"Second"_s);
    rig.engine->pushSoon();
    rig.clock.advance(std::chrono::milliseconds(200));
    QTRY_COMPARE(rig.google.at(id).summary(), u"Second"_s);
    rig.settle();
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.google.count(u"list"_s), 1);
}

void EngineTest::failedPushesAreTriedAgain()
{
    EngineRig rig;
    rig.begin();
    const QString id = rig.createInAria(u"Ours"_s);
    rig.google.failNext(u"insert"_s, serverError());
    rig.engine->pushNow();
    QTRY_COMPARE(rig.google.writes().size(), 1);
    QTRY_VERIFY(rig.record(id)->attempts == 1);
    rig.settle();
    QTest::qWait(0); // the schedule is set when the store has answered
    rig.clock.advance(std::chrono::seconds(2));
    QTRY_COMPARE_WITH_TIMEOUT(rig.google.living(), 1, 10000);
}

void EngineTest::pausedDoesNothing()
{
    EngineRig rig;
    rig.begin();
    rig.engine->setPaused(true);
    QVERIFY(!rig.engine->nextSync().isValid());
    rig.google.forgetCalls();
    const QString id = rig.createInAria(u"Ours"_s);
    rig.engine->pushNow();
    const auto paused = rig.syncNow();
    QVERIFY(!paused);
    QCOMPARE(paused.error().code, u"paused"_s);
    rig.settle();
    QVERIFY(rig.google.calls.isEmpty());
    QVERIFY(!rig.engine->lastError());
    rig.engine->setPaused(false);
    QTRY_COMPARE(rig.status(id), u"synced"_s);
}

void EngineTest::signedOutEditsPileUp()
{
    EngineRig rig;
    rig.begin();
    rig.engine->setSignedIn(false);
    rig.google.forgetCalls();
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids << rig.createInAria(u"Event%1"_s.arg(i));
    rig.engine->pushNow();
    const auto refused = rig.syncNow();
    QVERIFY(!refused);
    QVERIFY(refused.error().category == ErrorCategory::Unauthorized);
    QVERIFY(rig.google.calls.isEmpty());
    QVERIFY(!rig.engine->nextSync().isValid());
    rig.engine->setSignedIn(true);
    QTRY_COMPARE(rig.google.living(), 3);
    for (const QString &id : std::as_const(ids))
        QTRY_COMPARE(rig.status(id), u"synced"_s);
}

void EngineTest::refusedCredentialsAreNoHotLoop()
{
    EngineRig rig;
    rig.begin();
    const Error unauthorized = googleError(ErrorCategory::Unauthorized, u"authError"_s, 401);
    // Who holds the credentials thinks that they are good.
    QObject::connect(rig.engine.get(), &sync::Engine::signInNeeded, rig.engine.get(),
        [&] { rig.engine->setSignedIn(true); });
    QSignalSpy needed(rig.engine.get(), &sync::Engine::signInNeeded);
    for (int i = 0; i < 50; ++i)
        rig.google.failNext(u"list"_s, unauthorized);
    rig.google.forgetCalls();
    QVERIFY(!rig.syncNow());
    rig.settle();
    QCOMPARE(rig.google.count(u"list"_s), 1);
    QCOMPARE(needed.size(), 1);
    QVERIFY(rig.engine->nextSync().isValid()); // yet not given up
    QVERIFY(rig.engine->lastError());
}

void EngineTest::theNetworkComesBack()
{
    EngineRig rig;
    rig.begin();
    rig.google.failNext(u"list"_s, networkError());
    QVERIFY(!rig.syncNow());
    rig.google.put(meeting(u"event1"_s));
    rig.engine->networkReturned();
    QTRY_VERIFY(rig.record(u"event1"_s));
    rig.settle();
    rig.google.forgetCalls();
    rig.engine->networkReturned(); // it was not away
    rig.settle();
    QVERIFY(rig.google.calls.isEmpty());
}

// As when its disk is full: there is room for little, so it fails again at once.
void EngineTest::theDatabaseComesBackInVain()
{
    EngineRig rig;
    rig.begin();
    Error full{ ErrorCategory::Unavailable, u"disk_full"_s, u"the disk of the database is full"_s };
    full.retryAfter = std::chrono::seconds(3);
    rig.google.failNext(u"list"_s, full);
    QVERIFY(!rig.syncNow());
    rig.google.forgetCalls();
    for (int i = 0; i < 2; ++i) {
        rig.engine->networkReturned();
        rig.settle();
        QCOMPARE(rig.google.count(u"list"_s), 0);
        QCOMPARE(rig.engine->lastError()->code, u"disk_full"_s);
        QCOMPARE(rig.secondsToNextSync(), 3 - i);
        rig.clock.advance(std::chrono::seconds(1));
    }
    rig.clock.advance(std::chrono::seconds(1));
    QTRY_COMPARE(rig.google.count(u"list"_s), 1);
    rig.settle();
    QVERIFY(!rig.engine->lastError());
}

// As when its file may only be read: it can be opened each time, and nothing can be written.
void EngineTest::theDatabaseComesBackInVainForEver()
{
    EngineRig rig;
    rig.begin();
    Error away{ ErrorCategory::Unavailable, u"database_away"_s, u"the database cannot be written"_s };
    away.retryAfter = std::chrono::seconds(5);
    rig.google.failNext(u"list"_s, away);
    QVERIFY(!rig.syncNow());
    QList<int> pauses;
    for (int i = 0; i < 9; ++i) {
        rig.engine->networkReturned();
        rig.settle();
        pauses.append(int(rig.secondsToNextSync()));
        rig.google.failNext(u"list"_s, away);
        rig.google.forgetCalls();
        rig.clock.advance(std::chrono::seconds(pauses.constLast() + 1));
        rig.engine->networkReturned();
        QTRY_COMPARE(rig.google.count(u"list"_s), 1);
        rig.settle();
    }
    QVERIFY2(pauses.constFirst() <= 10, qPrintable(QString::number(pauses.constFirst())));
    QVERIFY2(pauses.constLast() > 60, qPrintable(QString::number(pauses.constLast())));
    QVERIFY(rig.syncNow()); // it is there, and a person asks
    rig.google.failNext(u"list"_s, away);
    QVERIFY(!rig.syncNow()); // a new trouble begins with short pauses
    rig.engine->networkReturned();
    rig.settle();
    QVERIFY(rig.secondsToNextSync() <= 10);
}

// As when somebody switches the API off in Google's console, and on again.
void EngineTest::aRefusedAccountIsNoFaultOfTheEvents()
{
    EngineRig rig;
    rig.options.interval = std::chrono::seconds(1);
    rig.restartEngine();
    rig.begin();
    QStringList ids;
    for (int i = 0; i < 5; ++i)
        ids << rig.createInAria(u"Event%1"_s.arg(i));
    for (const auto *call : { "insert", "list" }) {
        for (int i = 0; i < 10; ++i)
            rig.google.failNext(QString::fromLatin1(call),
                googleError(ErrorCategory::Forbidden, u"accessNotConfigured"_s, 403));
    }
    rig.engine->pushNow();
    QTRY_VERIFY(rig.engine->lastError());
    rig.settle();
    QCOMPARE(rig.engine->lastError()->code, u"accessNotConfigured"_s);
    QVERIFY(!rig.engine->isOffline());
    for (const QString &id : std::as_const(ids))
        QCOMPARE(rig.status(id), u"pending_to_google"_s);
    const int lists = rig.google.count(u"list"_s);
    rig.clock.advance(std::chrono::seconds(1)); // still
    QTRY_COMPARE(rig.google.count(u"list"_s), lists + 1);
    rig.settle();
    QCOMPARE(rig.engine->lastError()->code, u"accessNotConfigured"_s);
    rig.google.forgetFaults();
    rig.clock.advance(std::chrono::seconds(1));
    for (const QString &id : std::as_const(ids))
        QTRY_COMPARE(rig.status(id), u"synced"_s);
    rig.settle();
    QVERIFY(!rig.engine->lastError());
}

void EngineTest::whatAPushCannotFindOutIsAFailure()
{
    EngineRig rig;
    rig.begin();
    const QString id = rig.createInAria(u"Ours"_s);
    rig.google.afterWrite = [&rig](const google::Write &) {
        rig.sql(u"ALTER TABLE aria_calendar_metadata RENAME TO elsewhere"_s);
    };
    rig.engine->pushNow();
    QTRY_VERIFY(rig.engine->lastError());
    rig.settle();
    QCOMPARE(rig.engine->lastError()->category, ErrorCategory::Unavailable);
    rig.sql(u"ALTER TABLE elsewhere RENAME TO aria_calendar_metadata"_s);
    QTRY_VERIFY_WITH_TIMEOUT(rig.store->isHealthy(), 15'000);
    rig.google.afterWrite = nullptr;
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.status(id), u"synced"_s);
}

void EngineTest::waitersAreReleased_data()
{
    QTest::addColumn<QString>("how");
    for (const auto *how : { "pause", "sign out", "offline", "stop", "already paused" })
        QTest::newRow(how) << QString::fromLatin1(how);
}

void EngineTest::waitersAreReleased()
{
    QFETCH(QString, how);
    EngineRig rig;
    rig.begin();
    if (how == u"already paused"_s)
        rig.engine->setPaused(true);
    const QString id = rig.createInAria(u"Ours"_s);
    const auto record = rig.record(id);
    auto outcome = rig.engine->push().outcomeOf(record->localId, record->revision);
    if (how == u"pause"_s) {
        rig.engine->setPaused(true);
    } else if (how == u"sign out"_s) {
        rig.engine->setSignedIn(false);
    } else if (how == u"stop"_s) {
        rig.engine.reset();
    } else {
        rig.google.failNext(u"insert"_s, networkError());
        rig.engine->pushNow();
    }
    QTRY_VERIFY(outcome.isFinished());
    QCOMPARE(outcome.resultCount(), 1);
    QVERIFY(outcome.result().kind == sync::PushOutcome::Kind::Later);
}

void EngineTest::invalidRowsBlockNothing()
{
    EngineRig rig;
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
            u" ('Nonsense', 'some day', 'another day')"_s);
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
            u" ('Backwards', '2024-01-17T10:00:00Z', '2024-01-17T09:00:00Z', 'UTC')"_s);
    rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
            u" ('Good', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"_s);
    rig.begin();
    QCOMPARE(rig.google.living(), 1);
    for (const auto *title : { "Nonsense", "Backwards" }) {
        const auto row = rig.database.row(
            u"SELECT s.sync_status, s.error_message FROM aria_calendar_sync s JOIN aria_calendar_events e"
            u" ON e.id = s.local_event_id WHERE e.title = '%1'"_s.arg(QString::fromLatin1(title)));
        QCOMPARE(row.value(0).toString(), u"error"_s);
        QVERIFY(!row.value(1).toString().isEmpty());
    }
    rig.sql(u"UPDATE aria_calendar_events SET end_time = '2024-01-17T11:00:00Z' WHERE title = 'Backwards'"_s);
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.living(), 2);
}

void EngineTest::aFirstSyncDeletesNothing_data()
{
    QTest::addColumn<int>("inAria");
    QTest::addColumn<int>("atGoogle");
    QTest::newRow("ARIA has nothing") << 0 << 40;
    QTest::newRow("Google has nothing") << 40 << 0;
    QTest::newRow("both have") << 40 << 40;
}

void EngineTest::aFirstSyncDeletesNothing()
{
    QFETCH(int, inAria);
    QFETCH(int, atGoogle);
    EngineRig rig;
    for (int i = 0; i < inAria; ++i)
        rig.sql(u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone)"
                u" VALUES ('Ours %1', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"_s.arg(i));
    for (int i = 0; i < atGoogle; ++i)
        rig.google.put(meeting(u"event%1"_s.arg(i)));
    rig.begin();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.count(u"delete"_s), 0);
    QCOMPARE(rig.google.living(), inAria + atGoogle);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"
                     u" AND sync_status = 'synced'"_s)
                 .toInt(),
        inAria + atGoogle);
    for (const google::Write &write : rig.google.writes())
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
}

void EngineTest::aSecondSyncWritesNothing()
{
    EngineRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(series(u"series1"_s));
    rig.google.edit(u"series1_20240117T090000Z"_s, titled(u"Other"_s));
    rig.google.remove(u"series1_20240118T090000Z"_s);
    rig.createInAria(u"Ours"_s);
    rig.begin();
    const QString contents = rig.contents();
    const int history = rig.historyCount();
    rig.changes.clear();
    rig.google.forgetCalls();
    QVERIFY(rig.syncNow());
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.contents(), contents);
    QCOMPARE(rig.historyCount(), history);
    QVERIFY(rig.changes.isEmpty());
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.google.calls.size(), 2); // one list each
}

ARIA_TEST(EngineTest)

} // namespace tst_engine

#include "tst_engine.moc"
