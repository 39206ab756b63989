// What Google refuses, for good or for a while, to one event or to the whole account: whom it stops.
#include "merge/recordstate.h"
#include "support/testmain.h"
#include "sync/rig.h"

using namespace Qt::StringLiterals;

namespace tst_pushrefusals {

using namespace aria;
using namespace aria::test;

class PushRefusalsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRefusedEventStopsNothing();
    void aFailingEventStopsNothing();
    void patienceStopsTheRun_data();
    void patienceStopsTheRun();
    void aRefusalOfTheAccountBlamesNoEvent_data();
    void aRefusalOfTheAccountBlamesNoEvent();
    void aForbiddenEventStopsNothing();
    void whoJoinsARunIsToldTheSame();
    void aMissingCalendarDeletesNothing();
    void anInsertThatDidNotArriveIsNoDeletion_data();
    void anInsertThatDidNotArriveIsNoDeletion();
};

void PushRefusalsTest::aRefusedEventStopsNothing()
{
    SyncRig rig;
    rig.google.refuse(u"Bad"_s);
    const QString bad = rig.createInAria(u"Bad"_s);
    const QString good = rig.createInAria(u"Good"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(good), u"synced"_s);
    QCOMPARE(rig.status(bad), u"error"_s);
    QVERIFY(rig.record(bad)->errorMessage.contains(u"invalid"_s));
    // Not in a loop: neither the next push nor the next sync tries again.
    rig.google.forgetCalls();
    QVERIFY(rig.runSync());
    QVERIFY(rig.google.writes().isEmpty());
    // A person asks.
    must(rig.store->write(
        [](store::Session &session) { return session.backlog().retryErrors({ u"primary"_s }); }));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.writes().size(), 1);
    QCOMPARE(rig.status(bad), u"error"_s);
    // It changes.
    rig.setTitle(bad, u"Better"_s);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(bad), u"synced"_s);
    QVERIFY(rig.record(bad)->errorMessage.isEmpty());
}

void PushRefusalsTest::aFailingEventStopsNothing()
{
    SyncRig rig;
    QStringList ids;
    for (int i = 0; i < 3; ++i)
        ids << rig.createInAria(u"Event%1"_s.arg(i));
    rig.google.failNext(u"insert"_s, serverError());
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.living(), 2);
    int waiting = 0;
    for (const QString &id : std::as_const(ids))
        waiting += rig.status(id) == u"pending_to_google"_s ? 1 : 0;
    QCOMPARE(waiting, 1);
    QVERIFY(rig.runPush()); // too early
    QCOMPARE(rig.google.living(), 2);
    rig.clock.advance(std::chrono::minutes(1));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.living(), 3);
}

void PushRefusalsTest::patienceStopsTheRun_data()
{
    QTest::addColumn<ErrorCategory>("category");
    QTest::addColumn<int>("status");
    QTest::newRow("429") << ErrorCategory::RateLimited << 429;
    QTest::newRow("403 rate") << ErrorCategory::RateLimited << 403;
    QTest::newRow("offline") << ErrorCategory::Unavailable << 0;
    QTest::newRow("401") << ErrorCategory::Unauthorized << 401;
}

