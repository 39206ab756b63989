// Edits while Google is slow, away, not allowed or not willing: stored and pushed later, or refused as a whole. And
// what a client does that got no answer: it asks again.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QFile>
#include <QNetworkReply>
#include <QTest>

namespace tst_pending {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestPending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void createTwiceMakesOne_data();
    void createTwiceMakesOne();
    void slowGoogle();
    void absentGoogle();
    void notSignedIn();
    void refusedByGoogle();
    void pauseAndResume();

private:
    QJsonObject created(const char *json);
    std::unique_ptr<Rig> rig;
};

namespace {

const char *const plain =
    "{'title':'Dentist','start_time':'2031-03-04T09:00:00+01:00','end_time':'2031-03-04T10:00:00+01:00'}";

} // namespace

void TestPending::init()
{
    rig = std::make_unique<Rig>();
    QVERIFY(rig->start());
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
}

void TestPending::cleanup()
{
    const QString problem = rig->stopAll();
    if (QTest::currentTestFailed())
        qInfo().noquote() << rig->service.errors().right(6000);
    rig.reset();
    QCOMPARE(problem, QString());
}

QJsonObject TestPending::created(const char *text)
{
    const Answer answer = rig->api("POST", u"/events/create"_s, json(text));
    if (answer.status != 200)
        qWarning("create: %s", answer.shown().constData());
    return answer["event"].toObject();
}

void TestPending::createTwiceMakesOne_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("local_event_id") << json("{'title':'x','start_time':'2031-03-04T09:00:00Z','end_time':'"
                                            "2031-03-04T10:00:00Z','local_event_id':7}")
                                    << QByteArray();
    QTest::newRow("Idempotency-Key") << json(plain) << QByteArray("8e03978e-40d5-43dd-bc93-6894a57f9324");
}

void TestPending::createTwiceMakesOne()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, key);
    const Headers headers = key.isEmpty() ? Headers() : Headers{ { "Idempotency-Key", key } };
    const Answer first = rig->api("POST", u"/events/create"_s, body, headers);
    const Answer second = rig->api("POST", u"/events/create"_s, body, headers);
    QVERIFY2(first.status == 200, first.shown());
    QVERIFY2(second.status == 200, second.shown());
    QCOMPARE(second.text("google_event_id"), first.text("google_event_id"));
    QCOMPARE(second["local_event_id"], first["local_event_id"]);
    QCOMPARE(rig->googleEventsWithTombstones().size(), 1);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
    QCOMPARE(rig->status()[u"total_events"_s], 1);
}

void TestPending::slowGoogle()
{
    QCOMPARE(rig->stopService(), QString());
    rig->environment.insert(u"CALENDAR_SYNC_PUSH_WAIT_MS"_s, u"150"_s);
    QVERIFY(rig->startService());
    QCOMPARE(rig->syncNow().status, 200);
    rig->fault("{'match':{'method':'POST','path':'/events'},'kind':'delay','ms':4000}");
    QVERIFY(rig->faultsAccepted());
    const Answer answer = rig->api("POST", u"/events/create"_s, json(plain));
    QVERIFY2(answer.status == 202, answer.shown());
    QCOMPARE(answer.text("sync_status"), u"pending_to_google"_s);
    QCOMPARE(answer["success"], true);
    // Meanwhile it can be read, and nothing else waits.
    QCOMPARE(rig->api("GET", u"/health"_s).status, 200);
    QCOMPARE(rig->api("GET", u"/events/"_s + answer.text("google_event_id"))["event"][u"sync_status"_s],
        u"pending_to_google"_s);
    QTRY_COMPARE(rig->status()[u"synced"_s], 1);
    QCOMPARE(rig->googleEventsWithTombstones().size(), 1);
}

