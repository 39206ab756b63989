// The events of the local API as ARIA and n8n use them: answers member by member, and what Google then has.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QSet>
#include <QTest>

namespace tst_contract {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestContract : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void health();
    void statusOfAFreshCalendar();
    void create();
    void createWithEverything();
    void createTimes_data();
    void createTimes();
    void createRecurring();
    void conferenceAndMail();
    void localEventIdOfAnotherEvent();
    void localEventIdOfArasRow();
    void update();
    void updateClears();
    void updateWithAnOldEtag();
    void updateOneOccurrence();
    void cancelOneOccurrence();
    void deleteEvent();
    void reads();
    void resolveRefusals();
    void conflictsAreEmpty();

private:
    QJsonObject created(const char *json);
    std::unique_ptr<Rig> rig;
};

namespace {

const char *const plain =
    "{'title':'Dentist','start_time':'2031-03-04T09:00:00+01:00','end_time':'2031-03-04T10:00:00+01:00'}";

QStringList keysOf(const QJsonObject &object)
{
    return object.keys();
}

bool hasAll(const QJsonObject &object, const QStringList &names)
{
    for (const QString &name : names) {
        if (!object.contains(name)) {
            qWarning("%s is missing in %s", qPrintable(name), toBytes(object).constData());
            return false;
        }
    }
    return true;
}

} // namespace

void TestContract::init()
{
    rig = std::make_unique<Rig>();
    QVERIFY(rig->start());
    const Answer synced = rig->syncNow();
    QVERIFY2(synced.status == 200, synced.shown());
}

void TestContract::cleanup()
{
    const QString problem = rig->stopAll();
    if (QTest::currentTestFailed())
        qInfo().noquote() << rig->service.errors().right(6000);
    rig.reset();
    QCOMPARE(problem, QString());
}

QJsonObject TestContract::created(const char *text)
{
    const Answer answer = rig->api("POST", u"/events/create"_s, json(text));
    if (answer.status != 200)
        qWarning("create: %s", answer.shown().constData());
    return answer["event"].toObject();
}

void TestContract::health()
{
    const Answer answer = rig->api("GET", u"/health"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.value("content-type"), "application/json");
    QCOMPARE(answer.text("status"), u"healthy"_s);
    QCOMPARE(answer.text("service"), u"google-calendar-sync"_s);
    QVERIFY(!answer.text("version").isEmpty());
    QVERIFY(QDateTime::fromString(answer.text("timestamp"), Qt::ISODateWithMs).isValid());
    QCOMPARE(answer["components"].toObject(),
        object("{'database':'healthy','google_auth':'authenticated','sync_handler':'ready'}"));
    QCOMPARE(answer["auth_status"].toObject(), rig->api("GET", u"/auth/status"_s).json());
    const QJsonObject auth = answer["auth_status"].toObject();
    QCOMPARE(keysOf(auth),
        QStringList({ u"client_secrets_configured"_s, u"credentials_expired"_s, u"credentials_valid"_s,
            u"expiry"_s, u"has_refresh_token"_s, u"scopes"_s, u"token_exists"_s }));
    QCOMPARE(auth[u"credentials_valid"_s], true);
    QCOMPARE(auth[u"credentials_expired"_s], false);
    QCOMPARE(auth[u"scopes"_s].toArray(), QJsonArray({ u"https://www.googleapis.com/auth/calendar"_s }));
}

void TestContract::statusOfAFreshCalendar()
{
    const QJsonObject status = rig->status();
    QVERIFY(hasAll(status,
        { u"total_events"_s, u"synced"_s, u"pending_to_google"_s, u"pending_to_aria"_s, u"conflicts"_s,
            u"errors"_s, u"last_sync_time"_s, u"webhook_active"_s, u"conflict_resolution"_s, u"state"_s,
            u"progress"_s, u"last_error"_s, u"next_sync_time"_s, u"webhook_expires"_s, u"role"_s }));
    for (const char *name :
        { "total_events", "synced", "pending_to_google", "pending_to_aria", "conflicts", "errors" })
        QVERIFY2(status[QLatin1String(name)] == 0, name);
    QCOMPARE(status[u"webhook_active"_s], false);
    QCOMPARE(status[u"conflict_resolution"_s], u"google_wins"_s);
    QCOMPARE(status[u"state"_s], u"idle"_s);
    QCOMPARE(status[u"role"_s], u"leader"_s);
    QCOMPARE(status[u"last_error"_s], QJsonValue::Null);
    QVERIFY(QDateTime::fromString(status[u"last_sync_time"_s].toString(), Qt::ISODateWithMs).isValid());
    QVERIFY(QDateTime::fromString(status[u"next_sync_time"_s].toString(), Qt::ISODateWithMs).isValid());
}

