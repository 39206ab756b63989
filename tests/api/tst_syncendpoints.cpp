#include "apiclient.h"

#include "support/testmain.h"

namespace tst_syncendpoints {

using namespace aria;
using namespace aria::test;
using namespace Qt::StringLiterals;

namespace {

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

// A deletion in ARIA that is held, an edit for Google, and an event somebody has to decide.
Plan samplePlan()
{
    PlannedWrite deletion;
    deletion.side = PlannedWrite::Side::Aria;
    deletion.operation = store::Operation::Delete;
    deletion.reason = u"deleted in Google"_s;
    deletion.calendarId = u"primary"_s;
    deletion.googleEventId = u"a"_s;
    deletion.localId = 1;
    deletion.before = calendar::Event(QJsonObject{ { u"summary"_s, u"Gone"_s } });
    deletion.held = true;
    PlannedWrite edit;
    edit.operation = store::Operation::Update;
    edit.reason = u"aria edit"_s;
    edit.calendarId = u"primary"_s;
    edit.googleEventId = u"b"_s;
    edit.localId = 2;
    edit.before = calendar::Event(QJsonObject{ { u"summary"_s, u"Old"_s } });
    edit.after = calendar::Event(QJsonObject{ { u"summary"_s, u"New"_s } });
    edit.sendUpdates = u"none"_s;
    Plan plan;
    plan.writes = { deletion, edit };
    plan.conflicts = { { u"c1"_s, u"team"_s } };
    return plan;
}

} // namespace

// The endpoints under /webhook and /sync: what they ask of the service, what they answer, and their errors.
class TestSyncEndpoints : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void webhook_data();
    void webhook();
    void webhookNeedsAChannel();
    void webhookSetup();
    void syncStatus();
    void aStatusIsWrittenOnce();
    void conflicts();
    void resolve();
    void resolveNeedsAResolution_data();
    void resolveNeedsAResolution();
    void syncNow();
    void dryRun();
    void plan();
    void pauseAndResume();
};

void TestSyncEndpoints::webhook_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::addColumn<bool>("finished");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("sync") << QByteArray("sync") << true
                          << QByteArray(R"({"action":"sync_notification","status":"acknowledged"})");
    QTest::newRow("exists")
        << QByteArray("exists") << true
        << QByteArray(R"({"changes":{"created":1,"deleted":3,"errors":4,"updated":2},"status":"processed"})");
    QTest::newRow("long") << QByteArray("exists") << false << QByteArray(R"({"status":"accepted"})");
    QTest::newRow("unknown") << QByteArray("dancing") << true
                             << QByteArray(R"({"reason":"Unknown state: dancing","status":"ignored"})");
}

void TestSyncEndpoints::webhook()
{
    QFETCH(QByteArray, state);
    QFETCH(bool, finished);
    ApiFixture api;
    api.service.run = SyncRun{ finished, { 1, 2, 3, 4 } };
    const HttpAnswer answer = api.send("POST", u"/webhook"_s, {},
        { { "X-Goog-Channel-ID", "ch" }, { "X-Goog-Channel-Token", "to" }, { "X-Goog-Resource-ID", "re" },
            { "X-Goog-Resource-State", state } });
    QCOMPARE(answer.status, 200);
    QTEST(answer.body, "body");
    QCOMPARE(api.service.lastNotification.token, u"to"_s);
    QCOMPARE(api.service.lastNotification.resourceId, u"re"_s);
}

void TestSyncEndpoints::webhookNeedsAChannel()
{
    ApiFixture api;
    QCOMPARE(api.send("POST", u"/webhook"_s, "garbage").status, 404);
    QVERIFY(api.service.calls.isEmpty());
    api.service.run = makeError(ErrorCategory::NotFound, u"unknown_channel"_s, u"Unknown channel"_s);
    const HttpAnswer unknown = api.send("POST", u"/webhook"_s, "garbage",
        { { "X-Goog-Channel-ID", "ch" }, { "X-Goog-Resource-State", "exists" },
            { "Content-Type", "text/plain" } });
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.detail(), u"Unknown channel"_s);
}

