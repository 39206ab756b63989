// Edits at Google arrive, edits in ARIA go there, and nothing that neither side meant is touched.
#include "e2e/twosides.h"

#include "support/testmain.h"

#include <QNetworkReply>
#include <QTest>

namespace tst_twoway {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestTwoWay : public TwoSides
{
    Q_OBJECT

private Q_SLOTS:
    void webhook();
    void webhookRefusals();
    void lostNotifications();
    void timer();
    void googleEditsArrive();
    void unknownFieldsSurvive();
    void exceptionsFromGoogle_data();
    void exceptionsFromGoogle();
    void exceptionsToGoogle_data();
    void exceptionsToGoogle();
    void allDayInOddZones_data();
    void allDayInOddZones();
    void pages();
    void sqlEditsOfAria();
};

namespace {

const char *const series =
    "{'summary':'Standup','start':{'dateTime':'2031-03-03T09:00:00','timeZone':'Europe/Berlin'},"
    "'end':{'dateTime':'2031-03-03T09:15:00','timeZone':'Europe/"
    "Berlin'},'recurrence':['RRULE:FREQ=DAILY;COUNT=10']}";

} // namespace

void TestTwoWay::webhook()
{
    QCOMPARE(rig->stopService(), QString());
    // The set-up from the settings, with the address where this service listens.
    const quint16 port = quint16(rig->service.url().port());
    rig->environment.insert(u"CALENDAR_SYNC_PORT"_s, QString::number(port));
    rig->environment.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"http://127.0.0.1:%1"_s.arg(port));
    rig->control("PATCH", u"switches"_s, json("{'pushDuplicates':true}"));
    QVERIFY(rig->startService());
    QTRY_VERIFY(rig->status()[u"webhook_active"_s].toBool());
    QVERIFY(!rig->status()[u"webhook_expires"_s].isNull());
    const Answer made = rig->control("POST", u"calendars/primary/events"_s, json(meeting));
    QTRY_COMPARE(here(made.text("id"))[u"title"_s], u"Meeting"_s);
    QVERIFY(editAtGoogle(made.text("id"), { { u"summary"_s, u"Moved"_s } }));
    QTRY_COMPARE(here(made.text("id"))[u"title"_s], u"Moved"_s);
    rig->control("DELETE", u"calendars/primary/events/"_s + made.text("id"));
    QTRY_VERIFY(here(made.text("id")).isEmpty());
    const QJsonArray channels = rig->control("GET", u"state"_s)["channels"].toArray();
    QCOMPARE(channels.size(), 1);
    QTRY_VERIFY(rig->control("GET", u"state"_s)["channels"][0][u"delivered"_s].toInt() >= 4);
    QCOMPARE(rig->control("GET", u"state"_s)["channels"][0][u"failed"_s], 0);

    // Over a restart it is the same channel.
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->startService());
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->control("GET", u"state"_s)["channels"].toArray().size(), 1);
    const Answer stopped = rig->api("POST", u"/webhook/stop"_s);
    QCOMPARE(stopped.status, 200);
    QCOMPARE(stopped["success"], true);
    QCOMPARE(rig->control("GET", u"state"_s)["channels"].toArray().size(), 0);
    QCOMPARE(rig->status()[u"webhook_active"_s], false);
    QCOMPARE(rig->api("POST", u"/webhook/stop"_s).status, 200);
}

