// Insert, patch, update, delete: what Google keeps, rewrites and answers.
#include "testclient.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_events {

using namespace Qt::StringLiterals;

class TestEvents : public QObject
{
    Q_OBJECT

private slots:
    void insertsWithServerMembers();
    void leavesDefaultsOut();
    void rendersTimesInTheAskedZone();
    void patchMerges();
    void putClears();
    void refusesSwitchToAllDayWithoutNull();
    void checksIfMatch();
    void answersIfNoneMatch();
    void tombstones();
    void revives();
    void rewritesReminders();
    void remindersLeaveUpdated();
    void truncatesExtendedProperties();
    void makesMeetLinksOnlyOnVersion1();
    void countsMails_data();
    void countsMails();
    void guestMayNotChangeSharedMembers();
    void readerMayNotWrite();
    void checksSequence();
    void moves();
    void imports();
    void selectsFields();
};

void TestEvents::insertsWithServerMembers()
{
    TestClient client;
    const Answer a = client.insert("A", ",'id':'abcde'");
    QCOMPARE(a.status, 200);
    QCOMPARE(a.text("id"), u"abcde"_s);
    QCOMPARE(a.text("kind"), u"calendar#event"_s);
    QCOMPARE(a.text("iCalUID"), u"abcde@google.com"_s);
    QCOMPARE(a.text("status"), u"confirmed"_s);
    QVERIFY(a.text("etag").startsWith(u'"') && a.text("etag").endsWith(u'"'));
    QCOMPARE(a.text("created"), u"2024-01-15T12:00:00.000Z"_s);
    QCOMPARE(client.insert("B").text("id").size(), 26);
    const Answer again = client.insert("C", ",'id':'abcde'");
    QCOMPARE(again.status, 409);
    QCOMPARE(again.reason(), u"duplicate"_s);
}

void TestEvents::leavesDefaultsOut()
{
    TestClient client;
    const Answer a = client.insert("A",
        ",'visibility':'default','transparency':'opaque','guestsCanInviteOthers':true,'guestsCanModify':"
        "false,"
        "'description':''");
    for (const char *name :
        { "visibility", "transparency", "guestsCanInviteOthers", "guestsCanModify", "description" })
        QVERIFY2(!a.json.contains(QLatin1String(name)), name);
}

void TestEvents::rendersTimesInTheAskedZone()
{
    TestClient client;
    const QByteArray id = client
                              .events("POST", {},
                                  "{'start':{'dateTime':'2026-07-01T09:00:00','timeZone':'Asia/Tokyo'},"
                                  "'end':{'dateTime':'2026-07-01T10:00:00.123+09:00'}}")
                              .text("id")
                              .toLatin1();
    const auto start = [&](const QByteArray &query) {
        return client.events("GET", "/" + id + query).json["start"_L1].toObject();
    };
    QCOMPARE(start({})["dateTime"_L1].toString(), u"2026-07-01T02:00:00+02:00"_s);
    QCOMPARE(start({})["timeZone"_L1].toString(), u"Asia/Tokyo"_s);
    QCOMPARE(start("?timeZone=UTC")["dateTime"_L1].toString(), u"2026-07-01T00:00:00Z"_s);
    QCOMPARE(client.events("GET", "/" + id + "?timeZone=Mars/Base").status, 400);
}

void TestEvents::patchMerges()
{
    TestClient client;
    const QByteArray id = client
                              .insert("A",
                                  ",'location':'L','extendedProperties':{'private':{'a':'1','b':'2'}},"
                                  "'attendees':[{'email':'x@example.org'},{'email':'y@example.org'}]")
                              .text("id")
                              .toLatin1();
    const Answer a = client.events("PATCH", "/" + id,
        "{'summary':'B','location':null,'extendedProperties':{'private':{'a':null,'c':'3'}},"
        "'attendees':[{'email':'y@example.org'}]}");
    QCOMPARE(a.status, 200);
    QCOMPARE(a.text("summary"), u"B"_s);
    QVERIFY(!a.json.contains("location"_L1));
    QCOMPARE(a.json["extendedProperties"_L1]["private"_L1].toObject(),
        (QJsonObject{ { u"b"_s, u"2"_s }, { u"c"_s, u"3"_s } }));
    QCOMPARE(a.json["attendees"_L1].toArray().size(), 1);
    QCOMPARE(a.json["start"_L1]["dateTime"_L1].toString(), u"2026-03-02T09:00:00+01:00"_s);
}