void TestSyncEndpoints::webhookSetup()
{
    ApiFixture api;
    google::Channel channel;
    channel.id = u"id"_s;
    channel.token = u"secret-token"_s;
    channel.resourceId = u"res"_s;
    channel.resourceUri = u"https://uri"_s;
    channel.expiration = api.clock.nowUtc();
    api.service.channel = channel;
    const HttpAnswer answer = api.send("POST", u"/webhook/setup"_s);
    QCOMPARE(answer.status, 200);
    const QJsonObject expected{ { u"kind"_s, u"api#channel"_s }, { u"id"_s, u"id"_s },
        { u"resourceId"_s, u"res"_s }, { u"resourceUri"_s, u"https://uri"_s },
        { u"expiration"_s, u"1705320000000"_s } };
    QCOMPARE(answer.json()[u"channel"_s].toObject(), expected);
    const HttpAnswer given =
        api.send("POST", u"/webhook/setup"_s, R"({"webhook_url":"https://h.example","expiration_hours":24})");
    QCOMPARE(given.status, 200);
    QCOMPARE(api.service.calls, (QStringList{ u"setup  168"_s, u"setup https://h.example 24"_s }));
    const HttpAnswer plain = api.send("POST", u"/webhook/setup"_s, R"({"webhook_url":"http://h.example"})");
    QCOMPARE(plain.status, 400);
    QCOMPARE(api.send("POST", u"/webhook/setup"_s, R"({"webhook_url":5,"expiration_hours":0})").faults(),
        (QStringList{ u"body.webhook_url string_type"_s, u"body.expiration_hours greater_than_equal"_s }));
    QCOMPARE(api.send("POST", u"/webhook/stop"_s).json()[u"success"_s], QJsonValue(true));
    api.service.done = false;
    QCOMPARE(api.send("POST", u"/webhook/stop"_s).json()[u"success"_s], QJsonValue(true));
}

void TestSyncEndpoints::syncStatus()
{
    ApiFixture api;
    StatusView view;
    view.statistics = { 10, 5, 1, 2, 1, 1 };
    view.state = State::Syncing;
    view.progressDone = 3;
    view.role = u"leader"_s;
    view.mailsCaused = 7;
    view.notify = { 3, u"500"_s, false };
    api.service.statusView = view;
    QJsonObject json = api.send("GET", u"/sync/status"_s).json();
    QCOMPARE(sorted(json.keys()),
        sorted({ u"total_events"_s, u"synced"_s, u"pending_to_google"_s, u"pending_to_aria"_s, u"conflicts"_s,
            u"errors"_s, u"last_sync_time"_s, u"webhook_active"_s, u"conflict_resolution"_s, u"state"_s,
            u"progress"_s, u"last_error"_s, u"next_sync_time"_s, u"webhook_expires"_s, u"role"_s,
            u"mails_caused"_s, u"calendars"_s, u"occurrences"_s, u"notify"_s }));
    QCOMPARE(json[u"notify"_s].toObject(),
        (QJsonObject{ { u"pending"_s, 3 }, { u"last_error"_s, u"500"_s }, { u"disabled"_s, false } }));
    QCOMPARE(json[u"total_events"_s].toInt(), 10);
    QCOMPARE(json[u"mails_caused"_s].toInt(), 7);
    QVERIFY(json[u"last_sync_time"_s].isNull() && json[u"last_error"_s].isNull());
    QCOMPARE(json[u"state"_s].toString(), u"syncing"_s);
    QCOMPARE(json[u"conflict_resolution"_s].toString(), u"google_wins"_s);
    const QJsonObject progress{ { u"done"_s, 3 }, { u"total"_s, QJsonValue::Null } };
    QCOMPARE(json[u"progress"_s].toObject(), progress);
}

void TestSyncEndpoints::aStatusIsWrittenOnce()
{
    ApiFixture api;
    const auto totalOf = [&api](quint64 edition, qint64 total) {
        api.service.statusView->edition = edition;
        api.service.statusView->statistics.total = total;
        return api.send("GET", u"/sync/status"_s).json()[u"total_events"_s].toInt();
    };
    QCOMPARE(totalOf(1, 10), 10);
    QCOMPARE(totalOf(1, 11), 10); // the service says that it is the same
    QCOMPARE(totalOf(2, 12), 12);
    QCOMPARE(totalOf(0, 13), 13); // of an unknown edition, each is written
    QCOMPARE(totalOf(0, 14), 14);
    QCOMPARE(totalOf(2, 15), 15);
}

void TestSyncEndpoints::conflicts()
{
    ApiFixture api;
    ConflictView conflict;
    conflict.record.googleEventId = u"abc"_s;
    conflict.record.localId = 7;
    conflict.record.calendarId = u"team"_s;
    conflict.eventHash = u"hash"_s;
    conflict.view = sampleEvent();
    conflict.fields = { { u"title"_s, u"a"_s, u"b"_s, QJsonValue::Null } };
    api.service.conflictViews = QList<ConflictView>{ conflict };
    const QJsonObject json = api.send("GET", u"/sync/conflicts"_s).json();
    QCOMPARE(json[u"count"_s].toInt(), 1);
    const QJsonObject one = json[u"conflicts"_s].toArray().first().toObject();
    QCOMPARE(sorted(one.keys()),
        sorted({ u"google_event_id"_s, u"local_event_id"_s, u"calendar_id"_s, u"sync_status"_s,
            u"event_hash"_s, u"error_message"_s, u"last_synced"_s, u"created_at"_s, u"title"_s,
            u"start_time"_s, u"fields"_s }));
    QCOMPARE(one[u"sync_status"_s].toString(), u"conflict"_s);
    QCOMPARE(one[u"calendar_id"_s].toString(), u"team"_s);
    QCOMPARE(one[u"fields"_s][0][u"aria"_s].toString(), u"b"_s);
}

void TestSyncEndpoints::resolve()
{
    ApiFixture api;
    QCOMPARE(api.send("POST", u"/sync/resolve/a%2Fb?resolution=google_wins"_s).status, 200);
    QCOMPARE(api.service.calls, QStringList{ u"resolve a/b"_s });
    QCOMPARE(api.send("POST", u"/sync/resolve/a?resolution=google_wins&calendar_id=team"_s).status, 200);
    QCOMPARE(
        api.send("POST", u"/sync/resolve/a?resolution=google_wins"_s, R"({"calendar_id":"team"})").status,
        200);
    QCOMPARE(api.service.calls.mid(1), (QStringList{ u"resolve a team"_s, u"resolve a team"_s }));
    QVERIFY(api.service.lastResolution.whole == Resolution::Side::Google);
    QCOMPARE(api.send("POST", u"/sync/resolve/x?resolution=aria_wins"_s, R"({"fields":{"title":"google"}})")
                 .status,
        200);
    QVERIFY(api.service.lastResolution.whole == Resolution::Side::Aria);
    QVERIFY(api.service.lastResolution.fields[u"title"_s] == Resolution::Side::Google);
    api.service.leftToGoogle = { u"location"_s, u"description"_s };
    const HttpAnswer partly = api.send("POST", u"/sync/resolve/x"_s, R"({"fields":{"title":"aria"}})");
    QVERIFY(partly.json()[u"message"_s].toString().contains(u"as Google has it: location, description"_s));
    api.service.done =
        makeError(ErrorCategory::Conflict, u"no_conflict"_s, u"The event is not in conflict."_s);
    QCOMPARE(api.send("POST", u"/sync/resolve/x?resolution=aria_wins"_s).status, 409);
    api.service.done = makeError(ErrorCategory::NotFound, u"unknown"_s, u"Event not found"_s);
    QCOMPARE(api.send("POST", u"/sync/resolve/x?resolution=aria_wins"_s).status, 404);
}

void TestSyncEndpoints::resolveNeedsAResolution_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QStringList>("faults");
    QTest::newRow("none") << QString() << QByteArray() << QStringList{ u"query.resolution missing"_s };
    QTest::newRow("empty fields") << QString() << QByteArray(R"({"fields":{}})")
                                  << QStringList{ u"query.resolution missing"_s };
    QTest::newRow("bad") << u"?resolution=mine"_s << QByteArray()
                         << QStringList{ u"query.resolution enum"_s };
    QTest::newRow("short") << u"?resolution=google"_s << QByteArray()
                           << QStringList{ u"query.resolution enum"_s };
    QTest::newRow("bad field") << QString() << QByteArray(R"({"fields":{"title":"mine"}})")
                               << QStringList{ u"body.fields.title enum"_s };
    QTest::newRow("fields a list") << QString() << QByteArray(R"({"fields":[]})")
                                   << QStringList{ u"body.fields dict_type"_s };
}

void TestSyncEndpoints::resolveNeedsAResolution()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, body);
    ApiFixture api;
    const HttpAnswer answer = api.send("POST", u"/sync/resolve/x"_s + query, body);
    QCOMPARE(answer.status, 422);
    QTEST(answer.faults(), "faults");
    QVERIFY(api.service.calls.isEmpty());
}