void TestTwoWay::webhookRefusals()
{
    QCOMPARE(rig->api("POST", u"/webhook/setup"_s).status, 400); // no address anywhere
    for (const char *body :
        { "{'webhook_url':'http://example.com/webhook'}", "{'webhook_url':'ftp://example.com'}",
            "{'webhook_url':'https://'}", "{'webhook_url':'nonsense'}" }) {
        const Answer answer = rig->api("POST", u"/webhook/setup"_s, json(body));
        QVERIFY2(answer.status == 400, answer.shown());
        QVERIFY(answer["detail"].isString());
    }
    const Answer set = rig->api("POST", u"/webhook/setup"_s,
        json("{'webhook_url':'https://aria.example.org/webhook','expiration_hours':24}"));
    QVERIFY2(set.status == 200, set.shown());
    const QJsonObject channel = set["channel"].toObject();
    QCOMPARE(channel.keys(),
        QStringList({ u"expiration"_s, u"id"_s, u"kind"_s, u"resourceId"_s, u"resourceUri"_s }));
    QCOMPARE(channel[u"kind"_s], u"api#channel"_s);
    const QString id = channel[u"id"_s].toString();
    const auto notify = [&](const QByteArray &channelId, const QByteArray &token, const QByteArray &state) {
        return rig->api("POST", u"/webhook"_s, {},
            { { "X-Goog-Channel-ID", channelId }, { "X-Goog-Channel-Token", token },
                { "X-Goog-Resource-State", state } });
    };
    const int lists = rig->counters()[u"byMethod"_s][u"calendar.events.list"_s].toInt();
    QCOMPARE(notify("unknown", "x", "exists").status, 404);
    QCOMPARE(notify(id.toLatin1(), "wrong", "exists").status, 404);
    QCOMPARE(notify(id.toLatin1(), "", "exists").status, 404);
    QCOMPARE(rig->api("POST", u"/webhook"_s).status, 404);
    QCOMPARE(rig->counters()[u"byMethod"_s][u"calendar.events.list"_s].toInt(), lists);
    // The token, which only Google knows, is in the request that the simulator kept.
    QString token;
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        if (request[u"apiMethod"_s] == u"calendar.events.watch"_s)
            token = request[u"body"_s][u"token"_s].toString();
    }
    QVERIFY(token.size() >= 32);
    const Answer sync = notify(id.toLatin1(), token.toLatin1(), "sync");
    QCOMPARE(sync.json(), object("{'status':'acknowledged','action':'sync_notification'}"));
    const Answer odd = notify(id.toLatin1(), token.toLatin1(), "strange");
    QCOMPARE(odd.text("status"), u"ignored"_s);
    QVERIFY(!odd.text("reason").isEmpty());
    rig->control("POST", u"calendars/primary/events"_s, json(meeting));
    const Answer exists = notify(id.toLatin1(), token.toLatin1(), "exists");
    QCOMPARE(exists.json(),
        object("{'status':'processed','changes':{'created':1,'updated':0,'deleted':0,'errors':0}}"));
    // A second set-up replaces the first, and works before that is stopped.
    const Answer again =
        rig->api("POST", u"/webhook/setup"_s, json("{'webhook_url':'https://aria.example.org/webhook'}"));
    QCOMPARE(again.status, 200);
    QVERIFY(again["channel"][u"id"_s] != channel[u"id"_s]);
    QCOMPARE(rig->control("GET", u"state"_s)["channels"].toArray().size(), 1);
}

void TestTwoWay::lostNotifications()
{
    // Every notification is lost; the timer finds the change all the same.
    QCOMPARE(rig->stopService(), QString());
    const quint16 port = quint16(rig->service.url().port());
    rig->environment.insert(u"CALENDAR_SYNC_PORT"_s, QString::number(port));
    rig->environment.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"http://127.0.0.1:%1"_s.arg(port));
    rig->environment.insert(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"1"_s);
    rig->control("PATCH", u"switches"_s, json("{'pushLoseEvery':1}"));
    QVERIFY(rig->startService());
    QTRY_VERIFY(rig->status()[u"webhook_active"_s].toBool());
    const Answer made = rig->control("POST", u"calendars/primary/events"_s, json(meeting));
    QTRY_COMPARE_WITH_TIMEOUT(
        here(made.text("id"))[u"title"_s], u"Meeting"_s, 15'000); // six times the interval
}

void TestTwoWay::timer()
{
    restart(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"1"_s);
    const Answer made = rig->control("POST", u"calendars/primary/events"_s, json(meeting));
    QTRY_COMPARE(here(made.text("id"))[u"title"_s], u"Meeting"_s);
}

