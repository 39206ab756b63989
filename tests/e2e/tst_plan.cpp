// The plan before the sync: shown on request, and waited for where it would delete much. And nobody gets mail by
// surprise, as Google's own log tells.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_plan {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void dryRunWritesNothing();
    void dryRunFromTheCommandLine();
    void dryRunNeedsASignIn();
    void googlesMassDeletion_data();
    void googlesMassDeletion();
    void ariasMassDeletion();
    void mailsOnlyWhereAsked();

private:
    void makeMany(int count);
    std::unique_ptr<Rig> rig;
    bool mailsAllowed = false;
};

namespace {

QJsonObject meetingAt(int hour, const QString &title)
{
    const auto time = [hour](int minute) {
        return QJsonObject{ { u"dateTime"_s,
                                u"2031-03-03T%1:%2:00Z"_s.arg(hour % 24, 2, 10, QLatin1Char('0'))
                                    .arg(minute, 2, 10, QLatin1Char('0')) },
            { u"timeZone"_s, u"UTC"_s } };
    };
    return { { u"summary"_s, title }, { u"start"_s, time(0) }, { u"end"_s, time(30) } };
}

QByteArray createBody(const QString &title, const QJsonObject &more = {})
{
    QJsonObject body{ { u"title"_s, title }, { u"start_time"_s, u"2031-03-04T09:00:00Z"_s },
        { u"end_time"_s, u"2031-03-04T10:00:00Z"_s } };
    for (auto it = more.begin(); it != more.end(); ++it)
        body[it.key()] = it.value();
    return toBytes(body);
}

} // namespace

void TestPlan::init()
{
    mailsAllowed = false;
    rig = std::make_unique<Rig>();
    QVERIFY(rig->start());
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
}

void TestPlan::cleanup()
{
    if (rig->googleProgram.isRunning() && !QTest::currentTestFailed()) {
        const Answer counters = rig->control("GET", u"counters"_s);
        QCOMPARE(counters["refused"].toArray(), QJsonArray());
        const QJsonObject sendUpdates = counters["counters"][u"sendUpdates"_s].toObject();
        QVERIFY(!sendUpdates.contains(u"absent"_s));
        if (!mailsAllowed) {
            QCOMPARE(counters["mails"].toArray(), QJsonArray());
            QVERIFY(!sendUpdates.contains(u"all"_s) && !sendUpdates.contains(u"externalOnly"_s));
        }
    }
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

void TestPlan::makeMany(int count)
{
    for (int i = 0; i < count; ++i) {
        const Answer made =
            rig->control("POST", u"calendars/primary/events"_s, toBytes(meetingAt(i, u"Many %1"_s.arg(i))));
        QVERIFY2(made.status == 200, made.shown());
    }
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), count);
}

void TestPlan::dryRunWritesNothing()
{
    makeMany(3);
    const QString first = rig->googleEvents().first()[u"id"_s].toString();
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    rig->control("POST", u"calendars/primary/events"_s, toBytes(meetingAt(5, u"New there"_s)));
    QCOMPARE(rig->control("PATCH", u"calendars/primary/events/"_s + first, "{\"summary\":\"Edited there\"}")
                 .status,
        200);
    QCOMPARE(rig->api("POST", u"/events/create"_s, createBody(u"New here"_s)).status, 202);
    const int writes = rig->googleWrites();
    const QString tables = u"SELECT * FROM aria_calendar_events"_s;
    const auto before = rig->rows(tables);
    const auto metadata =
        rig->rows(u"SELECT key, calendar_id, value FROM aria_calendar_metadata ORDER BY 1, 2"_s);

    const Answer plan = rig->api("POST", u"/sync/now?dry_run=true"_s);
    QVERIFY2(plan.status == 200, plan.shown());
    QCOMPARE(plan["dry_run"], QJsonValue(true));
    QCOMPARE(plan["needs_confirmation"], QJsonValue(false));
    QCOMPARE(plan["count"].toInt(), 3);
    const QJsonArray here = plan["plan"][u"aria"_s].toArray();
    QCOMPARE(here.size(), 2);
    QSet<QString> operations;
    for (const QJsonValue write : here)
        operations.insert(write[u"operation"_s].toString() + u' ' + write[u"title"_s].toString());
    QCOMPARE(operations, (QSet<QString>{ u"create New there"_s, u"update Edited there"_s }));
    const QJsonObject there = plan["plan"][u"google"_s][0].toObject();
    QCOMPARE(there[u"operation"_s], QJsonValue(u"create"_s));
    QCOMPARE(there[u"title"_s], QJsonValue(u"New here"_s));
    QCOMPARE(there[u"send_updates"_s], QJsonValue(u"none"_s));

    QCOMPARE(rig->googleWrites(), writes);
    QCOMPARE(rig->rows(tables), before);
    QCOMPARE(
        rig->rows(u"SELECT key, calendar_id, value FROM aria_calendar_metadata ORDER BY 1, 2"_s), metadata);
    QCOMPARE(rig->api("POST", u"/sync/now?dry_run=x"_s).status, 422);

    // The sync then misses nothing of it.
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(rig->status()[u"total_events"_s].toInt(), 5);
    QTRY_COMPARE(rig->googleEvents().size(), 5);
    QTRY_COMPARE(rig->api("POST", u"/sync/now?dry_run=true"_s)["count"].toInt(), 0);
}