void TestEvents::putClears()
{
    TestClient client;
    const QByteArray id = client.insert("A", ",'location':'L'").text("id").toLatin1();
    QCOMPARE(client.events("PUT", "/" + id, "{'summary':'B'}").reason(), u"required"_s);
    const Answer a =
        client.events("PUT", "/" + id, "{'start':{'date':'2026-03-02'},'end':{'date':'2026-03-03'}}");
    QCOMPARE(a.status, 200);
    QVERIFY(!a.json.contains("summary"_L1));
    QVERIFY(!a.json.contains("location"_L1));
    QCOMPARE(a.json["start"_L1].toObject(), (QJsonObject{ { u"date"_s, u"2026-03-02"_s } }));
}

void TestEvents::refusesSwitchToAllDayWithoutNull()
{
    TestClient client;
    const QByteArray id = client.insert("A").text("id").toLatin1();
    QCOMPARE(client.events("PATCH", "/" + id, "{'start':{'date':'2026-03-02'},'end':{'date':'2026-03-03'}}")
                 .status,
        400);
    QCOMPARE(client
                 .events("PATCH", "/" + id,
                     "{'start':{'date':'2026-03-02','dateTime':null,'timeZone':null},"
                     "'end':{'date':'2026-03-03','dateTime':null,'timeZone':null}}")
                 .status,
        200);
}

void TestEvents::checksIfMatch()
{
    TestClient client;
    const Answer made = client.insert("A");
    const QByteArray path = "/" + made.text("id").toLatin1();
    const QByteArray etag = made.text("etag").toLatin1();
    const Answer first = client.events("PATCH", path, "{'summary':'B'}", { { "if-match", etag } });
    QCOMPARE(first.status, 200);
    QVERIFY(first.text("etag") != made.text("etag"));
    for (const QByteArray method : { "PATCH", "DELETE" }) {
        const Answer stale =
            client.events(method, path, method == "PATCH" ? "{'summary':'C'}" : "", { { "if-match", etag } });
        QCOMPARE(stale.status, 412);
        QCOMPARE(stale.reason(), u"conditionNotMet"_s);
    }
    QCOMPARE(client.events("GET", path).text("summary"), u"B"_s);
}

void TestEvents::answersIfNoneMatch()
{
    TestClient client;
    const Answer made = client.insert("A");
    const QByteArray path = "/" + made.text("id").toLatin1();
    QCOMPARE(
        client.events("GET", path, {}, { { "if-none-match", made.text("etag").toLatin1() } }).status, 304);
    QCOMPARE(client.events("GET", path, {}, { { "if-none-match", "\"1\"" } }).status, 200);
}

void TestEvents::tombstones()
{
    TestClient client;
    QCOMPARE(client.events("DELETE", "/abcde").status, 404);
    client.insert("A", ",'id':'abcde'");
    const Answer gone = client.events("DELETE", "/abcde");
    QCOMPARE(gone.status, 204);
    QVERIFY(gone.body.isEmpty());
    QCOMPARE(client.events("GET", "/abcde").text("status"), u"cancelled"_s);
    const Answer twice = client.events("DELETE", "/abcde");
    QCOMPARE(twice.status, 410);
    QCOMPARE(twice.reason(), u"deleted"_s);
    QCOMPARE(client.insert("B", ",'id':'abcde'").status, 409);
    QCOMPARE(client.events("GET").items().size(), 0);
    const QJsonObject listed = client.events("GET", "?showDeleted=true").items()[0].toObject();
    QCOMPARE(listed.keys(), (QStringList{ u"etag"_s, u"id"_s, u"kind"_s, u"status"_s }));
    client.google.world().switches.forgetTombstones = true;
    QCOMPARE(client.events("GET", "/abcde").status, 404);
}

void TestEvents::revives()
{
    TestClient client;
    client.insert("A", ",'id':'abcde'");
    QCOMPARE(client.events("PATCH", "/abcde", "{'status':'cancelled'}").status, 200);
    QCOMPARE(client.events("DELETE", "/abcde").status, 410);
    QCOMPARE(client.events("PATCH", "/abcde", "{'status':'confirmed'}").text("summary"), u"A"_s);
    QCOMPARE(client.events("GET").items().size(), 1);
}