void TestSyncEndpoints::syncNow()
{
    ApiFixture api;
    api.service.run = SyncRun{ true, { 1, 0, 0, 0 } };
    const HttpAnswer done = api.send("POST", u"/sync/now"_s);
    QCOMPARE(done.status, 200);
    QCOMPARE(done.json()[u"changes"_s][u"created"_s].toInt(), 1);
    api.service.run = SyncRun{};
    const HttpAnswer later = api.send("POST", u"/sync/now"_s);
    QCOMPARE(later.status, 202);
    QVERIFY(later.json().contains(u"message"_s));
    api.service.run = makeError(ErrorCategory::Unauthorized, u"needs_auth"_s, u"Not signed in."_s);
    QCOMPARE(api.send("POST", u"/sync/now"_s).status, 400);
    api.service.run = makeError(ErrorCategory::Unavailable, u"offline"_s, u"Google cannot be reached."_s);
    QCOMPARE(api.send("POST", u"/sync/now"_s).status, 503);
}

void TestSyncEndpoints::dryRun()
{
    ApiFixture api;
    api.service.planned = samplePlan();
    const HttpAnswer shown = api.send("POST", u"/sync/now?dry_run=true"_s);
    QCOMPARE(shown.status, 200);
    QCOMPARE(api.service.calls, QStringList{ u"dryRun"_s });
    const QJsonObject json = shown.json();
    QCOMPARE(sorted(json.keys()),
        sorted({ u"success"_s, u"dry_run"_s, u"plan_id"_s, u"needs_confirmation"_s, u"count"_s, u"changes"_s,
            u"conflicts"_s, u"conflict_events"_s, u"plan"_s }));
    QCOMPARE(json[u"dry_run"_s], QJsonValue(true));
    QCOMPARE(json[u"count"_s], QJsonValue(2));
    QCOMPARE(json[u"changes"_s][u"deleted"_s], QJsonValue(0));
    QCOMPARE(json[u"conflicts"_s].toArray(), QJsonArray{ u"c1"_s });
    QCOMPARE(json[u"conflict_events"_s].toArray(),
        (QJsonArray{ QJsonObject{ { u"google_event_id"_s, u"c1"_s }, { u"calendar_id"_s, u"team"_s } } }));
    const QJsonObject here = json[u"plan"_s][u"aria"_s][0].toObject();
    QCOMPARE(here[u"operation"_s], QJsonValue(u"delete"_s));
    QCOMPARE(here[u"reason"_s], QJsonValue(u"deleted in Google"_s));
    QCOMPARE(here[u"held"_s], QJsonValue(true));
    QVERIFY(!here.contains(u"send_updates"_s));
    const QJsonObject there = json[u"plan"_s][u"google"_s][0].toObject();
    QCOMPARE(there[u"title"_s], QJsonValue(u"New"_s));
    QCOMPARE(there[u"calendar_id"_s], QJsonValue(u"primary"_s));
    QCOMPARE(there[u"google_event_id"_s], QJsonValue(u"b"_s));
    QCOMPARE(there[u"local_event_id"_s], QJsonValue(2));
    QCOMPARE(there[u"send_updates"_s], QJsonValue(u"none"_s));
    const QJsonObject field{ { u"name"_s, u"title"_s }, { u"before"_s, u"Old"_s }, { u"after"_s, u"New"_s } };
    QCOMPARE(there[u"fields"_s].toArray(), QJsonArray{ field });

    api.service.calls.clear();
    QCOMPARE(api.send("POST", u"/sync/now?dry_run=false"_s).status, 202);
    QCOMPARE(api.service.calls, QStringList{ u"syncNow"_s });
    QCOMPARE(api.send("POST", u"/sync/now?dry_run=perhaps"_s).faults(),
        QStringList{ u"query.dry_run bool_parsing"_s });
    QCOMPARE(api.service.calls.size(), 1);
    api.service.planned = makeError(ErrorCategory::Unauthorized, u"not_signed_in"_s, u"Not signed in."_s);
    QCOMPARE(api.send("POST", u"/sync/now?dry_run=true"_s).status, 400);
    api.service.planned = makeError(ErrorCategory::Unavailable, u"network"_s, u"Google cannot be reached."_s);
    QCOMPARE(api.send("POST", u"/sync/now?dry_run=true"_s).status, 503);
}