void PushRefusalsTest::patienceStopsTheRun()
{
    QFETCH(ErrorCategory, category);
    QFETCH(int, status);
    SyncRig rig;
    for (int i = 0; i < 3; ++i)
        rig.createInAria(u"Event%1"_s.arg(i));
    Error error = googleError(category, u"stop"_s, status);
    if (category == ErrorCategory::RateLimited)
        error.retryAfter = std::chrono::seconds(90);
    for (int i = 0; i < 3; ++i)
        rig.google.failNext(u"insert"_s, error);
    const auto failed = rig.runPush();
    QVERIFY(!failed);
    QVERIFY(failed.error().category == category);
    QCOMPARE(
        rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'pending_to_google'"_s).toInt(),
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

void PushRefusalsTest::aRefusalOfTheAccountBlamesNoEvent_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("call"); // of the fifth edit
    for (const auto *call : { "insert", "patch", "instance", "delete" }) {
        QTest::addRow("API switched off, %s", call) << u"accessNotConfigured"_s << QString::fromLatin1(call);
        QTest::addRow("everything forbidden, %s", call) << u"forbidden"_s << QString::fromLatin1(call);
    }
}

static void editOccurrence(SyncRig &rig)
{
    const auto at = calendar::EventTime(calendar::ZonedTime{ test::at(u"2024-01-17T09:00:00Z"_s), {} });
    store::EventRecord record;
    record.calendarId = u"primary"_s;
    record.googleEventId = u"series1_20240117T090000Z"_s;
    record.revision = 1;
    calendar::Event event = calendar::occurrenceOf(calendar::Event(rig.record(u"series1"_s)->base), at);
    event.set(u"summary"_s, u"Changed"_s);
    sync::setAriaContent(record, event, rig.clock.nowUtc());
    must(rig.store->write(
        [record](store::Session &session) mutable { return session.events().save(record); }));
}

void PushRefusalsTest::aRefusalOfTheAccountBlamesNoEvent()
{
    QFETCH(QString, reason);
    QFETCH(QString, call);
    SyncRig rig;
    rig.google.put(meeting(u"event1"_s));
    rig.google.put(series(u"series1"_s));
    QVERIFY(rig.runPull());
    if (call == u"patch")
        rig.setTitle(u"event1"_s, u"Changed"_s);
    else if (call == u"delete")
        rig.deleteInAria(u"event1"_s);
    else if (call == u"instance")
        editOccurrence(rig);
    for (int i = 0; i < (call == u"insert" ? 5 : 4); ++i)
        rig.createInAria(u"Event%1"_s.arg(i));
    const Error refusal = googleError(ErrorCategory::Forbidden, reason, 403);
    for (const auto *each : { "insert", "patch", "delete", "instance", "probe", "get" }) {
        for (int i = 0; i < 30; ++i)
            rig.google.failNext(QString::fromLatin1(each), refusal);
    }
    const auto pending = [&rig] {
        return rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'pending_to_google'"_s)
            .toInt();
    };
    for (int i = 0; i < 3; ++i) {
        const auto failed = rig.runPush();
        QVERIFY(!failed);
        QCOMPARE(failed.error().category, ErrorCategory::Forbidden);
        QCOMPARE(failed.error().code, reason);
        QCOMPARE(pending(), 5);
        rig.clock.advance(std::chrono::minutes(1));
    }
    QVERIFY(rig.google.count(u"probe"_s) <= (reason == u"forbidden" ? 3 : 0));
    rig.google.forgetFaults();
    rig.clock.advance(std::chrono::minutes(15));
    QVERIFY(rig.runPush());
    QCOMPARE(pending(), 0);
    QCOMPARE(rig.one(u"SELECT count(*) FROM aria_calendar_sync WHERE sync_status = 'error'"_s).toInt(), 0);
    const int difference = call == u"insert" || call == u"instance" ? 1 : call == u"delete" ? -1 : 0;
    QCOMPARE(rig.google.living(), 2 + 4 + difference);
}

// What is forbidden about one event only, the calendar does not know of.
void PushRefusalsTest::aForbiddenEventStopsNothing()
{
    SyncRig rig;
    const QString bad = rig.createInAria(u"Bad"_s);
    const QString good = rig.createInAria(u"Good"_s);
    rig.google.failNext(u"insert"_s, googleError(ErrorCategory::Forbidden, u"forbidden"_s, 403));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.status(bad), u"error"_s);
    QCOMPARE(rig.status(good), u"synced"_s);
}

void PushRefusalsTest::whoJoinsARunIsToldTheSame()
{
    SyncRig rig;
    rig.createInAria(u"Event"_s);
    rig.google.failNext(u"insert"_s, networkError());
    auto first = rig.push->run();
    auto second = rig.push->run();
    auto third = rig.push->run();
    for (auto *run : { &first, &second, &third }) {
        const auto failed = QCoro::waitFor(*run);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, u"network"_s);
    }
}

void PushRefusalsTest::aMissingCalendarDeletesNothing()
{
    SyncRig rig;
    rig.google.calendarId = u"another"_s;
    const QString id = rig.createInAria(u"Ours"_s);
    const auto pushed = rig.runPush();
    QVERIFY(!pushed);
    QCOMPARE(pushed.error().code, u"calendar_away"_s);
    QCOMPARE(rig.title(id), u"Ours"_s);
    QCOMPARE(rig.status(id), u"pending_to_google"_s);
}

void PushRefusalsTest::anInsertThatDidNotArriveIsNoDeletion_data()
{
    QTest::addColumn<Error>("answer");
    QTest::newRow("409 duplicate") << googleError(ErrorCategory::Conflict, u"duplicate"_s, 409);
    QTest::newRow("409 of a proxy") << googleError(ErrorCategory::Conflict, u"http_409"_s, 409);
    QTest::newRow("412") << googleError(ErrorCategory::Stale, u"conditionNotMet"_s, 412);
}

// Google never had it, so that it is not there is no news.
void PushRefusalsTest::anInsertThatDidNotArriveIsNoDeletion()
{
    QFETCH(Error, answer);
    SyncRig rig;
    const QString id = rig.createInAria(u"New"_s);
    rig.google.failNext(u"insert"_s, answer);
    QVERIFY(rig.runPush());
    QCOMPARE(rig.title(id), u"New"_s);
    QCOMPARE(rig.status(id), u"synced"_s); // tried again at once
    QCOMPARE(rig.google.at(id).summary(), u"New"_s);

    const QString other = rig.createInAria(u"Other"_s);
    for (int i = 0; i < 20; ++i)
        rig.google.failNext(u"insert"_s, answer);
    (void)rig.runPush();
    QCOMPARE(rig.title(other), u"Other"_s);
    QCOMPARE(rig.status(other), u"pending_to_google"_s); // later, and not in a loop
    QVERIFY(rig.google.count(u"insert"_s) < 12);
    rig.google.forgetFaults();
    rig.clock.advance(std::chrono::minutes(20));
    QVERIFY(rig.runPush());
    QCOMPARE(rig.google.at(other).summary(), u"Other"_s);
    QCOMPARE(rig.google.living(), 2);
}

ARIA_TEST(PushRefusalsTest)

} // namespace tst_pushrefusals

#include "tst_pushrefusals.moc"