void TestContract::create()
{
    const Answer answer = rig->api("POST", u"/events/create"_s, json(plain));
    QVERIFY2(answer.status == 200, answer.shown());
    QCOMPARE(keysOf(answer.json()),
        QStringList({ u"calendar_id"_s, u"event"_s, u"google_event_id"_s, u"local_event_id"_s, u"message"_s,
            u"success"_s, u"sync_status"_s }));
    QCOMPARE(answer["success"], true);
    QCOMPARE(answer.text("sync_status"), u"synced"_s);
    QVERIFY(answer["local_event_id"].toInteger() > 0);
    const QString id = answer.text("google_event_id");
    const QJsonObject event = answer["event"].toObject();
    QCOMPARE(event[u"google_event_id"_s], id);
    QCOMPARE(event[u"id"_s], id);
    QCOMPARE(event[u"summary"_s], u"Dentist"_s);
    QCOMPARE(event[u"title"_s], u"Dentist"_s);
    QCOMPARE(event[u"all_day"_s], false);
    QCOMPARE(event[u"status"_s], u"confirmed"_s);
    QVERIFY(event[u"etag"_s].isString());
    QCOMPARE(event[u"organizer"_s][u"self"_s], true); // everything Google sent
    QCOMPARE(QDateTime::fromString(event[u"start_time"_s].toString(), Qt::ISODate),
        QDateTime({ 2031, 3, 4 }, { 8, 0 }, Qt::UTC));
    // An event without guests has no guests, and no member that says null.
    QVERIFY2(!event.contains(u"attendees"_s), toBytes(event));

    const QJsonArray atGoogle = rig->googleEvents();
    QCOMPARE(atGoogle.size(), 1);
    QCOMPARE(atGoogle[0][u"id"_s], id);
    QVERIFY(!atGoogle[0].toObject().contains(u"attendees"_s));
    const Answer got = rig->api("GET", u"/events/"_s + id);
    QCOMPARE(got.status, 200);
    QCOMPARE(got["success"], true);
    QCOMPARE(got["event"].toObject(), event);
    QCOMPARE(rig->status()[u"synced"_s], 1);
}

void TestContract::createWithEverything()
{
    const QJsonObject event = created(
        "{'title':'Планёрка "
        "会议','start_time':'2031-03-04T09:00:00','end_time':'2031-03-04T10:00:00','time_zone':'Asia/Tokyo',"
        "'description':'two\\nlines','location':'Room 1','attendees':['a@example.com','b@example.com'],"
        "'reminders':[{'method':'popup','minutes':0},{'method':'email','minutes':40320}],'color_id':'11','"
        "local_event_id':4711}");
    QCOMPARE(event[u"local_event_id"_s], 4711);
    const QJsonObject google = rig->googleEvent(event[u"id"_s].toString());
    QCOMPARE(google[u"summary"_s], u"Планёрка 会议"_s);
    QCOMPARE(google[u"description"_s], u"two\nlines"_s);
    QCOMPARE(google[u"location"_s], u"Room 1"_s);
    QCOMPARE(google[u"colorId"_s], u"11"_s);
    QCOMPARE(google[u"start"_s][u"timeZone"_s], u"Asia/Tokyo"_s);
    QCOMPARE(QDateTime::fromString(google[u"start"_s][u"dateTime"_s].toString(), Qt::ISODate).toUTC(),
        QDateTime({ 2031, 3, 4 }, { 0, 0 }, Qt::UTC));
    QCOMPARE(google[u"attendees"_s].toArray().size(), 2);
    QCOMPARE(google[u"attendees"_s][0][u"responseStatus"_s], u"needsAction"_s);
    QCOMPARE(google[u"reminders"_s][u"useDefault"_s], false);
    QCOMPARE(google[u"reminders"_s][u"overrides"_s].toArray().size(), 2);
    // Nobody asked for mail.
    QCOMPARE(rig->counters()[u"sendUpdates"_s].toObject(), object("{'none':1}"));
    QCOMPARE(rig->control("GET", u"counters"_s)["mails"].toArray().size(), 0);
}

