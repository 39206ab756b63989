// Whatever Google would not know is refused with Google's status and reason.
#include "testclient.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_validation {

using namespace Qt::StringLiterals;

class TestValidation : public QObject
{
    Q_OBJECT

private slots:
    void refusesRequests_data();
    void refusesRequests();
    void refusesEvents_data();
    void refusesEvents();
    void asksForLoginAndScopes();
    void ignoresReadOnlyMembers();
};

void TestValidation::refusesRequests_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("reason");
    const QByteArray list = "/calendar/v3/calendars/primary/events";
    QTest::newRow("unknown path") << QByteArray("GET") << QByteArray("/calendar/v3/nonsense") << QByteArray()
                                  << 404 << u"notFound"_s;
    QTest::newRow("wrong method") << QByteArray("PUT") << list << QByteArray("{}") << 404 << u"notFound"_s;
    QTest::newRow("unknown calendar")
        << QByteArray("GET") << QByteArray("/calendar/v3/calendars/x%40y/events") << QByteArray() << 404
        << u"notFound"_s;
    QTest::newRow("unknown parameter")
        << QByteArray("GET") << list + "?bogus=1" << QByteArray() << 400 << u"badRequest"_s;
    QTest::newRow("parameter of another method")
        << QByteArray("GET") << list + "?sendUpdates=none" << QByteArray() << 400 << u"badRequest"_s;
    QTest::newRow("boolean") << QByteArray("GET") << list + "?singleEvents=yes" << QByteArray() << 400
                             << u"badRequest"_s;
    QTest::newRow("integer") << QByteArray("GET") << list + "?maxResults=many" << QByteArray() << 400
                             << u"invalidParameter"_s;
    QTest::newRow("minimum") << QByteArray("GET") << list + "?maxResults=0" << QByteArray() << 400
                             << u"invalidParameter"_s;
    QTest::newRow("enum") << QByteArray("GET") << list + "?eventTypes=party" << QByteArray() << 400
                          << u"badRequest"_s;
    QTest::newRow("time without offset") << QByteArray("GET") << list + "?timeMin=2026-01-01T00:00:00"
                                         << QByteArray() << 400 << u"badRequest"_s;
    QTest::newRow("plus not encoded") << QByteArray("GET") << list + "?timeMin=2026-01-01T00:00:00+01:00"
                                      << QByteArray() << 400 << u"badRequest"_s;
    QTest::newRow("given twice") << QByteArray("GET") << list + "?q=a&q=b" << QByteArray() << 400
                                 << u"badRequest"_s;
    QTest::newRow("no JSON") << QByteArray("POST") << list << QByteArray("{'summary'") << 400
                             << u"parseError"_s;
    QTest::newRow("body of a get") << QByteArray("GET") << list << QByteArray("{'a':1}") << 400
                                   << u"badRequest"_s;
    QTest::newRow("order without single")
        << QByteArray("GET") << list + "?orderBy=startTime" << QByteArray() << 400 << u"badRequest"_s;
    QTest::newRow("empty range") << QByteArray("GET")
                                 << list + "?timeMin=2026-01-02T00:00:00Z&timeMax=2026-01-01T00:00:00Z"
                                 << QByteArray() << 400 << u"timeRangeEmpty"_s;
    QTest::newRow("required parameter")
        << QByteArray("POST") << list + "/quickAdd" << QByteArray() << 400 << u"required"_s;
    QTest::newRow("updatedMin too old") << QByteArray("GET") << list + "?updatedMin=2020-01-01T00:00:00Z"
                                        << QByteArray() << 410 << u"updatedMinTooLongAgo"_s;
}

void TestValidation::refusesRequests()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    TestClient client;
    const Answer answer = client.send(method, target, body);
    QTEST(answer.status, "status");
    QTEST(answer.reason(), "reason");
}