void TestEvents::rewritesReminders()
{
    TestClient client;
    const Answer a = client.insert("A",
        ",'reminders':{'useDefault':false,'overrides':[{'method':'popup','minutes':99999},{'method':'sms','"
        "minutes':5},"
        "{'method':'email','minutes':10},{'method':'email','minutes':10}]}");
    QCOMPARE(a.status, 200);
    const QJsonArray kept = a.json["reminders"_L1]["overrides"_L1].toArray();
    QCOMPARE(kept.size(), 2);
    QCOMPARE(kept[1]["minutes"_L1].toInt(), 40320);
    const QByteArray path = "/" + a.text("id").toLatin1();
    QCOMPARE(client.events("PATCH", path, "{'reminders':{'useDefault':true}}").reason(),
        u"cannotUseDefaultRemindersAndSpecifyOverride"_s);
    QCOMPARE(client.events("PATCH", path, "{'reminders':{'useDefault':true,'overrides':[]}}")
                 .json["reminders"_L1]
                 .toObject(),
        (QJsonObject{ { u"useDefault"_s, true } }));
    const Answer day =
        client.events("POST", {}, "{'start':{'date':'2026-03-02'},'end':{'date':'2026-03-03'}}");
    QCOMPARE(day.json["reminders"_L1]["useDefault"_L1].toBool(), false);
    QCOMPARE(day.json["reminders"_L1]["overrides"_L1].toArray().size(), 1);
}

void TestEvents::remindersLeaveUpdated()
{
    TestClient client;
    const Answer made = client.insert("A");
    const QByteArray path = "/" + made.text("id").toLatin1();
    client.clock.advance(std::chrono::minutes(5));
    const Answer reminder = client.events("PATCH", path, "{'reminders':{'useDefault':false}}");
    QCOMPARE(reminder.text("updated"), made.text("updated"));
    QVERIFY(reminder.text("etag") != made.text("etag"));
    const Answer title = client.events("PATCH", path, "{'summary':'B'}");
    QVERIFY(title.text("updated") != made.text("updated"));
    QCOMPARE(client.events("PATCH", path, "{'summary':'B'}").text("etag"), title.text("etag"));
}

void TestEvents::truncatesExtendedProperties()
{
    TestClient client;
    const Answer a = client.insert("A",
        ",'extendedProperties':{'private':{'" + QByteArray(45, 'k') + "':'x','short':'"
            + QByteArray(2000, 'v') + "'}}");
    const QJsonObject kept = a.json["extendedProperties"_L1]["private"_L1].toObject();
    QCOMPARE(kept.keys(), QStringList{ u"short"_s });
    QCOMPARE(kept["short"_L1].toString().size(), 1024);
}

void TestEvents::makesMeetLinksOnlyOnVersion1()
{
    TestClient client;
    const QByteArray ask = ",'conferenceData':{'createRequest':{'requestId':'r1','conferenceSolutionKey':{'"
                           "type':'hangoutsMeet'}}}";
    QVERIFY(!client.insert("A", ask).json.contains("hangoutLink"_L1));
    const Answer made = client.insert("B", ask, "?conferenceDataVersion=1");
    const QString link = made.text("hangoutLink");
    QVERIFY(link.startsWith("https://meet.google.com/"_L1));
    const QByteArray path = "/" + made.text("id").toLatin1();
    QCOMPARE(client.events("PATCH", path, "{'summary':'C'}").text("hangoutLink"), link);
    QCOMPARE(client.events("PATCH", path, "{'conferenceData':null}").text("hangoutLink"), link);
    QVERIFY(!client.events("PATCH", path + "?conferenceDataVersion=1", "{'conferenceData':null}")
                 .json.contains("hangoutLink"_L1));
}

void TestEvents::countsMails_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("mails");
    QTest::addColumn<int>("recipients");
    QTest::newRow("absent") << QByteArray() << 0 << 0;
    QTest::newRow("none") << QByteArray("?sendUpdates=none") << 0 << 0;
    QTest::newRow("all") << QByteArray("?sendUpdates=all") << 1 << 2;
    QTest::newRow("external") << QByteArray("?sendUpdates=externalOnly") << 1 << 1;
}

void TestEvents::countsMails()
{
    QFETCH(QByteArray, query);
    TestClient client;
    client.insert("A", ",'attendees':[{'email':'a@gmail.com'},{'email':'b@example.org'}]", query);
    client.insert("no guests", {}, query);
    QFETCH(int, mails);
    QCOMPARE(client.google.world().mails.size(), mails);
    if (mails > 0)
        QTEST(int(client.google.world().mails[0]["to"_L1].toArray().size()), "recipients");
    const QJsonObject counts = client.google.log().counters()["sendUpdates"_L1].toObject();
    QCOMPARE(counts[query.isEmpty() ? u"absent"_s : QString::fromLatin1(query.split('=').last())].toInt(), 2);
}