void TestContract::createTimes_data()
{
    QTest::addColumn<QString>("times");
    QTest::addColumn<QString>("start"); // as Google has it: a date, or the instant in UTC
    QTest::addColumn<QString>("end");
    QTest::newRow("UTC") << u"'start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T10:00:00Z'"_s
                         << u"2031-03-04T09:00:00Z"_s << u"2031-03-04T10:00:00Z"_s;
    QTest::newRow("offset")
        << u"'start_time':'2031-03-04T09:00:00-11:00','end_time':'2031-03-04T10:30:00.250-11:00'"_s
        << u"2031-03-04T20:00:00Z"_s << u"2031-03-04T21:30:00Z"_s;
    QTest::newRow("zone with a gap")
        << u"'start_time':'2031-10-26T12:00:00','end_time':'2031-10-26T13:00:00','time_zone':'Europe/Berlin'"_s
        << u"2031-10-26T11:00:00Z"_s << u"2031-10-26T12:00:00Z"_s;
    QTest::newRow("no length") << u"'start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T09:00:00Z'"_s
                               << u"2031-03-04T09:00:00Z"_s << u"2031-03-04T09:00:00Z"_s;
    QTest::newRow("a day") << u"'all_day':true,'start_time':'2031-03-04','end_time':'2031-03-05'"_s
                           << u"2031-03-04"_s << u"2031-03-05"_s;
    QTest::newRow("the date of a date-time counts")
        << u"'all_day':true,'start_time':'2031-03-04T23:30:00+14:00','end_time':'2031-03-06T00:30:00-11:00'"_s
        << u"2031-03-04"_s << u"2031-03-06"_s;
}

void TestContract::createTimes()
{
    QFETCH(QString, times);
    QFETCH(QString, start);
    QFETCH(QString, end);
    const QJsonObject event = created(("{'title':'x'," + times.toUtf8() + "}").constData());
    const QJsonObject google = rig->googleEvent(event[u"id"_s].toString());
    for (const auto &[name, expected] : { std::pair(u"start"_s, start), std::pair(u"end"_s, end) }) {
        const QJsonObject time = google[name].toObject();
        if (expected.size() == 10) {
            QCOMPARE(time, (QJsonObject{ { u"date"_s, expected } }));
            QCOMPARE(event[name + u"_time"_s], expected);
        } else {
            const QDateTime instant = QDateTime::fromString(expected, Qt::ISODate);
            QCOMPARE(QDateTime::fromString(time[u"dateTime"_s].toString(), Qt::ISODate).toUTC(), instant);
            const QDateTime told = QDateTime::fromString(event[name + u"_time"_s].toString(), Qt::ISODate);
            QCOMPARE(told.toUTC().addMSecs(-told.time().msec()), instant);
        }
    }
    QCOMPARE(event[u"all_day"_s], start.size() == 10);
    // Reading it from Google changes nothing on either side.
    const int writes = rig->googleWrites();
    const Answer synced = rig->syncNow();
    QCOMPARE(synced["changes"].toObject(), object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
    QCOMPARE(rig->googleWrites(), writes);
}

void TestContract::createRecurring()
{
    const QJsonObject one = created("{'title':'Standup','start_time':'2031-03-03T09:00:00','end_time':'2031-"
                                    "03-03T09:15:00','time_zone':'Europe/Berlin',"
                                    "'recurrence':'RRULE:FREQ=WEEKLY;BYDAY=MO,WE'}");
    QCOMPARE(rig->googleEvent(one[u"id"_s].toString())[u"recurrence"_s].toArray(),
        QJsonArray({ u"RRULE:FREQ=WEEKLY;BYDAY=MO,WE"_s }));
    const QJsonObject lines =
        created("{'title':'Training','start_time':'2031-03-03T18:00:00','end_time':'2031-03-03T19:00:00','"
                "time_zone':'Europe/Berlin',"
                "'recurrence':['RRULE:FREQ=DAILY;COUNT=5','EXDATE;TZID=Europe/Berlin:20310304T180000']}");
    QCOMPARE(rig->googleEvent(lines[u"id"_s].toString())[u"recurrence"_s].toArray().size(), 2);
}

void TestContract::conferenceAndMail()
{
    const QJsonObject event = created("{'title':'Call','start_time':'2031-03-04T09:00:00Z','end_time':'2031-"
                                      "03-04T10:00:00Z','conference':true,"
                                      "'attendees':['guest@example.org'],'send_updates':'all'}");
    QVERIFY2(event[u"hangoutLink"_s].toString().startsWith(u"https://meet.google.com/"_s), toBytes(event));
    QCOMPARE(rig->control("GET", u"counters"_s)["mails"].toArray().size(), 1);
    // An edit that does not ask for mail sends none, and the link stays.
    const Answer moved = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, event[u"id"_s] }, { u"location"_s, u"Room 2"_s } }));
    QVERIFY2(moved.status == 200, moved.shown());
    QCOMPARE(moved["event"][u"hangoutLink"_s], event[u"hangoutLink"_s]);
    QCOMPARE(rig->control("GET", u"counters"_s)["mails"].toArray().size(), 1);
    QCOMPARE(rig->counters()[u"sendUpdates"_s].toObject(), object("{'all':1,'none':1}"));
}

