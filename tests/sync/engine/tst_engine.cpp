// When the engine syncs, and what it does when it cannot.
#include "sync/enginerig.h"

#include "support/testmain.h"

#include <QCoro/QCoroFuture>

#include <QSignalSpy>

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
    void waitersAreReleased_data();
    void waitersAreReleased();
    void invalidRowsBlockNothing();
    void aFirstSyncDeletesNothing_data();
    void aFirstSyncDeletesNothing();
    void aSecondSyncWritesNothing();
    void anotherAccountTouchesNothing_data();
    void anotherAccountTouchesNothing();
    void theSameAccountGoesOn();
    void anUnknownIdentityIsNoObstacle_data();
    void anUnknownIdentityIsNoObstacle();
};

void EngineTest::requestsDuringASyncShareOneMore()
{
    EngineRig rig;
    rig.begin();
    rig.google.forgetCalls();
    rig.google.hold(QStringLiteral("list"));
    auto first = rig.engine->requestSync();
    QTRY_VERIFY(rig.google.isWaiting(QStringLiteral("list")));
    auto second = rig.engine->requestSync();
    auto third = rig.engine->requestSync();
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.release(QStringLiteral("list"));
    QTRY_VERIFY(first.isFinished() && second.isFinished() && third.isFinished());
    rig.applyDecision();
    QCOMPARE(rig.google.count(QStringLiteral("list")), 2);
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
    const int lists = rig.google.count(QStringLiteral("list"));
    rig.clock.advance(std::chrono::seconds(1));
    QTRY_COMPARE(rig.google.count(QStringLiteral("list")), lists + 1);
}

void EngineTest::failuresAreRetriedLaterAndLater()
{
    EngineRig rig;
    rig.begin();
    QCOMPARE(rig.secondsToNextSync(), 300);
    qint64 before = 0;
    for (int i = 0; i < 12; ++i) {
        rig.google.failNext(QStringLiteral("list"), networkError());
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
    Error error = googleError(ErrorCategory::RateLimited, QStringLiteral("rateLimitExceeded"), 429);
    error.retryAfter = std::chrono::seconds(77);
    rig.google.failNext(QStringLiteral("list"), error);
    QVERIFY(!rig.syncNow());
    QCOMPARE(rig.secondsToNextSync(), 77);
}

void EngineTest::editsArePushedFolded()
{
    EngineRig rig;
    rig.begin();
    const QString id = rig.createInAria(QStringLiteral("First"));
    rig.engine->pushSoon();
    rig.setTitle(id, QStringLiteral("Second"));
    rig.engine->pushSoon();
    rig.clock.advance(std::chrono::milliseconds(200));
    QTRY_COMPARE(rig.google.at(id).summary(), QStringLiteral("Second"));
    rig.applyDecision();
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.google.count(QStringLiteral("list")), 1);
}

void EngineTest::failedPushesAreTriedAgain()
{
    EngineRig rig;
    rig.begin();
    const QString id = rig.createInAria(QStringLiteral("Ours"));
    rig.google.failNext(QStringLiteral("insert"), serverError());
    rig.engine->pushNow();
    QTRY_COMPARE(rig.google.writes().size(), 1);
    QTRY_VERIFY(rig.record(id)->attempts == 1);
    rig.applyDecision();
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
    const QString id = rig.createInAria(QStringLiteral("Ours"));
    rig.engine->pushNow();
    const auto paused = rig.syncNow();
    QVERIFY(!paused);
    QCOMPARE(paused.error().code, QStringLiteral("paused"));
    rig.applyDecision();
    QVERIFY(rig.google.calls.isEmpty());
    QVERIFY(!rig.engine->lastError());
    rig.engine->setPaused(false);
    QTRY_COMPARE(rig.status(id), QStringLiteral("synced"));
}

void EngineTest::signedOutEditsPileUp()
{
    EngineRig rig;
    rig.begin();
    rig.engine->setSignedIn(false);
    rig.google.forgetCalls();
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids << rig.createInAria(QStringLiteral("Event%1").arg(i));
    rig.engine->pushNow();
    const auto refused = rig.syncNow();
    QVERIFY(!refused);
    QVERIFY(refused.error().category == ErrorCategory::Unauthorized);
    QVERIFY(rig.google.calls.isEmpty());
    QVERIFY(!rig.engine->nextSync().isValid());
    rig.engine->setSignedIn(true);
    QTRY_COMPARE(rig.google.living(), 3);
    for (const QString &id : std::as_const(ids))
        QTRY_COMPARE(rig.status(id), QStringLiteral("synced"));
}

