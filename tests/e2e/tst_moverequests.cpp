// Events that a request moves to another calendar: Google does it, and wherever that breaks off, it is one event with
// one row.
#include "e2e/movebed.h"

#include "support/testmain.h"

namespace tst_moverequests {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestMoveRequests : public QObject, MoveBed
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void movesOnRequest_data();
    void movesOnRequest();
    void requestsWaitForGoogle();
    void movesWhatGoogleHasNotHeardOf();
    void survivesBreaks_data();
    void survivesBreaks();
    void undoesAMove();
    void undoesWhileAMoveWaits();
    void refusesMoves();
    void waitsForACalendarThatIsAway();
    void aRefusedMoveIsNotCalledADeletion();
};

void TestMoveRequests::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

void TestMoveRequests::movesOnRequest_data()
{
    QTest::addColumn<bool>("isSeries");
    QTest::newRow("a single event") << false;
    QTest::newRow("a series with a changed and a cancelled occurrence") << true;
}

void TestMoveRequests::movesOnRequest()
{
    QFETCH(bool, isSeries);
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s, isSeries ? u"RRULE:FREQ=DAILY;COUNT=4"_s : QString());
    QCOMPARE(rig->syncNow().status, 200);
    if (isSeries) {
        QCOMPARE(edit(occurrence(id, 1), u"title"_s, u"Long one"_s).status, 200);
        QCOMPARE(rig->api("DELETE", u"/events/"_s + occurrence(id, 2)).status, 200);
    }
    const QStringList expected = isSeries
        ? QStringList{ u"0 Lunch "_s + team, u"1 Long one "_s + team, u"3 Lunch "_s + team }
        : QStringList{ u"0 Lunch "_s + team };
    const QJsonValue row = here(id)[u"local_event_id"_s];
    const Answer moved = request(id, team);
    QVERIFY2(moved.status == 200, moved.shown());
    QCOMPARE(moved["sync_status"], QJsonValue(u"synced"_s));
    QCOMPARE(moved["calendar_id"], QJsonValue(team));
    QCOMPARE(moved["local_event_id"], row);
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(upcoming(), expected);
    QCOMPARE(rig->syncNow()["changes"][u"errors"_s].toInt(), 0);
    QCOMPARE(upcoming(), expected);
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(request(id, team).status, 200); // it is there already
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    int moves = 0;
    for (const QJsonValue sent : requests) {
        if (!sent[u"path"_s].toString().endsWith(u"/move"_s))
            continue;
        ++moves;
        QCOMPARE(sent[u"query"_s][u"sendUpdates"_s], QJsonValue(u"none"_s));
    }
    QCOMPARE(moves, 1);
    // And back, with an edit that waits.
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(edit(id, u"location"_s, u"Canteen"_s).status, 202);
    QCOMPARE(request(id, mine).status, 202);
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(here(id)[u"calendar_id"_s], QJsonValue(mine));
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s].toInt(), 0);
    QCOMPARE(rig->control("GET", u"calendars/primary/events/"_s + id)["location"], QJsonValue(u"Canteen"_s));
    QCOMPARE(titlesAt(team), QStringList());
    QCOMPARE(here(id)[u"local_event_id"_s], row);
}

void TestMoveRequests::requestsWaitForGoogle()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    const Answer waiting = request(id, team);
    QCOMPARE(waiting.status, 202);
    QCOMPARE(waiting["sync_status"], QJsonValue(u"pending_to_google"_s));
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + mine });
    QCOMPARE(rig->stopService(), QString()); // the wish is in the database
    QVERIFY(rig->startService());
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(upcoming(), QStringList{ u"0 Lunch "_s + team });
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
}

void TestMoveRequests::movesWhatGoogleHasNotHeardOf()
{
    QVERIFY(begin());
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    const Answer made = rig->api("POST", u"/events/create"_s,
        toBytes(
            { { u"title"_s, u"New"_s }, { u"start_time"_s, first.toString(Qt::ISODate) + u"T09:00:00Z"_s },
                { u"end_time"_s, first.toString(Qt::ISODate) + u"T10:00:00Z"_s } }));
    QCOMPARE(made.status, 202);
    const QString id = made.text("google_event_id");
    const Answer moved = request(id, team);
    QCOMPARE(moved.status, 202);
    QCOMPARE(moved["calendar_id"], QJsonValue(team));
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(titlesAt(team), QStringList{ u"New"_s });
    QCOMPARE(titlesAt(mine), QStringList());
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(here(id)[u"local_event_id"_s], made["local_event_id"]);
}

void TestMoveRequests::survivesBreaks_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("Google never got it") << QByteArray("'kind':'drop_before','times':4");
    QTest::newRow("Google's answer was lost") << QByteArray("'kind':'drop_after','times':1");
    QTest::newRow("Google's answer was lost, and the next ones")
        << QByteArray("'kind':'drop_after','times':4");
    QTest::newRow("Google is busy") << QByteArray("'kind':'status','status':503,'times':4");
    QTest::newRow("killed before the answer") << QByteArray("'kind':'delay','ms':60000,'times':1");
}

void TestMoveRequests::survivesBreaks()
{
    QFETCH(QByteArray, fault);
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const QJsonValue row = here(id)[u"local_event_id"_s];
    rig->fault(("[{'match':{'method':'POST','path':'/move'}," + fault + "}]").constData());
    QVERIFY(rig->faultsAccepted());
    if (fault.contains("delay")) {
        rig->startApi("POST", u"/events/move"_s,
            toBytes({ { u"google_event_id"_s, id }, { u"to_calendar_id"_s, team } }));
        QTRY_VERIFY(rig->faultsBegan());
        rig->service.killHard();
        QVERIFY(rig->startService());
    } else {
        const Answer asked = request(id, team);
        QVERIFY2(asked.status == 200 || asked.status == 202, asked.shown());
    }
    QTRY_VERIFY_WITH_TIMEOUT(
        rig->syncNow().status == 200 && here(id)[u"calendar_id"_s] == QJsonValue(team), 60'000);
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + team });
    QCOMPARE(here(id)[u"local_event_id"_s], row);
    QCOMPARE(titlesAt(mine), QStringList());
    QCOMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