void TestSyncEndpoints::plan()
{
    ApiFixture api;
    const QJsonObject nothing = api.send("GET", u"/sync/plan"_s).json();
    QCOMPARE(nothing[u"needs_confirmation"_s], QJsonValue(false));
    QVERIFY(nothing[u"plan_id"_s].isNull());
    QCOMPARE(nothing[u"count"_s], QJsonValue(0));
    api.service.planned = samplePlan();
    const QJsonObject held = api.send("GET", u"/sync/plan"_s).json();
    QCOMPARE(held[u"needs_confirmation"_s], QJsonValue(true));
    const QString id = held[u"plan_id"_s].toString();
    QVERIFY(!id.isEmpty());

    api.service.calls.clear();
    api.service.decided = 40;
    const HttpAnswer approved = api.send("POST", u"/sync/plan/approve"_s);
    QCOMPARE(approved.status, 200);
    QCOMPARE(approved.json()[u"success"_s], QJsonValue(true));
    QCOMPARE(approved.json()[u"count"_s], QJsonValue(40));
    QCOMPARE(api.send("POST", u"/sync/plan/reject"_s, QByteArray("{\"plan_id\":\"") + id.toLatin1() + "\"}")
                 .status,
        200);
    QCOMPARE(api.service.calls, (QStringList{ u"approvePlan "_s, u"rejectPlan "_s + id }));
    QCOMPARE(api.send("POST", u"/sync/plan/reject"_s, R"({"plan_id":5})").status, 422);
    api.service.decided =
        makeError(ErrorCategory::Conflict, u"no_plan"_s, u"Nothing waits for a confirmation."_s);
    QCOMPARE(api.send("POST", u"/sync/plan/approve"_s).status, 409);
    QCOMPARE(api.send("POST", u"/sync/plan/reject"_s).status, 409);
    QCOMPARE(api.send("GET", u"/sync/plan/approve"_s).status, 405);
}

void TestSyncEndpoints::pauseAndResume()
{
    ApiFixture api;
    QCOMPARE(api.send("POST", u"/sync/pause"_s).json()[u"success"_s], QJsonValue(true));
    QCOMPARE(api.send("POST", u"/sync/resume"_s).json()[u"success"_s], QJsonValue(true));
    QCOMPARE(api.service.calls, (QStringList{ u"pause"_s, u"resume"_s }));
}

ARIA_TEST(TestSyncEndpoints)

} // namespace tst_syncendpoints

#include "tst_syncendpoints.moc"