void EngineTest::refusedCredentialsAreNoHotLoop()
{
    EngineRig rig;
    rig.begin();
    const Error unauthorized = googleError(ErrorCategory::Unauthorized, QStringLiteral("authError"), 401);
    // Who holds the credentials thinks that they are good.
    QObject::connect(rig.engine.get(), &sync::Engine::signInNeeded, rig.engine.get(),
        [&] { rig.engine->setSignedIn(true); });
    QSignalSpy needed(rig.engine.get(), &sync::Engine::signInNeeded);
    for (int i = 0; i < 50; ++i)
        rig.google.failNext(QStringLiteral("list"), unauthorized);
    rig.google.forgetCalls();
    QVERIFY(!rig.syncNow());
    rig.applyDecision();
    QCOMPARE(rig.google.count(QStringLiteral("list")), 1);
    QCOMPARE(needed.size(), 1);
    QVERIFY(rig.engine->nextSync().isValid()); // yet not given up
    QVERIFY(rig.engine->lastError());
}

void EngineTest::theNetworkComesBack()
{
    EngineRig rig;
    rig.begin();
    rig.google.failNext(QStringLiteral("list"), networkError());
    QVERIFY(!rig.syncNow());
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.engine->networkReturned();
    QTRY_VERIFY(rig.record(QStringLiteral("event1")));
    rig.applyDecision();
    rig.google.forgetCalls();
    rig.engine->networkReturned(); // it was not away
    rig.applyDecision();
    QVERIFY(rig.google.calls.isEmpty());
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
    if (how == QStringLiteral("already paused"))
        rig.engine->setPaused(true);
    const QString id = rig.createInAria(QStringLiteral("Ours"));
    const auto record = rig.record(id);
    auto outcome = rig.engine->push().outcomeOf(record->localId, record->revision);
    if (how == QStringLiteral("pause")) {
        rig.engine->setPaused(true);
    } else if (how == QStringLiteral("sign out")) {
        rig.engine->setSignedIn(false);
    } else if (how == QStringLiteral("stop")) {
        rig.engine.reset();
    } else {
        rig.google.failNext(QStringLiteral("insert"), networkError());
        rig.engine->pushNow();
    }
    QTRY_VERIFY(outcome.isFinished());
    QCOMPARE(outcome.resultCount(), 1);
    QVERIFY(outcome.result().kind == sync::PushOutcome::Kind::Later);
}

void EngineTest::invalidRowsBlockNothing()
{
    EngineRig rig;
    rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time) VALUES"
                           " ('Nonsense', 'some day', 'another day')"));
    rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
                           " ('Backwards', '2024-01-17T10:00:00Z', '2024-01-17T09:00:00Z', 'UTC')"));
    rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone) VALUES"
                           " ('Good', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')"));
    rig.begin();
    QCOMPARE(rig.google.living(), 1);
    for (const auto *title : { "Nonsense", "Backwards" }) {
        const auto row = rig.database.row(QStringLiteral(
            "SELECT s.sync_status, s.error_message FROM aria_calendar_sync s JOIN aria_calendar_events e"
            " ON e.id = s.local_event_id WHERE e.title = '%1'")
                                              .arg(QString::fromLatin1(title)));
        QCOMPARE(row.value(0).toString(), QStringLiteral("error"));
        QVERIFY(!row.value(1).toString().isEmpty());
    }
    rig.sql(QStringLiteral(
        "UPDATE aria_calendar_events SET end_time = '2024-01-17T11:00:00Z' WHERE title = 'Backwards'"));
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
        rig.sql(QStringLiteral("INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone)"
                               " VALUES ('Ours %1', '2024-01-17T10:00:00Z', '2024-01-17T11:00:00Z', 'UTC')")
                    .arg(i));
    for (int i = 0; i < atGoogle; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    rig.begin();
    QVERIFY(rig.syncNow());
    QCOMPARE(rig.google.count(QStringLiteral("delete")), 0);
    QCOMPARE(rig.google.living(), inAria + atGoogle);
    QCOMPARE(rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_events WHERE deleted_at IS NULL"
                                    " AND sync_status = 'synced'"))
                 .toInt(),
        inAria + atGoogle);
    for (const google::Write &write : rig.google.writes())
        QVERIFY(write.sendUpdates == calendar::SendUpdates::None);
}