void TestPlan::dryRunFromTheCommandLine()
{
    makeMany(2);
    QCOMPARE(rig->stopService(), QString());
    rig->control("POST", u"calendars/primary/events"_s, toBytes(meetingAt(5, u"New there"_s)));
    const auto before = rig->rows(u"SELECT * FROM aria_calendar_events"_s);
    const int writes = rig->googleWrites();
    Program dry(daemonPath());
    dry.launch({ u"--dry-run"_s }, rig->environment, rig->path(u"work"_s));
    const Program::End end = dry.waitForEnd(30'000);
    QVERIFY(end.ended && end.normal);
    QVERIFY2(end.exitCode == 0, dry.errors());
    QVERIFY2(dry.output().contains("create") && dry.output().contains("New there"), dry.output());
    QVERIFY2(dry.output().contains("1 writes in ARIA, 0 at Google"), dry.output());
    QCOMPARE(rig->rows(u"SELECT * FROM aria_calendar_events"_s), before);
    QCOMPARE(rig->googleWrites(), writes);
    QVERIFY(rig->startService());
    QTRY_COMPARE(rig->status()[u"total_events"_s].toInt(), 3);
}

void TestPlan::dryRunNeedsASignIn()
{
    QCOMPARE(rig->api("POST", u"/auth/revoke"_s).status, 200);
    QCOMPARE(rig->api("POST", u"/sync/now?dry_run=true"_s).status, 400);
    QCOMPARE(rig->stopService(), QString());
    Program dry(daemonPath());
    dry.launch({ u"--dry-run"_s }, rig->environment, rig->path(u"work"_s));
    const Program::End end = dry.waitForEnd(30'000);
    QVERIFY(end.ended && end.normal);
    QCOMPARE(end.exitCode, 77);
    QVERIFY(rig->startService());
}

void TestPlan::googlesMassDeletion_data()
{
    QTest::addColumn<bool>("approve");
    QTest::newRow("approved") << true;
    QTest::newRow("rejected") << false;
}

void TestPlan::googlesMassDeletion()
{
    QFETCH(bool, approve);
    makeMany(40);
    QCOMPARE(rig->api("POST", u"/sync/plan/approve"_s).status, 409);
    QCOMPARE(rig->api("GET", u"/sync/plan"_s)["needs_confirmation"], QJsonValue(false));
    const QJsonArray events = rig->googleEvents();
    for (int i = 0; i < 35; ++i)
        QCOMPARE(
            rig->control("DELETE", u"calendars/primary/events/"_s + events[i][u"id"_s].toString()).status,
            200);
    QCOMPARE(rig->syncNow()["changes"][u"deleted"_s].toInt(), 0);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"needs_confirmation"_s));
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 40);
    const Answer plan = rig->api("GET", u"/sync/plan"_s);
    QVERIFY2(plan.status == 200, plan.shown());
    QCOMPARE(plan["needs_confirmation"], QJsonValue(true));
    QCOMPARE(plan["plan"][u"aria"_s].toArray().size(), 35);
    QCOMPARE(plan["plan"][u"aria"_s][0][u"held"_s], QJsonValue(true));
    const QByteArray seen = toBytes({ { u"plan_id"_s, plan["plan_id"] } });
    QCOMPARE(rig->api("POST", u"/sync/plan/approve"_s, "{\"plan_id\":\"0123456789abcdef\"}").status, 409);
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 40);

    const Answer decided = rig->api("POST", approve ? u"/sync/plan/approve"_s : u"/sync/plan/reject"_s, seen);
    QVERIFY2(decided.status == 200, decided.shown());
    QCOMPARE(decided["count"].toInt(), 35);
    const int left = approve ? 5 : 40;
    QTRY_COMPARE(rig->googleEvents().size(), left);
    QCOMPARE(rig->syncNow().status, 200);
    QTRY_COMPARE(rig->status()[u"synced"_s].toInt(), left);
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), left);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"idle"_s));
    QCOMPARE(rig->api("GET", u"/sync/plan"_s)["count"].toInt(), 0);
    // Not asked again, neither after everything is listed anew nor after a restart; and one more sync writes nothing.
    const int writes = rig->googleWrites();
    QCOMPARE(rig->control("POST", u"expire"_s, "{\"what\":\"syncTokens\"}").status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->startService());
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"idle"_s));
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), left);
    QCOMPARE(rig->googleWrites(), writes);
}