void TestPending::absentGoogle()
{
    const QString known = created(plain)[u"id"_s].toString();
    QCOMPARE(rig->stopGoogle(), QString());
    const Answer made = rig->api("POST", u"/events/create"_s, json(plain));
    QVERIFY2(made.status == 202, made.shown());
    const Answer changed = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, known }, { u"title"_s, u"offline"_s } }));
    QVERIFY2(changed.status == 202, changed.shown());
    QCOMPARE(rig->api("GET", u"/events/"_s + known)["event"][u"title"_s], u"offline"_s);
    QCOMPARE(rig->api("GET", u"/health"_s).status, 200);
    const Answer now = rig->syncNow();
    QVERIFY2(now.status == 503, now.shown());
    QVERIFY(now["detail"].isString());
    QTRY_COMPARE(rig->status()[u"state"_s], u"offline"_s);
    QVERIFY(rig->startGoogle());
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
    QTRY_COMPARE(rig->status()[u"synced"_s], 2);
    QCOMPARE(rig->status()[u"state"_s], u"idle"_s);
    QCOMPARE(rig->googleEvents().size(), 2);
    QCOMPARE(rig->googleEvent(known)[u"summary"_s], u"offline"_s);
    QCOMPARE(rig->googleEvent(made.text("google_event_id"))[u"summary"_s], u"Dentist"_s);
}

void TestPending::notSignedIn()
{
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(QFile::remove(rig->credentials() + u"/token.json"_s));
    QVERIFY(rig->startService());
    const Answer made = rig->api("POST", u"/events/create"_s, json(plain));
    QVERIFY2(made.status == 202, made.shown());
    QCOMPARE(rig->status()[u"state"_s], u"needs_auth"_s);
    QCOMPARE(rig->api("GET", u"/health"_s)["components"][u"google_auth"_s], u"needs_auth"_s);
    const Answer now = rig->syncNow();
    QVERIFY2(now.status == 400, now.shown());
    QCOMPARE(rig->googleEvents().size(), 0);
}

void TestPending::refusedByGoogle()
{
    const QString id = created(plain)[u"id"_s].toString();
    const qint64 history = rig->count(u"aria_calendar_sync_history"_s);
    const QByteArray refusal =
        "'kind':'status','status':400,'reason':'invalid','message':'Google dislikes this.'}";
    rig->fault(("{'match':{'method':'POST','path':'/events'}," + refusal).constData());
    QVERIFY(rig->faultsAccepted());
    const Answer made = rig->api("POST", u"/events/create"_s,
        json("{'title':'refused','start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T10:00:00Z','"
             "local_event_id':55}"));
    QVERIFY2(made.status == 422, made.shown());
    QVERIFY2(made.body.contains("Google dislikes this."), made.shown());
    QVERIFY(made["detail"].isArray());
    QCOMPARE(
        rig->rows(u"SELECT count(*) FROM aria_calendar_events WHERE title = 'refused'"_s).value(0).value(0),
        u"0"_s);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
    QCOMPARE(rig->count(u"aria_calendar_sync"_s), 1);

    rig->fault(("{'match':{'method':'PATCH','path':'/events/'}," + refusal).constData());
    const Answer changed = rig->api(
        "POST", u"/events/update"_s, toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"refused"_s } }));
    QVERIFY2(changed.status == 422, changed.shown());
    QCOMPARE(rig->api("GET", u"/events/"_s + id)["event"][u"title"_s], u"Dentist"_s);
    const QJsonObject status = rig->status();
    QCOMPARE(status[u"total_events"_s], 1);
    QCOMPARE(status[u"synced"_s], 1);
    QCOMPARE(status[u"errors"_s], 0);
    QCOMPARE(rig->googleEventsWithTombstones().size(), 1);
    QVERIFY(rig->count(u"aria_calendar_sync_history"_s) >= history);
    // And the event can be edited afterwards.
    QCOMPARE(rig->api("POST", u"/events/update"_s,
                    toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"fine"_s } }))
                 .status,
        200);
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], u"fine"_s);
}

void TestPending::pauseAndResume()
{
    const Answer paused = rig->api("POST", u"/sync/pause"_s);
    QCOMPARE(paused.status, 200);
    QCOMPARE(paused["success"], true);
    QCOMPARE(rig->status()[u"state"_s], u"paused"_s);
    QCOMPARE(rig->api("POST", u"/events/create"_s, json(plain)).status, 202);
    QCOMPARE(rig->googleEvents().size(), 0);
    // It stays paused over a restart.
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->startService());
    QTRY_COMPARE(rig->status()[u"state"_s], u"paused"_s);
    QCOMPARE(rig->googleEvents().size(), 0);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(rig->googleEvents().size(), 1);
    QTRY_COMPARE(rig->status()[u"state"_s], u"idle"_s);
}

ARIA_TEST(TestPending)

} // namespace tst_pending

#include "tst_pending.moc"
