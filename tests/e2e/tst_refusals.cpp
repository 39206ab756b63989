// Requests that must be refused: every row of the errors table, and who may call. Nothing of them is stored.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_refusals {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void contents_data();
    void contents();
    void everyFaultAtOnce();
    void paths_data();
    void paths();
    void sizes();
    void hosts_data();
    void hosts();
    void token_data();
    void token();

private:
    std::unique_ptr<Rig> rig; // one for all: nothing that is refused leaves a trace
    std::unique_ptr<Rig> guarded; // with a token and a public host
    QString known;
};

namespace {

const QByteArray times = "'start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T10:00:00Z'";

QByteArray rawRequest(const QByteArray &line, const Headers &headers, const QByteArray &body = {})
{
    QByteArray request = line + " HTTP/1.1\r\n";
    for (const auto &[name, value] : headers)
        request += name + ": " + value + "\r\n";
    if (!body.isEmpty())
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return request + "Connection: close\r\n\r\n" + body;
}

} // namespace

void TestRefusals::initTestCase()
{
    rig = std::make_unique<Rig>();
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    const Answer made =
        rig->api("POST", u"/events/create"_s, json("{'title':'x'," + times + ",'local_event_id':5}"));
    QVERIFY2(made.status == 200, made.shown());
    known = made.text("google_event_id");
    guarded = std::make_unique<Rig>();
    guarded->environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, u"the-token"_s);
    guarded->environment.insert(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://aria.example.org"_s);
    guarded->environment.insert(u"CALENDAR_SYNC_HOST"_s, u"0.0.0.0"_s);
    QVERIFY(guarded->startService());
}

void TestRefusals::cleanupTestCase()
{
    QCOMPARE(rig->status()[u"total_events"_s], 1);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
    QCOMPARE(rig->count(u"aria_calendar_sync"_s), 1);
    QCOMPARE(rig->googleEventsWithTombstones().size(), 1);
    QCOMPARE(rig->googleEvent(known)[u"summary"_s], u"x"_s);
    QCOMPARE(rig->googleWrites(), 1);
    QCOMPARE(rig->stopAll(), QString());
    QCOMPARE(guarded->stopAll(), QString());
}

void TestRefusals::contents_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<bool>("updateToo"); // the same fault in an update
    const auto row = [](const char *name, const QByteArray &body, const char *fault, bool updateToo = true) {
        QTest::newRow(name) << QByteArray(body).replace('\'', '"') << QString::fromLatin1(fault) << updateToo;
    };
    row("no title", "{" + times + "}", "body.title", false);
    row("empty title", "{'title':''," + times + "}", "body.title");
    row("long title", "{'title':'" + QByteArray(501, 'x') + "'," + times + "}", "body.title");
    row("title of a wrong type", "{'title':5," + times + "}", "body.title");
    row("no start", "{'title':'x','end_time':'2031-03-04T10:00:00Z'}", "body.start_time", false);
    row("no end", "{'title':'x','start_time':'2031-03-04T10:00:00Z'}", "body.end_time", false);
    row("no offset, no zone",
        "{'title':'x','start_time':'2031-03-04T09:00:00','end_time':'2031-03-04T10:00:00Z'}",
        "body.start_time");
    row("no time", "{'title':'x','start_time':'tomorrow','end_time':'2031-03-04T10:00:00Z'}",
        "body.start_time");
    row("no such day", "{'title':'x','start_time':'2031-02-30T09:00:00Z','end_time':'2031-03-04T10:00:00Z'}",
        "body.start_time");
    row("end before start",
        "{'title':'x','start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T08:00:00Z'}",
        "body.end_time");
    row("empty day", "{'title':'x','all_day':true,'start_time':'2031-03-04','end_time':'2031-03-04'}",
        "body.end_time");
    row("unknown zone",
        "{'title':'x','start_time':'2031-03-04T09:00:00','end_time':'2031-03-04T10:00:00','time_zone':'Mars/"
        "Olympus'}",
        "body.time_zone");
    row("all_day of a wrong type", "{'title':'x'," + times + ",'all_day':'maybe'}", "body.all_day");
    row("bad e-mail", "{'title':'x'," + times + ",'attendees':['a@example.com','nobody']}",
        "body.attendees.1");
    row("attendees of a wrong type", "{'title':'x'," + times + ",'attendees':'a@example.com'}",
        "body.attendees");
    row("bad rule", "{'title':'x'," + times + ",'recurrence':'RRULE:FREQ=SOMETIMES'}", "body.recurrence");
    row("no rule", "{'title':'x'," + times + ",'recurrence':'daily'}", "body.recurrence");
    row("COUNT and UNTIL",
        "{'title':'x'," + times + ",'recurrence':'RRULE:FREQ=DAILY;COUNT=2;UNTIL=20310401T000000Z'}",
        "body.recurrence");
    row("reminder out of range",
        "{'title':'x'," + times + ",'reminders':[{'method':'popup','minutes':40321}]}",
        "body.reminders.0.minutes");
    row("unknown reminder", "{'title':'x'," + times + ",'reminders':[{'method':'sms','minutes':1}]}",
        "body.reminders.0.method");
    row("six reminders",
        "{'title':'x'," + times + ",'reminders':[" + QByteArray("{'method':'popup','minutes':1},").repeated(5)
            + "{'method':'popup','minutes':1}]}",
        "body.reminders");
    row("color out of range", "{'title':'x'," + times + ",'color_id':'12'}", "body.color_id");
    row("send_updates", "{'title':'x'," + times + ",'send_updates':'some'}", "body.send_updates");
    row("local_event_id", "{'title':'x'," + times + ",'local_event_id':'seven'}", "body.local_event_id");
}