void TestPlan::ariasMassDeletion()
{
    makeMany(40);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    const QJsonArray events = rig->googleEvents();
    for (int i = 0; i < 35; ++i)
        rig->api("DELETE", u"/events/"_s + events[i][u"id"_s].toString());
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(rig->status()[u"state"_s], QJsonValue(u"needs_confirmation"_s));
    QCOMPARE(rig->googleEvents().size(), 40);
    QCOMPARE(rig->api("GET", u"/sync/plan"_s)["plan"][u"google"_s].toArray().size(), 35);
    const Answer rejected = rig->api("POST", u"/sync/plan/reject"_s);
    QVERIFY2(rejected.status == 200, rejected.shown());
    QCOMPARE(rig->status()[u"total_events"_s].toInt(), 40);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->googleEvents().size(), 40);
    QCOMPARE(rig->status()[u"state"_s], QJsonValue(u"idle"_s));
    QCOMPARE(rig->api("POST", u"/sync/plan/reject"_s).status, 409);
}

// Every write in Google's log names sendUpdates, those in batches too; only the one that asked says anything but none.
void TestPlan::mailsOnlyWhereAsked()
{
    mailsAllowed = true;
    const QJsonObject guests{ { u"attendees"_s, QJsonArray{ u"ann@example.org"_s, u"bob@example.org"_s } } };
    QCOMPARE(rig->status()[u"mails_caused"_s].toInt(), 0);
    const Answer quiet = rig->api("POST", u"/events/create"_s, createBody(u"Quiet"_s, guests));
    QCOMPARE(quiet.status, 200);
    QJsonObject loud = guests;
    loud[u"send_updates"_s] = u"all"_s;
    const Answer asked = rig->api("POST", u"/events/create"_s, createBody(u"Loud"_s, loud));
    QCOMPARE(asked.status, 200);
    QCOMPARE(rig->status()[u"mails_caused"_s].toInt(), 2);
    // Later writes of the same event did not ask, nor do edits that travel in a batch, nor deletions.
    QCOMPARE(
        rig->api("POST", u"/events/update"_s,
               toBytes({ { u"google_event_id"_s, asked["google_event_id"] }, { u"title"_s, u"Renamed"_s } }))
            .status,
        200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(rig->api("POST", u"/events/create"_s, createBody(u"Batch %1"_s.arg(i), guests)).status, 202);
    QCOMPARE(
        rig->api("POST", u"/events/update"_s,
               toBytes({ { u"google_event_id"_s, quiet["google_event_id"] }, { u"title"_s, u"Again"_s } }))
            .status,
        202);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(rig->googleEvents().size(), 7);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    QCOMPARE(rig->api("DELETE", u"/events/"_s + asked.text("google_event_id")).status, 200);
    QTRY_COMPARE(rig->googleEvents().size(), 6);

    int writes = 0;
    int batched = 0;
    QStringList loudWrites;
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        const QString method = request[u"apiMethod"_s].toString();
        if (method != u"calendar.events.insert"_s && method != u"calendar.events.patch"_s
            && method != u"calendar.events.delete"_s)
            continue;
        ++writes;
        batched += request[u"inBatch"_s].toBool() ? 1 : 0;
        const QString sendUpdates = request[u"query"_s][u"sendUpdates"_s].toString();
        QVERIFY2(
            sendUpdates == u"none"_s || sendUpdates == u"all"_s, qPrintable(method + u' ' + sendUpdates));
        if (sendUpdates == u"all"_s)
            loudWrites.append(method);
    }
    QCOMPARE(writes, 10);
    QVERIFY(batched >= 5);
    QCOMPARE(loudWrites, QStringList{ u"calendar.events.insert"_s });
    QCOMPARE(rig->control("GET", u"counters"_s)["mails"].toArray().size(), 1);
    QCOMPARE(rig->status()[u"mails_caused"_s].toInt(), 2);
}

ARIA_TEST(TestPlan)

} // namespace tst_plan

#include "tst_plan.moc"