void TestContract::localEventIdOfAnotherEvent()
{
    created("{'title':'x','start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T10:00:00Z','local_event_"
            "id':7}");
    const Answer other = rig->api("POST", u"/events/create"_s,
        json("{'title':'other','start_time':'2031-04-04T09:00:00Z','end_time':'2031-04-04T10:00:00Z','local_"
             "event_id':7}"));
    QVERIFY2(other.status == 409, other.shown());
    QVERIFY(other["detail"].isString());
    QCOMPARE(rig->googleEventsWithTombstones().size(), 1);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

void TestContract::localEventIdOfArasRow()
{
    // ARIA inserts its row first and then tells the service about it.
    {
        QProcess sqlite;
        sqlite.start(u"python3"_s,
            { u"-c"_s,
                u"import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=10); "
                "c.execute(\"INSERT INTO aria_calendar_events(id,title,start_time,end_time) "
                "VALUES(99,'from ARIA','2031-03-04T09:00:00Z','2031-03-04T10:00:00Z')\"); c.commit()"_s,
                rig->databaseFile() });
        QVERIFY(sqlite.waitForFinished(20'000));
        QVERIFY2(sqlite.exitCode() == 0, sqlite.readAllStandardError());
    }
    const QJsonObject event = created("{'title':'told','start_time':'2031-03-04T09:00:00Z','end_time':'2031-"
                                      "03-04T10:00:00Z','local_event_id':99}");
    QCOMPARE(event[u"local_event_id"_s], 99);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s], 0);
    const QJsonArray google = rig->googleEventsWithTombstones();
    QCOMPARE(google.size(), 1);
    QCOMPARE(google[0][u"summary"_s], u"told"_s);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
}

void TestContract::update()
{
    const QJsonObject before = created(plain);
    const QString id = before[u"id"_s].toString();
    const Answer answer = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"Dentist!"_s },
            { u"description"_s, QJsonValue::Null }, { u"start_time"_s, u"2031-03-05T09:00:00Z"_s },
            { u"end_time"_s, u"2031-03-05T10:00:00Z"_s },
            { u"attendees"_s, QJsonArray{ u"c@example.com"_s } } }));
    QVERIFY2(answer.status == 200, answer.shown());
    QCOMPARE(answer.text("google_event_id"), id);
    QCOMPARE(answer["local_event_id"], before[u"local_event_id"_s]);
    QCOMPARE(answer["event"][u"title"_s], u"Dentist!"_s);
    const QJsonObject google = rig->googleEvent(id);
    QCOMPARE(google[u"summary"_s], u"Dentist!"_s);
    QCOMPARE(google[u"attendees"_s][0][u"email"_s], u"c@example.com"_s);
    QVERIFY(google[u"etag"_s] != before[u"etag"_s]);

    // The same again is no change, and writes nothing.
    const int writes = rig->googleWrites();
    const Answer again = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"Dentist!"_s } }));
    QCOMPARE(again.status, 200);
    QCOMPARE(rig->googleWrites(), writes);

    const Answer unknown =
        rig->api("POST", u"/events/update"_s, json("{'google_event_id':'nosuchevent','title':'x'}"));
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.text("detail"), u"Event not found"_s);
}