void TestValidation::refusesEvents_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("reason");
    const QByteArray start = "'start':{'dateTime':'2026-03-02T09:00:00+01:00','timeZone':'Europe/Berlin'}";
    const QByteArray end = "'end':{'dateTime':'2026-03-02T10:00:00+01:00','timeZone':'Europe/Berlin'}";
    const QByteArray good = start + "," + end;
    const auto row = [](const char *name, const QByteArray &body, const QString &reason) {
        QTest::newRow(name) << QByteArray("{" + body + "}") << reason;
    };
    row("unknown member", good + ",'titel':'x'", u"badRequest"_s);
    row("unknown member deep", good + ",'attendees':[{'email':'a@b.de','mail':'x'}]", u"badRequest"_s);
    row("summary no string", good + ",'summary':5", u"badRequest"_s);
    row("recurrence no array", good + ",'recurrence':'RRULE:FREQ=DAILY'", u"badRequest"_s);
    row("attendees no objects", good + ",'attendees':['a@b.de']", u"badRequest"_s);
    row("boolean as text", good + ",'guestsCanModify':'true'", u"badRequest"_s);
    row("minutes no integer", good + ",'reminders':{'overrides':[{'method':'popup','minutes':1.5}]}",
        u"badRequest"_s);
    row("no end", start, u"required"_s);
    row("no start", end, u"required"_s);
    row("mixed", start + ",'end':{'date':'2026-03-03'}", u"invalid"_s);
    row("date and dateTime", "'start':{'date':'2026-03-02','dateTime':'2026-03-02T09:00:00Z'}," + end,
        u"invalid"_s);
    row("end before start", start + ",'end':{'dateTime':'2026-03-02T08:00:00+01:00'}", u"timeRangeEmpty"_s);
    row("empty day", "'start':{'date':'2026-03-02'},'end':{'date':'2026-03-02'}", u"timeRangeEmpty"_s);
    row("no offset, no zone", "'start':{'dateTime':'2026-03-02T09:00:00'}," + end, u"required"_s);
    row("bad date", "'start':{'date':'2026-02-30'},'end':{'date':'2026-03-02'}", u"invalid"_s);
    row("Windows zone",
        "'start':{'dateTime':'2026-03-02T09:00:00Z','timeZone':'W. Europe Standard Time'}," + end,
        u"invalid"_s);
    row("series without zone",
        "'start':{'dateTime':'2026-03-02T09:00:00Z'},'end':{'dateTime':'2026-03-02T10:00:00Z'},'recurrence':["
        "'RRULE:FREQ=DAILY']",
        u"required"_s);
    row("no frequency", good + ",'recurrence':['RRULE:COUNT=3']", u"invalid"_s);
    row("count and until", good + ",'recurrence':['RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260401T000000Z']",
        u"invalid"_s);
    row("until without Z", good + ",'recurrence':['RRULE:FREQ=DAILY;UNTIL=20260401T000000']", u"invalid"_s);
    row("dtstart", good + ",'recurrence':['DTSTART:20260302T080000Z','RRULE:FREQ=DAILY']", u"invalid"_s);
    row("nonsense rule", good + ",'recurrence':['RRULE:FREQ=SOMETIMES']", u"invalid"_s);
    row("id alphabet", good + ",'id':'wxyz-1'", u"invalid"_s);
    row("short id", good + ",'id':'abc'", u"invalid"_s);
    row("status", good + ",'status':'maybe'", u"invalid"_s);
    row("visibility", good + ",'visibility':'secret'", u"invalid"_s);
    row("colour", good + ",'colorId':'12'", u"invalid"_s);
    row("attendee without mail", good + ",'attendees':[{'displayName':'A'}]", u"required"_s);
    row("bad mail", good + ",'attendees':[{'email':'nobody'}]", u"invalid"_s);
    row("answer", good + ",'attendees':[{'email':'a@b.de','responseStatus':'yes'}]", u"invalid"_s);
    row("six reminders",
        good
            + ",'reminders':{'overrides':[{'method':'popup','minutes':1},{'method':'popup','minutes':1},{'"
              "method':'popup','minutes':1},{'method':'popup','minutes':1},{'method':'popup','minutes':1},{'"
              "method':'popup','minutes':1}]}",
        u"eventRemindersCountExceedsLimit"_s);
    row("default and overrides",
        good + ",'reminders':{'useDefault':true,'overrides':[{'method':'popup','minutes':1}]}",
        u"cannotUseDefaultRemindersAndSpecifyOverride"_s);
    row("bad birthday", good + ",'eventType':'birthday'", u"eventTypeRestriction"_s);
    row("from mail", good + ",'eventType':'fromGmail'", u"eventTypeRestriction"_s);
    row("away with text", good + ",'eventType':'outOfOffice','description':'x'",
        u"malformedOutOfOfficeEvent"_s);
}

void TestValidation::refusesEvents()
{
    QFETCH(QByteArray, body);
    TestClient client;
    const Answer answer = client.events("POST", {}, body);
    QCOMPARE(answer.status, 400);
    QTEST(answer.reason(), "reason");
    QCOMPARE(client.events("GET").items().size(), 0);
    QCOMPARE(client.google.log().refused().size(), 1);
}

void TestValidation::asksForLoginAndScopes()
{
    TestClient client({ u"https://www.googleapis.com/auth/calendar.events"_s });
    QCOMPARE(client.events("GET").status, 200);
    const Answer scope = client.send("GET", "/calendar/v3/users/me/calendarList");
    QCOMPARE(scope.status, 403);
    QCOMPARE(scope.reason(), u"insufficientPermissions"_s);
    QCOMPARE(scope.json["error"_L1]["details"_L1][0]["reason"_L1].toString(),
        u"ACCESS_TOKEN_SCOPE_INSUFFICIENT"_s);

    client.clock.advance(std::chrono::seconds(3600));
    const Answer expired = client.events("GET");
    QCOMPARE(expired.status, 401);
    QCOMPARE(expired.reason(), u"authError"_s);

    client.token.clear();
    const Answer anonymous = client.events("GET");
    QCOMPARE(anonymous.status, 401);
    QCOMPARE(anonymous.message(), u"Login Required."_s);
}

void TestValidation::ignoresReadOnlyMembers()
{
    TestClient client;
    const Answer answer = client.insert("A",
        ",'etag':'x','htmlLink':'x','created':'2020-01-01T00:00:00Z','organizer':{'email':'other@x.de'},"
        "'recurringEventId':'abc','locked':true,'hangoutLink':'x'");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json["organizer"_L1]["email"_L1].toString(), client.google.world().accountEmail);
    QVERIFY(!answer.json.contains("recurringEventId"_L1));
    QVERIFY(!answer.json.contains("hangoutLink"_L1));
    QVERIFY(!answer.json.contains("locked"_L1));
    for (auto it = answer.json.begin(); it != answer.json.end(); ++it)
        QVERIFY2(!it.value().isNull(), qPrintable(it.key()));
}

ARIA_TEST(TestValidation)

} // namespace tst_validation

#include "tst_validation.moc"