void TestTwoWay::googleEditsArrive()
{
    rig->control("POST", u"calendars/primary/events"_s, json(meeting));
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':1,'updated':0,'deleted':0,'errors':0}"));
    const QString id = rig->googleEvents()[0][u"id"_s].toString();
    QVERIFY(editAtGoogle(id, { { u"summary"_s, u"Moved"_s }, { u"colorId"_s, u"4"_s } }));
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':1,'deleted':0,'errors':0}"));
    QCOMPARE(here(id)[u"title"_s], u"Moved"_s);
    QCOMPARE(here(id)[u"colorId"_s], u"4"_s);
    rig->control("DELETE", u"calendars/primary/events/"_s + id);
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':1,'errors':0}"));
    QVERIFY(here(id).isEmpty());
    QCOMPARE(rig->googleWrites(), 0);
    // What was overwritten and deleted stands in the history with both versions.
    const auto history = rig->rows(
        u"SELECT operation, before_event, after_event FROM aria_calendar_sync_history ORDER BY id"_s);
    QCOMPARE(history.size(), 3);
    QVERIFY(history[1][1].contains(u"Meeting"_s) && history[1][2].contains(u"Moved"_s));
    QVERIFY(history[2][1].contains(u"Moved"_s));
}

void TestTwoWay::unknownFieldsSurvive()
{
    const QJsonObject made =
        atGoogle("{'summary':'Rich','start':{'dateTime':'2031-03-03T09:00:00','timeZone':'Europe/Berlin'},"
                 "'end':{'dateTime':'2031-03-03T10:00:00','timeZone':'Europe/Berlin'},"
                 "'conferenceData':{'createRequest':{'requestId':'r1','conferenceSolutionKey':{'type':'"
                 "hangoutsMeet'}}},"
                 "'attendees':[{'email':'a@example.com','responseStatus':'accepted','comment':'yes'},{'email'"
                 ":'b@example.com','responseStatus':'declined','optional':true}],"
                 "'extendedProperties':{'private':{'k':'v'},'shared':{'s':'t'}},'source':{'title':'t','url':'"
                 "https://example.com/'},"
                 "'guestsCanModify':true,'transparency':'transparent','visibility':'private','reminders':{'"
                 "useDefault':false,'overrides':[{'method':'popup','minutes':7}]}}");
    const QString id = made[u"id"_s].toString();
    QVERIFY(!made[u"hangoutLink"_s].toString().isEmpty());
    QVERIFY(edit(id,
        { { u"title"_s, u"Richer"_s },
            { u"attendees"_s, QJsonArray{ u"a@example.com"_s, u"b@example.com"_s, u"c@example.com"_s } } }));
    const QJsonObject after = rig->googleEvent(id);
    QCOMPARE(after[u"summary"_s], u"Richer"_s);
    for (const char *name : { "conferenceData", "hangoutLink", "extendedProperties", "source",
             "guestsCanModify", "transparency", "visibility", "reminders", "start", "end" })
        QCOMPARE(after[QLatin1String(name)], made[QLatin1String(name)]);
    QCOMPARE(after[u"attendees"_s].toArray().size(), 3);
    QCOMPARE(after[u"attendees"_s][0], made[u"attendees"_s][0]);
    QCOMPARE(after[u"attendees"_s][1], made[u"attendees"_s][1]);
    // Only what changed was sent, and against the version it was made from.
    const QJsonArray requests = rig->control("GET", u"requests"_s)["requests"].toArray();
    QJsonObject patch;
    for (const QJsonValue request : requests) {
        if (request[u"apiMethod"_s] == u"calendar.events.patch"_s)
            patch = request.toObject();
    }
    QCOMPARE(patch[u"body"_s].toObject().keys(), QStringList({ u"attendees"_s, u"summary"_s }));
    QCOMPARE(patch[u"ifMatch"_s], made[u"etag"_s]);
}

void TestTwoWay::exceptionsFromGoogle_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::newRow("instance ids as they were") << false;
    QTest::newRow("opaque instance ids") << true;
}