void TestContract::updateClears()
{
    const QJsonObject event = created("{'title':'x','start_time':'2031-03-03T09:00:00Z','end_time':'2031-03-"
                                      "03T10:00:00Z','description':'d','location':'l',"
                                      "'attendees':['a@example.com'],'color_id':'3','recurrence':'RRULE:FREQ="
                                      "DAILY;COUNT=3','time_zone':'Europe/Berlin',"
                                      "'reminders':[{'method':'popup','minutes':5}]}");
    const QString id = event[u"id"_s].toString();
    const Answer answer = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, id }, { u"description"_s, u""_s }, { u"location"_s, u""_s },
            { u"attendees"_s, QJsonArray() }, { u"color_id"_s, u""_s }, { u"recurrence"_s, u""_s },
            { u"reminders"_s, QJsonArray() } }));
    QVERIFY2(answer.status == 200, answer.shown());
    const QJsonObject google = rig->googleEvent(id);
    for (const char *name : { "description", "location", "attendees", "colorId", "recurrence" })
        QVERIFY2(!google.contains(QLatin1String(name)), toBytes(google));
    QCOMPARE(google[u"reminders"_s].toObject(), object("{'useDefault':false}"));
}

void TestContract::updateWithAnOldEtag()
{
    const QJsonObject event = created(plain);
    const QString id = event[u"id"_s].toString();
    const QJsonObject change{ { u"google_event_id"_s, id }, { u"title"_s, u"y"_s },
        { u"etag"_s, event[u"etag"_s] } };
    QCOMPARE(rig->api("POST", u"/events/update"_s, toBytes(change)).status, 200);
    const Answer stale = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"z"_s }, { u"etag"_s, event[u"etag"_s] } }));
    QVERIFY2(stale.status == 409, stale.shown());
    QCOMPARE(rig->api("GET", u"/events/"_s + id)["event"][u"title"_s], u"y"_s);
}

void TestContract::updateOneOccurrence()
{
    const QString id =
        created("{'title':'Standup','start_time':'2031-03-03T09:00:00','end_time':'2031-03-03T09:15:00',"
                "'time_zone':'Europe/Berlin','recurrence':'RRULE:FREQ=DAILY;COUNT=5'}")[u"id"_s]
            .toString();
    const QString instance = id + u"_20310305T080000Z"_s;
    const Answer answer = rig->api("POST", u"/events/update"_s,
        toBytes({ { u"google_event_id"_s, instance }, { u"title"_s, u"Long one"_s } }));
    QVERIFY2(answer.status == 200, answer.shown());
    QCOMPARE(answer.text("google_event_id"), instance);
    QCOMPARE(rig->googleEvent(instance)[u"summary"_s], u"Long one"_s);
    QCOMPARE(rig->googleEvent(id)[u"summary"_s], u"Standup"_s);
    QCOMPARE(rig->api("GET", u"/events/"_s + instance)["event"][u"title"_s], u"Long one"_s);
    // An occurrence that has no row of its own can be read too; one that the rule does not make, cannot.
    QCOMPARE(rig->api("GET", u"/events/%1_20310306T080000Z"_s.arg(id))["event"][u"title"_s], u"Standup"_s);
    QCOMPARE(rig->api("GET", u"/events/%1_20310310T080000Z"_s.arg(id)).status, 404);
}

void TestContract::cancelOneOccurrence()
{
    const QString id =
        created("{'title':'Holiday','all_day':true,'start_time':'2031-03-03','end_time':'2031-03-04',"
                "'recurrence':'RRULE:FREQ=DAILY;COUNT=5'}")[u"id"_s]
            .toString();
    const QString instance = id + u"_20310305"_s;
    const Answer answer = rig->api("DELETE", u"/events/"_s + instance);
    QVERIFY2(answer.status == 200, answer.shown());
    QCOMPARE(rig->googleEvent(instance)[u"status"_s], u"cancelled"_s);
    QCOMPARE(rig->googleEvent(id)[u"status"_s], u"confirmed"_s);
    QCOMPARE(rig->api("GET", u"/events/"_s + instance).status, 404);
    QCOMPARE(rig->api("GET", u"/events/"_s + id).status, 200);
    QCOMPARE(rig->api("DELETE", u"/events/"_s + instance).status, 200);
}