void TestRefusals::contents()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, fault);
    QFETCH(bool, updateToo);
    const Answer created = rig->api("POST", u"/events/create"_s, body);
    QVERIFY2(created.status == 422, created.shown());
    QCOMPARE(created.headers.value("content-type"), "application/json");
    QVERIFY2(created.faults().contains(fault), created.shown());
    const QJsonObject first = created["detail"][0].toObject();
    QCOMPARE(first.keys(), QStringList({ u"loc"_s, u"msg"_s, u"type"_s }));
    QVERIFY(!first[u"msg"_s].toString().isEmpty());
    if (!updateToo)
        return;
    QJsonObject change = QJsonDocument::fromJson(body).object();
    change[u"google_event_id"_s] = known;
    const Answer updated = rig->api("POST", u"/events/update"_s, toBytes(change));
    QVERIFY2(updated.status == 422, updated.shown());
    QVERIFY2(updated.faults().contains(fault), updated.shown());
}

void TestRefusals::everyFaultAtOnce()
{
    const Answer answer = rig->api("POST", u"/events/create"_s,
        json("{'title':'','start_time':5,'attendees':['x'],'color_id':'0','reminders':{}}"));
    QCOMPARE(answer.status, 422);
    QCOMPARE(answer.faults(),
        QStringList({ u"body.attendees.0"_s, u"body.color_id"_s, u"body.end_time"_s, u"body.reminders"_s,
            u"body.start_time"_s, u"body.title"_s }));
}

void TestRefusals::paths_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *method, const char *target, int status, const char *allow = "",
                         const char *body = "", const char *type = "application/json") {
        QTest::newRow((QByteArray(method) + ' ' + target + ' ' + body + ' ' + type).constData())
            << QByteArray(method) << QString::fromLatin1(target) << json(body) << QByteArray(type) << status
            << QByteArray(allow);
    };
    row("GET", "/", 404);
    row("GET", "/nowhere", 404);
    row("GET", "/events/a/b", 404);
    row("POST", "/health", 405, "GET");
    row("GET", "/events/create", 405, "POST");
    row("PUT", "/events/create", 405, "POST");
    row("PATCH", "/events/update", 405, "POST");
    row("POST", "/events/today", 405, "GET");
    row("GET", "/sync/now", 405, "POST");
    row("DELETE", "/sync/status", 405, "GET");
    row("GET", "/webhook", 405, "POST");
    row("POST", "/events/create", 422, "", "{");
    row("POST", "/events/create", 422, "", "[]");
    row("POST", "/events/create", 415, "", "title=x", "application/x-www-form-urlencoded");
    row("POST", "/events/create", 415, "", "{}", "text/plain");
    row("POST", "/events/update", 422, "", "{'title':'x'}");
    row("GET", "/events/today?tz=Mars/Olympus", 422);
    row("GET", "/events/upcoming?days=0", 422);
    row("GET", "/events/upcoming?days=91", 422);
    row("GET", "/events/upcoming?days=many", 422);
    row("GET", "/events/upcoming?max_results=0", 422);
    row("GET", "/events/upcoming?max_results=201", 422);
    row("POST", "/webhook/setup", 422, "", "{'expiration_hours':'long'}");
}

void TestRefusals::paths()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, target);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, type);
    QFETCH(int, status);
    QFETCH(QByteArray, allow);
    const Answer answer =
        rig->api(method, target, body, body.isEmpty() ? Headers() : Headers{ { "Content-Type", type } });
    QVERIFY2(answer.status == status, answer.shown());
    QCOMPARE(answer.headers.value("content-type"), "application/json");
    QCOMPARE(answer["detail"].isArray(), status == 422);
    if (!allow.isEmpty())
        QVERIFY2(answer.headers.value("allow").contains(allow), answer.headers.value("allow"));
}

void TestRefusals::sizes()
{
    const QByteArray start = json("{'title':'x'," + times + ",'description':'");
    const QByteArray most = start + QByteArray(1024 * 1024 - start.size() - 2, 'a') + "\"}";
    QCOMPARE(most.size(), 1024 * 1024);
    const Answer tooLong = rig->api("POST", u"/events/create"_s, most + ' ');
    QVERIFY2(tooLong.status == 413, tooLong.shown());
    QVERIFY(tooLong["detail"].isString());
    const quint16 port = quint16(rig->service.url().port());
    const QByteArray head = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Filler: ";
    const QByteArray fits = head + QByteArray(16 * 1024 - head.size() - 4, 'a') + "\r\n\r\n";
    QCOMPARE(fits.size(), 16 * 1024);
    QCOMPARE(sendRaw(port, fits).status, 200);
    const Answer tooWide = sendRaw(port, QByteArray(fits).insert(head.size(), 'a'));
    QCOMPARE(tooWide.status, 431);
    QVERIFY(tooWide["detail"].isString());
}