void TestTwoWay::exceptionsFromGoogle()
{
    QFETCH(bool, opaque);
    if (opaque)
        rig->control("PATCH", u"switches"_s, json("{'opaqueInstanceIds':true}"));
    const QString id = atGoogle(series)[u"id"_s].toString();
    const auto occurrence = [&](const char *day) {
        return u"%1_203103%2T080000Z"_s.arg(id, QLatin1String(day));
    };
    QVERIFY(editAtGoogle(occurrence("05"), { { u"summary"_s, u"Long"_s } }));
    rig->control("DELETE", u"calendars/primary/events/"_s + occurrence("06"));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(here(occurrence("05"))[u"title"_s], u"Long"_s);
    QCOMPARE(here(occurrence("05"))[u"google_event_id"_s], occurrence("05"));
    QVERIFY(here(occurrence("06")).isEmpty());
    QCOMPARE(here(occurrence("07"))[u"title"_s], u"Standup"_s);
    QVERIFY(!here(id).isEmpty());
    // Google's own name of the occurrence is accepted too.
    QString own;
    const QJsonArray events = rig->googleEvents();
    for (const QJsonValue event : events) {
        if (event[u"summary"_s] == u"Long"_s)
            own = event[u"id"_s].toString();
    }
    QCOMPARE(own != occurrence("05"), opaque);
    QCOMPARE(here(own)[u"title"_s], u"Long"_s);
    // "This and following" at Google: the series is cut, and the rest is one of its own.
    const Answer split = rig->control(
        "POST", u"calendars/primary/events/%1/split"_s.arg(occurrence("10")), json("{'summary':'Later'}"));
    QVERIFY2(split.status == 200, split.shown());
    QCOMPARE(rig->syncNow().status, 200);
    QVERIFY(here(occurrence("10")).isEmpty());
    QCOMPARE(here(split.text("id"))[u"title"_s], u"Later"_s);
    QCOMPARE(rig->googleWrites(), 0);
}

void TestTwoWay::exceptionsToGoogle_data()
{
    exceptionsFromGoogle_data();
}

void TestTwoWay::exceptionsToGoogle()
{
    QFETCH(bool, opaque);
    if (opaque)
        rig->control("PATCH", u"switches"_s, json("{'opaqueInstanceIds':true}"));
    const QString id = atGoogle(series)[u"id"_s].toString();
    const auto occurrence = [&](const char *day) {
        return u"%1_203103%2T080000Z"_s.arg(id, QLatin1String(day));
    };
    QVERIFY(edit(occurrence("05"),
        { { u"title"_s, u"Long"_s }, { u"start_time"_s, u"2031-03-05T12:00:00Z"_s },
            { u"end_time"_s, u"2031-03-05T13:00:00Z"_s } }));
    QCOMPARE(rig->api("DELETE", u"/events/"_s + occurrence("06")).status, 200);
    QCOMPARE(rig->googleEvent(occurrence("05"))[u"summary"_s], u"Long"_s);
    QCOMPARE(rig->googleEvent(occurrence("05"))[u"originalStartTime"_s][u"dateTime"_s],
        u"2031-03-05T09:00:00+01:00"_s);
    QCOMPARE(rig->googleEvent(occurrence("06"))[u"status"_s], u"cancelled"_s);
    QCOMPARE(rig->googleEvent(occurrence("07"))[u"status"_s], u"confirmed"_s);
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], u"Standup"_s);
    // The series goes, and its exceptions with it.
    QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->googleEvents().size(), 0);
    QVERIFY(here(occurrence("05")).isEmpty());
    QCOMPARE(rig->status()[u"total_events"_s], 0);
}

void TestTwoWay::allDayInOddZones_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : { "Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Kathmandu", "America/St_Johns",
             "Africa/Casablanca" })
        QTest::newRow(zone) << QString::fromLatin1(zone);
}