void TestContract::deleteEvent()
{
    const QString id = created(plain)[u"id"_s].toString();
    const Answer gone = rig->api("DELETE", u"/events/"_s + id);
    QVERIFY2(gone.status == 200, gone.shown());
    QCOMPARE(keysOf(gone.json()), QStringList({ u"message"_s, u"success"_s }));
    QCOMPARE(rig->googleEvents().size(), 0);
    const Answer get = rig->api("GET", u"/events/"_s + id);
    QCOMPARE(get.status, 404);
    QCOMPARE(get.json(), object("{'detail':'Event not found'}"));
    QCOMPARE(rig->api("DELETE", u"/events/"_s + id).status, 200);
    QCOMPARE(rig->api("DELETE", u"/events/neverknown"_s).status, 404);
    QCOMPARE(rig->api("POST", u"/events/update"_s,
                    toBytes({ { u"google_event_id"_s, id }, { u"title"_s, u"x"_s } }))
                 .status,
        404);
}

void TestContract::reads()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto at = [&](int minutes) { return now.addSecs(minutes * 60).toString(Qt::ISODate); };
    const auto add = [&](const char *title, int from, int to) {
        const Answer answer = rig->api("POST", u"/events/create"_s,
            toBytes({ { u"title"_s, QLatin1String(title) }, { u"start_time"_s, at(from) },
                { u"end_time"_s, at(to) } }));
        return answer.status == 200;
    };
    QVERIFY(add("over", -120, -60));
    QVERIFY(add("running", -30, 30));
    QVERIFY(add("next", 60, 90));
    QVERIFY(add("in ten days", 14'400, 14'460));
    const auto titles = [](const Answer &answer) {
        QStringList list;
        const QJsonArray events = answer["events"].toArray();
        for (const QJsonValue event : events)
            list.append(event[u"title"_s].toString());
        return list;
    };
    const Answer week = rig->api("GET", u"/events/upcoming"_s);
    QCOMPARE(week.status, 200);
    QCOMPARE(titles(week), QStringList({ u"running"_s, u"next"_s }));
    QCOMPARE(keysOf(week.json()), QStringList({ u"count"_s, u"days_ahead"_s, u"events"_s, u"success"_s }));
    QCOMPARE(week["days_ahead"], 7);
    QCOMPARE(week["count"], 2);
    QCOMPARE(titles(rig->api("GET", u"/events/upcoming?days=11"_s)),
        QStringList({ u"running"_s, u"next"_s, u"in ten days"_s }));
    QCOMPARE(
        titles(rig->api("GET", u"/events/upcoming?days=11&max_results=1"_s)), QStringList({ u"running"_s }));
    // Whatever the hour, the running event is part of today in some zone and "in ten days" in none.
    const Answer today = rig->api("GET", u"/events/today?tz=Europe/Berlin"_s);
    QCOMPARE(today.status, 200);
    QCOMPARE(keysOf(today.json()), QStringList({ u"count"_s, u"events"_s, u"success"_s }));
    QVERIFY2(titles(today).contains(u"running"_s), today.shown());
    QVERIFY(!titles(today).contains(u"in ten days"_s));
    // Reads come from the local store.
    QCOMPARE(rig->stopGoogle(), QString());
    QCOMPARE(titles(rig->api("GET", u"/events/upcoming"_s)), QStringList({ u"running"_s, u"next"_s }));
}

void TestContract::resolveRefusals()
{
    const QString id = created(plain)[u"id"_s].toString();
    QCOMPARE(rig->api("POST", u"/sync/resolve/nosuch?resolution=aria_wins"_s).status, 404);
    QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=aria_wins"_s.arg(id)).status, 409);
    QCOMPARE(rig->api("POST", u"/sync/resolve/%1?resolution=best"_s.arg(id)).faults(),
        QStringList({ u"query.resolution"_s }));
    QCOMPARE(rig->api("POST", u"/sync/resolve/%1"_s.arg(id)).status, 422);
}

void TestContract::conflictsAreEmpty()
{
    const Answer answer = rig->api("GET", u"/sync/conflicts"_s);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json(), object("{'success':true,'count':0,'conflicts':[]}"));
}

ARIA_TEST(TestContract)

} // namespace tst_contract

#include "tst_contract.moc"