void TestRefusals::hosts_data()
{
    QTest::addColumn<bool>("isGuarded");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<int>("status");
    const auto row = [](bool isGuarded, const char *line, const Headers &headers, int status) {
        QByteArray name = line;
        for (const auto &[header, value] : headers)
            name += ' ' + header + '=' + value;
        QTest::newRow(name.constData()) << isGuarded << QByteArray(line) << headers << status;
    };
    const std::pair<QByteArray, QByteArray> bearer("Authorization", "Bearer the-token");
    row(false, "GET /health", { { "Host", "localhost:8068" } }, 200);
    row(false, "GET /health", { { "Host", "127.0.0.1" } }, 200);
    row(false, "GET /health", { { "Host", "[::1]:8068" } }, 200);
    row(false, "GET /health", { { "Host", "evil.example.org" } }, 403);
    row(false, "GET /health", { { "Host", "localhost.evil.example.org" } }, 403);
    row(false, "GET /health", { { "Host", "192.168.1.5" } }, 403);
    row(false, "GET /health", {}, 400); // HTTP/1.1 needs one
    row(false, "GET /events/today", { { "Host", "localhost" }, { "Origin", "https://evil.example.org" } },
        403);
    row(false, "GET /events/today", { { "Host", "localhost" }, { "Origin", "null" } }, 403);
    row(false, "OPTIONS /events/create",
        { { "Host", "localhost" }, { "Origin", "https://evil.example.org" },
            { "Access-Control-Request-Method", "POST" } },
        403);
    row(false, "GET /events/today", { { "Host", "localhost:8068" }, { "Origin", "http://localhost:8068" } },
        200);
    row(true, "GET /health", { { "Host", "aria.example.org" } }, 200);
    row(true, "POST /webhook", { { "Host", "aria.example.org" } }, 404); // served: the channel is unknown
    row(true, "GET /auth/callback", { { "Host", "aria.example.org" } }, 400);
    row(true, "POST /auth/callback", { { "Host", "aria.example.org" }, bearer }, 403);
    row(true, "GET /events/today", { { "Host", "aria.example.org" }, bearer }, 403);
    row(true, "POST /webhook/setup", { { "Host", "aria.example.org" }, bearer }, 403);
    row(true, "GET /sync/status", { { "Host", "evil.example.org" }, bearer }, 403);
}

void TestRefusals::hosts()
{
    QFETCH(bool, isGuarded);
    QFETCH(QByteArray, line);
    QFETCH(Headers, headers);
    QFETCH(int, status);
    const Answer answer =
        sendRaw(quint16((isGuarded ? guarded : rig)->service.url().port()), rawRequest(line, headers));
    QVERIFY2(answer.status == status, answer.shown());
    QVERIFY(!answer.headers.contains("access-control-allow-origin"));
}

void TestRefusals::token_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<int>("status");
    const auto row = [](const char *method, const char *target, const char *authorization, int status) {
        QTest::newRow((QByteArray(method) + ' ' + target + ' ' + authorization).constData())
            << QByteArray(method) << QString::fromLatin1(target) << QByteArray(authorization) << status;
    };
    row("GET", "/sync/status", "", 401);
    row("GET", "/sync/status", "Bearer wrong", 401);
    row("GET", "/sync/status", "Bearer the-tokeN", 401);
    row("GET", "/sync/status", "Bearer the-token-and-more", 401);
    row("GET", "/sync/status", "Basic dGhlLXRva2Vu", 401);
    row("GET", "/sync/status", "Bearer the-token", 200);
    row("GET", "/sync/status", "bearer the-token", 200);
    row("GET", "/nowhere", "", 401);
    row("POST", "/auth/callback", "", 401);
    row("GET", "/auth/callback", "", 400);
    row("POST", "/webhook", "", 404);
    row("GET", "/health", "", 200);
}

void TestRefusals::token()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, target);
    QFETCH(QByteArray, authorization);
    QFETCH(int, status);
    const Answer answer = guarded->api(method, target, {},
        authorization.isEmpty() ? Headers() : Headers{ { "Authorization", authorization } });
    QVERIFY2(answer.status == status, answer.shown());
    if (status == 401) {
        QVERIFY(answer["detail"].isString());
        QVERIFY(answer.headers.contains("www-authenticate"));
    }
    if (target == u"/health"_s)
        QCOMPARE(answer.json().keys(), QStringList({ u"status"_s }));
}

ARIA_TEST(TestRefusals)

} // namespace tst_refusals

#include "tst_refusals.moc"