void TestTwoWay::allDayInOddZones()
{
    QFETCH(QString, zone);
    rig->control("PATCH", u"calendars/primary"_s, toBytes({ { u"timeZone"_s, zone } }));
    restart(u"TZ"_s, zone); // the machine's own
    const QJsonObject made =
        atGoogle("{'summary':'Holiday','start':{'date':'2031-03-30'},'end':{'date':'2031-03-31'}}");
    const QString id = made[u"id"_s].toString();
    QCOMPARE(here(id)[u"start_time"_s], u"2031-03-30"_s);
    QCOMPARE(here(id)[u"end_time"_s], u"2031-03-31"_s);
    QCOMPARE(here(id)[u"all_day"_s], true);
    QVERIFY(edit(id, { { u"title"_s, u"Sunday"_s } }));
    QCOMPARE(rig->googleEvent(id)[u"start"_s].toObject(), object("{'date':'2031-03-30'}"));
    QVERIFY(edit(id,
        { { u"all_day"_s, true }, { u"start_time"_s, u"2031-10-26"_s },
            { u"end_time"_s, u"2031-10-28"_s } }));
    QCOMPARE(rig->googleEvent(id)[u"start"_s].toObject(), object("{'date':'2031-10-26'}"));
    QCOMPARE(rig->googleEvent(id)[u"end"_s].toObject(), object("{'date':'2031-10-28'}"));
    // From all-day to timed and back.
    QVERIFY(edit(id,
        { { u"all_day"_s, false }, { u"start_time"_s, u"2031-10-26T01:30:00Z"_s },
            { u"end_time"_s, u"2031-10-26T02:30:00Z"_s } }));
    QVERIFY(!rig->googleEvent(id)[u"start"_s].toObject().contains(u"date"_s));
    QVERIFY(edit(id,
        { { u"all_day"_s, true }, { u"start_time"_s, u"2031-10-26"_s },
            { u"end_time"_s, u"2031-10-27"_s } }));
    QCOMPARE(rig->googleEvent(id)[u"start"_s].toObject(), object("{'date':'2031-10-26'}"));
}

void TestTwoWay::pages()
{
    rig->control("PATCH", u"switches"_s, json("{'pageSize':7,'emptyPages':true}"));
    rig->control("POST", u"calendars/primary/bulk"_s, json("{'count':40,'prefix':'Bulk'}"));
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':40,'updated':0,'deleted':0,'errors':0}"));
    QCOMPARE(rig->status()[u"total_events"_s], 40);
    // And a full list of many pages after the sync token is gone, with what was deleted meanwhile.
    const QJsonArray events = rig->googleEvents();
    for (int i = 0; i < 5; ++i)
        rig->control("POST", u"calendars/primary/events/%1/purge"_s.arg(events[i][u"id"_s].toString()));
    rig->control("POST", u"expire"_s, json("{'what':'syncTokens'}"));
    QCOMPARE(
        rig->syncNow()["changes"].toObject(), object("{'created':0,'updated':0,'deleted':5,'errors':0}"));
    QCOMPARE(rig->status()[u"total_events"_s], 35);
    QCOMPARE(rig->googleWrites(), 0);
}

void TestTwoWay::sqlEditsOfAria()
{
    // ARIA writes its table itself: the service notices within a second or so.
    const QString id = atGoogle(meeting)[u"id"_s].toString();
    const auto sql = [&](const QString &statement) {
        QProcess python;
        python.start(u"python3"_s,
            { u"-c"_s,
                u"import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=10); c.execute(sys.argv[2]); c.commit()"_s,
                rig->databaseFile(), statement });
        return python.waitForFinished(20'000) && python.exitCode() == 0;
    };
    QVERIFY(sql(u"UPDATE aria_calendar_events SET title='By SQL' WHERE google_event_id='%1'"_s.arg(id)));
    QTRY_COMPARE(rig->googleEvent(id)[u"summary"_s], u"By SQL"_s);
    QVERIFY(sql(
        u"INSERT INTO aria_calendar_events(title,start_time,end_time) VALUES('New','2031-03-04T09:00:00Z','2031-03-04T10:00:00Z')"_s));
    QTRY_COMPARE(rig->googleEvents().size(), 2);
    QVERIFY(sql(u"DELETE FROM aria_calendar_events WHERE google_event_id='%1'"_s.arg(id)));
    QTRY_COMPARE(rig->googleEvents().size(), 1);
    QCOMPARE(rig->googleEvents()[0][u"summary"_s], u"New"_s);
}

ARIA_TEST(TestTwoWay)

} // namespace tst_twoway

#include "tst_twoway.moc"