void EngineTest::aSecondSyncWritesNothing()
{
    EngineRig rig;
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.google.put(series(QStringLiteral("series1")));
    rig.google.edit(QStringLiteral("series1_20240117T090000Z"), titled(QStringLiteral("Other")));
    rig.google.remove(QStringLiteral("series1_20240118T090000Z"));
    rig.createInAria(QStringLiteral("Ours"));
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

void EngineTest::anotherAccountTouchesNothing_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("signed in anew") << QStringLiteral("sign in");
    QTest::newRow("token.json replaced: the token is not known there") << QStringLiteral("token");
    QTest::newRow("after a restart") << QStringLiteral("restart");
}

void EngineTest::anotherAccountTouchesNothing()
{
    QFETCH(QString, how);
    EngineRig rig;
    for (int i = 0; i < 5; ++i)
        rig.google.put(meeting(QStringLiteral("event%1").arg(i)));
    rig.begin();
    QStringList mine;
    for (int i = 0; i < 5; ++i)
        mine << QStringLiteral("event%1").arg(i);
    rig.setTitle(QStringLiteral("event1"), QStringLiteral("Ours"));
    const QString contents = rig.contents();
    // Somebody else's calendar, with other events.
    rig.clock.advance(std::chrono::minutes(5));
    rig.google.realCalendarId = QStringLiteral("other@example.com");
    for (const QString &id : std::as_const(mine))
        rig.google.purge(id);
    rig.google.put(meeting(QStringLiteral("theirs")));
    rig.google.expireTokens();
    rig.google.forgetCalls();
    if (how == QStringLiteral("sign in")) {
        rig.engine->setSignedIn(false);
        rig.engine->setSignedIn(true);
        rig.applyDecision();
    } else if (how == QStringLiteral("restart")) {
        rig.restartEngine();
        rig.begin();
    } else {
        QVERIFY(!rig.syncNow());
    }
    QVERIFY(rig.engine->lastError());
    QCOMPARE(rig.engine->lastError()->code, QStringLiteral("other_calendar"));
    QVERIFY(rig.engine->lastError()->message.contains(QStringLiteral("other@example.com")));
    rig.engine->pushNow();
    QTest::qWait(20);
    rig.applyDecision();
    QVERIFY(rig.google.writes().isEmpty());
    QCOMPARE(rig.contents(), contents);
    QVERIFY(!rig.record(QStringLiteral("theirs")));
    // The right account again: all goes on.
    rig.google.realCalendarId = QStringLiteral("me@example.com");
    rig.google.purge(QStringLiteral("theirs"));
    for (const QString &id : std::as_const(mine))
        rig.google.put(meeting(id));
    rig.engine->accountChanged();
    QTRY_COMPARE(rig.google.at(QStringLiteral("event1")).summary(), QStringLiteral("Ours"));
    rig.applyDecision();
    QCOMPARE(rig.google.living(), 5);
}

void EngineTest::theSameAccountGoesOn()
{
    EngineRig rig;
    rig.begin();
    QCOMPARE(
        rig.one(QStringLiteral("SELECT value FROM aria_calendar_metadata WHERE key = 'calendar_identity'"))
            .toString(),
        QStringLiteral("me@example.com"));
    rig.engine->setSignedIn(false);
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.engine->setSignedIn(true);
    QTRY_VERIFY(rig.record(QStringLiteral("event1")));
    QCOMPARE(rig.google.count(QStringLiteral("info")), 2);
}

void EngineTest::anUnknownIdentityIsNoObstacle_data()
{
    QTest::addColumn<ErrorCategory>("category");
    QTest::newRow("404") << ErrorCategory::NotFound;
    QTest::newRow("scope missing") << ErrorCategory::Unauthorized;
    QTest::newRow("forbidden") << ErrorCategory::Forbidden;
    QTest::newRow("not supported") << ErrorCategory::Refused;
    QTest::newRow("away") << ErrorCategory::Unavailable;
}

void EngineTest::anUnknownIdentityIsNoObstacle()
{
    QFETCH(ErrorCategory, category);
    EngineRig rig;
    rig.google.infoError = googleError(category, QStringLiteral("none"), 404);
    rig.google.put(meeting(QStringLiteral("event1")));
    rig.begin();
    QVERIFY(rig.record(QStringLiteral("event1")));
    QVERIFY(!rig.engine->lastError());
    QCOMPARE(
        rig.one(QStringLiteral("SELECT count(*) FROM aria_calendar_metadata WHERE key = 'calendar_identity'"))
            .toInt(),
        0);
}

ARIA_TEST(EngineTest)

} // namespace tst_engine

#include "tst_engine.moc"