void TestEvents::guestMayNotChangeSharedMembers()
{
    TestClient client;
    const QByteArray path = "/control/calendars/primary/events";
    const Answer made = client.send("POST", path,
        "{'id':'abcde','summary':'A','start':{'date':'2026-03-02'},'end':{'date':'2026-03-03'},"
        "'organizer':{'email':'boss@example.com'},"
        "'attendees':[{'email':'boss@example.com'},{'email':'anna.lindgren@example.com'}]}");
    QCOMPARE(made.status, 200);
    const Answer refused = client.events("PATCH", "/abcde", "{'summary':'B'}");
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.reason(), u"forbiddenForNonOrganizer"_s);
    QCOMPARE(client.events("PATCH", "/abcde", "{'colorId':'5'}").status, 200);
    QCOMPARE(client
                 .events("PATCH", "/abcde",
                     "{'attendees':[{'email':'boss@example.com'},{'email':'anna.lindgren@example.com','"
                     "responseStatus':'accepted'}]}")
                 .status,
        200);
}

void TestEvents::readerMayNotWrite()
{
    TestClient client;
    client.insert("A", ",'id':'abcde'");
    client.send("PATCH", "/control/calendars/primary", "{'accessRole':'reader'}");
    QCOMPARE(client.insert("B").reason(), u"requiredAccessLevel"_s);
    QCOMPARE(client.events("DELETE", "/abcde").status, 403);
    QCOMPARE(client.events("GET", "/abcde").status, 200);
}

void TestEvents::checksSequence()
{
    TestClient client;
    client.insert("A", ",'id':'abcde','sequence':3");
    QCOMPARE(client.events("PATCH", "/abcde", "{'sequence':2}").reason(), u"invalid"_s);
    const Answer moved = client.events("PATCH", "/abcde", "{'end':{'dateTime':'2026-03-02T11:00:00+01:00'}}");
    QCOMPARE(moved.json["sequence"_L1].toInt(), 4);
    QCOMPARE(client.events("PATCH", "/abcde", "{'summary':'B'}").json["sequence"_L1].toInt(), 4);
}

void TestEvents::moves()
{
    TestClient client;
    client.send("POST", "/control/calendars", "{'id':'other@group.calendar.google.com'}");
    client.insert("A", ",'id':'abcde'");
    const Answer moved = client.events("POST", "/abcde/move?destination=other%40group.calendar.google.com");
    QCOMPARE(moved.status, 200);
    QCOMPARE(client.events("GET", "/abcde").text("status"), u"cancelled"_s);
    QCOMPARE(client.send("GET", "/calendar/v3/calendars/other%40group.calendar.google.com/events/abcde")
                 .text("summary"),
        u"A"_s);
}

void TestEvents::imports()
{
    TestClient client;
    const QByteArray times = "'start':{'date':'2026-03-02'},'end':{'date':'2026-03-03'}";
    QCOMPARE(client.events("POST", "/import", "{" + times + "}").reason(), u"required"_s);
    const Answer first = client.events("POST", "/import", "{'iCalUID':'u@x','summary':'A'," + times + "}");
    const Answer second = client.events("POST", "/import", "{'iCalUID':'u@x','summary':'B'," + times + "}");
    QCOMPARE(second.text("id"), first.text("id"));
    QCOMPARE(client.events("GET", "?iCalUID=u%40x").items()[0]["summary"_L1].toString(), u"B"_s);
}

void TestEvents::selectsFields()
{
    TestClient client;
    client.insert("A");
    const Answer a = client.events("GET", "?fields=items(summary,start/timeZone),timeZone");
    QCOMPARE(a.json.keys(), (QStringList{ u"items"_s, u"timeZone"_s }));
    QCOMPARE(a.items()[0].toObject(),
        (QJsonObject{ { u"summary"_s, u"A"_s },
            { u"start"_s, QJsonObject{ { u"timeZone"_s, u"Europe/Berlin"_s } } } }));
    QCOMPARE(client.events("GET", "?fields=items(").status, 400);
}

ARIA_TEST(TestEvents)

} // namespace tst_events

#include "tst_events.moc"