// What is taken back is the edit, not the wish to be moved.
void TestMoveRequests::undoesAMove()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(request(id, team).status, 200);
    const QJsonArray changes = rig->api("GET", u"/sync/history?google_event_id="_s + id)["history"].toArray();
    QCOMPARE(changes.first()[u"side"_s], QJsonValue(u"google"_s));
    const Answer undone = rig->api("POST", u"/sync/undo/%1"_s.arg(changes.first()[u"id"_s].toInteger()));
    QVERIFY2(undone.status == 200, undone.shown());
    QCOMPARE(titlesAt(team), QStringList());
    QCOMPARE(upcoming(), QStringList{ u"0 Lunch "_s + mine });
    QCOMPARE(here(id)[u"calendar_id"_s], QJsonValue(mine));
}

void TestMoveRequests::undoesWhileAMoveWaits()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/sync/pause"_s).status, 200);
    QCOMPARE(edit(id, u"title"_s, u"Dinner"_s).status, 202);
    QCOMPARE(request(id, team).status, 202);
    const QJsonArray changes = rig->api("GET", u"/sync/history?google_event_id="_s + id)["history"].toArray();
    QVERIFY(!changes.isEmpty());
    const Answer undone = rig->api("POST", u"/sync/undo/%1"_s.arg(changes.first()[u"id"_s].toInteger()));
    QVERIFY2(undone.status == 202, undone.shown());
    QCOMPARE(rig->api("POST", u"/sync/resume"_s).status, 200);
    QTRY_COMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
    QTRY_COMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(titlesAt(mine), QStringList());
}

void TestMoveRequests::refusesMoves()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s, u"RRULE:FREQ=DAILY;COUNT=3"_s);
    QCOMPARE(rig->syncNow().status, 200);
    const Answer occurrenceAlone = request(occurrence(id, 1), team);
    QCOMPARE(occurrenceAlone.status, 422);
    QVERIFY2(toBytes(occurrenceAlone.json()).contains(id.toLatin1()), occurrenceAlone.shown());
    const Answer elsewhere = request(id, unsynced);
    QCOMPARE(elsewhere.status, 422);
    QCOMPARE(elsewhere["detail"][0][u"loc"_s][1], QJsonValue(u"to_calendar_id"_s));
    QCOMPARE(request(u"unknown0"_s, team).status, 404);
    // Google refuses what looked possible: everything is as before.
    rig->fault(
        "[{'match':{'method':'POST','path':'/move'},'kind':'status','status':403,'reason':'forbidden','times':1}]");
    const Answer refused = request(id, team);
    QVERIFY2(refused.status == 403, refused.shown());
    QCOMPARE(here(id)[u"calendar_id"_s], QJsonValue(mine));
    QCOMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(upcoming().filter(mine).size(), 3);
    QCOMPARE(
        rig->control("PATCH", u"calendars/"_s + team, toBytes({ { u"accessRole"_s, u"reader"_s } })).status,
        200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(request(id, team).status, 403);
    QCOMPARE(upcoming().filter(mine).size(), 3);
}

void TestMoveRequests::waitsForACalendarThatIsAway()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    const QString other = put(u"Dinner"_s);
    QCOMPARE(rig->syncNow().status, 200);
    rig->fault(
        "[{'match':{'path':'/move'},'kind':'status','status':404,'reason':'notFound','times':-1},"
        "{'match':{'path':'/calendars/team'},'kind':'status','status':404,'reason':'notFound','times':-1}]");
    const Answer moved = request(id, team);
    QVERIFY2(moved.status == 202, moved.shown());
    QCOMPARE(moved["sync_status"], QJsonValue(u"pending_to_google"_s));
    QCOMPARE(edit(other, u"location"_s, u"Canteen"_s).status, 200); // it holds up no other event
    QCOMPARE(upcoming(), (QStringList{ u"0 Dinner "_s + mine, u"0 Lunch "_s + mine }));
    QCOMPARE(rig->control("DELETE", u"faults"_s).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QTRY_COMPARE(upcoming(), (QStringList{ u"0 Dinner "_s + mine, u"0 Lunch "_s + team }));
    QCOMPARE(titlesAt(team), QStringList{ u"Lunch"_s });
}

void TestMoveRequests::aRefusedMoveIsNotCalledADeletion()
{
    QVERIFY(begin());
    const QString id = put(u"Lunch"_s);
    QCOMPARE(rig->syncNow().status, 200);
    for (const char *answer : { "'status':404,'reason':'notFound'", "'status':410,'reason':'deleted'" }) {
        rig->fault((QByteArray("[{'match':{'path':'/move'},'kind':'status','times':1,") + answer + "}]")
                       .constData());
        const Answer refused = request(id, team);
        QVERIFY2(refused.status == 422, refused.shown());
        QVERIFY2(!refused.body.contains("Event not found"), refused.shown());
        QCOMPARE(here(id)[u"sync_status"_s], QJsonValue(u"synced"_s));
    }
    QCOMPARE(request(id, team).status, 200);
}

ARIA_TEST(TestMoveRequests)

} // namespace tst_moverequests

#include "tst_moverequests.moc"
