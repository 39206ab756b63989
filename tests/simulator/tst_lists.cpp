// Paging, sync tokens, occurrences.
#include "testclient.h"

#include "support/testmain.h"

#include <QSet>
#include <QTest>

namespace tst_lists {

using namespace Qt::StringLiterals;

class TestLists : public QObject
{
    Q_OBJECT

private slots:
    void pagesAndSyncs();
    void emptyPages();
    void changesWhilePaging();
    void tokensMustBeEncoded();
    void tokensExpire();
    void tokenExclusions_data();
    void tokenExclusions();
    void tokenBelongsToQuery();
    void orderedListGivesNoSyncToken();
    void exceptions_data();
    void exceptions();
    void cancelledOccurrenceInLists();
    void instanceMayNotRecur();
    void expandsSingleEventsOverDst();
    void masterChangeReachesExceptions();
    void splitsSeries();
    void filters();
    void manyPages();

private:
    static QByteArray token(const Answer &answer, const char *name)
    {
        return QUrl::toPercentEncoding(answer.text(name));
    }
};

void TestLists::pagesAndSyncs()
{
    TestClient client;
    for (int i = 0; i < 25; ++i)
        client.insert(QByteArray::number(i));
    QSet<QString> seen;
    QByteArray page;
    Answer answer;
    int pages = 0;
    do {
        answer = client.events("GET", "?maxResults=10" + (page.isEmpty() ? page : "&pageToken=" + page));
        QCOMPARE(answer.status, 200);
        for (const QJsonValue item : answer.items())
            seen.insert(item["id"_L1].toString());
        page = token(answer, "nextPageToken");
        QCOMPARE(answer.json.contains("nextSyncToken"_L1), page.isEmpty());
        ++pages;
    } while (!page.isEmpty());
    QCOMPARE(pages, 3);
    QCOMPARE(seen.size(), 25);
    QByteArray sync = token(answer, "nextSyncToken");
    answer = client.events("GET", "?syncToken=" + sync);
    QCOMPARE(answer.items().size(), 0);
    const QByteArray id = seen.values().first().toLatin1();
    client.events("DELETE", "/" + id);
    const QByteArray made = client.insert("new").text("id").toLatin1();
    answer = client.events("GET", "?syncToken=" + sync);
    QCOMPARE(answer.items().size(), 2);
    QCOMPARE(answer.items()[0]["status"_L1].toString(), u"cancelled"_s);
    QCOMPARE(answer.items()[1]["id"_L1].toString().toLatin1(), made);
}

void TestLists::emptyPages()
{
    TestClient client;
    client.insert("A");
    client.google.world().switches.emptyPages = true;
    const Answer empty = client.events("GET");
    QCOMPARE(empty.items().size(), 0);
    const Answer full = client.events("GET", "?pageToken=" + token(empty, "nextPageToken"));
    QCOMPARE(full.items().size(), 1);
    QVERIFY(full.json.contains("nextSyncToken"_L1));
}

void TestLists::changesWhilePaging()
{
    TestClient client;
    for (const char *id : { "aaaaa", "bbbbb", "ccccc" })
        client.insert(id, QByteArray(",'id':'") + id + "'");
    const Answer first = client.events("GET", "?maxResults=2");
    client.events("PATCH", "/aaaaa", "{'summary':'changed'}");
    client.events("DELETE", "/ccccc");
    const Answer last = client.events("GET", "?maxResults=2&pageToken=" + token(first, "nextPageToken"));
    const Answer delta = client.events("GET", "?syncToken=" + token(last, "nextSyncToken"));
    QCOMPARE(delta.items().size(), 2);
    QCOMPARE(delta.items()[0]["summary"_L1].toString(), u"changed"_s);
    QCOMPARE(delta.items()[1]["status"_L1].toString(), u"cancelled"_s);
}

void TestLists::tokensMustBeEncoded()
{
    TestClient client;
    const QByteArray raw = client.events("GET").text("nextSyncToken").toLatin1();
    QVERIFY(raw.contains('+') && raw.contains('/') && raw.contains('='));
    const Answer refused = client.events("GET", "?syncToken=" + raw);
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.message(), u"Invalid sync token value."_s);
    QCOMPARE(client.events("GET", "?syncToken=" + raw.toPercentEncoding()).status, 200);
}

void TestLists::tokensExpire()
{
    TestClient client;
    const QByteArray sync = token(client.events("GET"), "nextSyncToken");
    QCOMPARE(client.send("POST", "/control/expire", "{'what':'syncTokens'}").status, 200);
    const Answer gone = client.events("GET", "?syncToken=" + sync);
    QCOMPARE(gone.status, 410);
    QCOMPARE(gone.reason(), u"fullSyncRequired"_s);
    const QByteArray fresh = token(client.events("GET"), "nextSyncToken");
    QCOMPARE(client.events("GET", "?syncToken=" + fresh).status, 200);
    client.send("PATCH", "/control/calendars/primary", "{'accessRole':'writer'}");
    QCOMPARE(client.events("GET", "?syncToken=" + fresh).status, 410);
}

void TestLists::tokenExclusions_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : { "iCalUID=x", "orderBy=updated", "privateExtendedProperty=a%3Db", "q=x",
             "sharedExtendedProperty=a%3Db", "timeMin=2026-01-01T00:00:00Z", "timeMax=2026-01-01T00:00:00Z",
             "updatedMin=2024-01-14T00:00:00Z", "showDeleted=false" })
        QTest::newRow(query) << QByteArray(query);
}

void TestLists::tokenExclusions()
{
    QFETCH(QByteArray, query);
    TestClient client;
    const QByteArray sync = token(client.events("GET"), "nextSyncToken");
    QCOMPARE(client.events("GET", "?syncToken=" + sync + "&" + query).status, 400);
}

void TestLists::tokenBelongsToQuery()
{
    TestClient client;
    const QByteArray sync = token(client.events("GET"), "nextSyncToken");
    QCOMPARE(client.events("GET", "?singleEvents=true&syncToken=" + sync).status, 400);
    QCOMPARE(client.events("GET", "?eventTypes=default&syncToken=" + sync).status, 400);
    QCOMPARE(client.events("GET", "?showDeleted=true&syncToken=" + sync).status, 400);
    client.send("POST", "/control/calendars", "{'id':'other'}");
    QCOMPARE(client.send("GET", "/calendar/v3/calendars/other/events?syncToken=" + sync).status, 400);
    for (int i = 0; i < 3; ++i)
        client.insert("A");
    const QByteArray page = token(client.events("GET", "?maxResults=1"), "nextPageToken");
    QCOMPARE(client.events("GET", "?showDeleted=true&pageToken=" + page).status, 400);
}

void TestLists::orderedListGivesNoSyncToken()
{
    TestClient client;
    client.insert("A");
    for (const QByteArray query : { "?orderBy=updated", "?singleEvents=true&orderBy=startTime", "?q=A" }) {
        const Answer answer = client.events("GET", query);
        QCOMPARE(answer.items().size(), 1);
        QVERIFY(!answer.json.contains("nextSyncToken"_L1));
    }
    QVERIFY(client.events("GET", "?timeMin=2026-01-01T00:00:00Z").json.contains("nextSyncToken"_L1));
}

void TestLists::exceptions_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::newRow("legacy ids") << false;
    QTest::newRow("opaque ids") << true;
}

void TestLists::exceptions()
{
    QFETCH(bool, opaque);
    TestClient client;
    client.google.world().switches.opaqueInstanceIds = opaque;
    client.insert("A", ",'id':'abcde','recurrence':['RRULE:FREQ=DAILY;COUNT=5']");
    const QByteArray sync = token(client.events("GET"), "nextSyncToken");
    const Answer found = client.events("GET", "/abcde/instances?originalStart=2026-03-04T09:00:00%2B01:00");
    QCOMPARE(found.items().size(), 1);
    const QByteArray id = found.items()[0]["id"_L1].toString().toLatin1();
    QCOMPARE(id == "abcde_20260304T080000Z", !opaque);
    const Answer moved = client.events("PATCH", "/" + id,
        "{'start':{'dateTime':'2026-03-04T15:00:00+01:00'},'end':{'dateTime':'2026-03-04T16:00:00+01:00'}}");
    QCOMPARE(moved.status, 200);
    QCOMPARE(moved.text("recurringEventId"), u"abcde"_s);
    QCOMPARE(moved.json["originalStartTime"_L1]["dateTime"_L1].toString(), u"2026-03-04T09:00:00+01:00"_s);
    const Answer delta = client.events("GET", "?syncToken=" + sync);
    QCOMPARE(delta.items().size(), 1);
    QCOMPARE(delta.items()[0]["id"_L1].toString().toLatin1(), id);
    client.google.world().switches.opaqueInstanceIds = !opaque;
    QCOMPARE(client.events("GET", "/" + id).text("id").toLatin1(), id);
    QCOMPARE(client.events("GET", "/abcde/instances").items().size(), 5);
    QCOMPARE(client.events("GET", "/abcde_20260401T080000Z").status, 404);
    QCOMPARE(client.events("GET", "/abcde_20260304t080000z").status, 404);
}

void TestLists::cancelledOccurrenceInLists()
{
    TestClient client;
    client.insert("A", ",'id':'abcde','recurrence':['RRULE:FREQ=DAILY;COUNT=5']");
    QCOMPARE(client.events("DELETE", "/abcde_20260303T080000Z").status, 204);
    QCOMPARE(client.events("DELETE", "/abcde_20260303T080000Z").status, 410);
    const Answer all = client.events("GET");
    QCOMPARE(all.items().size(), 2);
    const QJsonObject cancelled = all.items()[1].toObject();
    QCOMPARE(cancelled["status"_L1].toString(), u"cancelled"_s);
    QVERIFY(cancelled.contains("originalStartTime"_L1) && !cancelled.contains("start"_L1));
    QCOMPARE(client.events("GET", "/abcde/instances").items().size(), 4);
    QCOMPARE(client.events("GET", "?singleEvents=true").items().size(), 4);
    client.events("DELETE", "/abcde");
    QCOMPARE(client.events("GET").items().size(), 0);
    QCOMPARE(client.events("GET", "/abcde_20260304T080000Z").text("status"), u"cancelled"_s);
}

void TestLists::instanceMayNotRecur()
{
    TestClient client;
    client.insert("A", ",'id':'abcde','recurrence':['RRULE:FREQ=DAILY;COUNT=5']");
    QCOMPARE(
        client.events("PATCH", "/abcde_20260303T080000Z", "{'recurrence':['RRULE:FREQ=DAILY']}").message(),
        u"Cannot turn an instance of a recurring event into a recurring event itself."_s);
}

void TestLists::expandsSingleEventsOverDst()
{
    TestClient client;
    client.events("POST", {},
        "{'start':{'dateTime':'2026-03-28T09:00:00','timeZone':'Europe/Berlin'},"
        "'end':{'dateTime':'2026-03-28T10:00:00','timeZone':'Europe/Berlin'},"
        "'recurrence':['RRULE:FREQ=DAILY;UNTIL=20260330T070000Z','EXDATE;TZID=Europe/Berlin:20260329T090000',"
        "'RDATE;TZID=Europe/Berlin:20260402T120000']}");
    QStringList starts;
    for (const QJsonValue item : client.events("GET", "?singleEvents=true&orderBy=startTime").items())
        starts.append(item["start"_L1]["dateTime"_L1].toString());
    QCOMPARE(starts,
        (QStringList{ u"2026-03-28T09:00:00+01:00"_s, u"2026-03-30T09:00:00+02:00"_s,
            u"2026-04-02T12:00:00+02:00"_s }));
}

void TestLists::masterChangeReachesExceptions()
{
    TestClient client;
    client.insert("A", ",'id':'abcde','recurrence':['RRULE:FREQ=DAILY;COUNT=5']");
    client.events("PATCH", "/abcde_20260303T080000Z", "{'location':'own'}");
    client.events("PATCH", "/abcde_20260305T080000Z", "{'summary':'own'}");
    client.events(
        "PATCH", "/abcde", "{'summary':'B','location':'L','recurrence':['RRULE:FREQ=DAILY;COUNT=3']}");
    const Answer kept = client.events("GET", "/abcde_20260303T080000Z");
    QCOMPARE(kept.text("summary"), u"B"_s);
    QCOMPARE(kept.text("location"), u"own"_s);
    QCOMPARE(client.events("GET", "/abcde_20260305T080000Z").text("status"), u"cancelled"_s);
}

void TestLists::splitsSeries()
{
    TestClient client;
    client.insert("A", ",'id':'abcde','recurrence':['RRULE:FREQ=DAILY']");
    const Answer second = client.send(
        "POST", "/control/calendars/primary/events/abcde_20260304T080000Z/split", "{'summary':'B'}");
    QCOMPARE(second.status, 200);
    QVERIFY(second.text("id").startsWith("abcde_R"_L1));
    const Answer list =
        client.events("GET", "?singleEvents=true&orderBy=startTime&timeMax=2026-03-06T00:00:00Z");
    QStringList titles;
    for (const QJsonValue item : list.items())
        titles.append(item["summary"_L1].toString());
    QCOMPARE(titles, (QStringList{ u"A"_s, u"A"_s, u"B"_s, u"B"_s }));
}

void TestLists::filters()
{
    TestClient client;
    client.insert("March", ",'extendedProperties':{'private':{'k':'v'}}");
    client.events("POST", {}, "{'summary':'May','start':{'date':'2026-05-01'},'end':{'date':'2026-05-02'}}");
    const auto count = [&](const QByteArray &query) { return client.events("GET", query).items().size(); };
    QCOMPARE(count("?timeMin=2026-04-01T00:00:00Z"), 1);
    QCOMPARE(count("?timeMax=2026-04-01T00:00:00Z"), 1);
    QCOMPARE(count("?timeMin=2026-03-02T09:00:00Z"), 1); // ends exactly then: exclusive
    QCOMPARE(count("?q=mar"), 1);
    QCOMPARE(count("?privateExtendedProperty=k%3Dv"), 1);
    QCOMPARE(count("?privateExtendedProperty=k%3Dw"), 0);
    QCOMPARE(count("?eventTypes=birthday"), 0);
    QCOMPARE(count("?eventTypes=birthday&eventTypes=default"), 2);
}

void TestLists::manyPages()
{
    TestClient client;
    QCOMPARE(client.send("POST", "/control/calendars/primary/bulk", "{'count':6000}").status, 200);
    Answer answer = client.events("GET", "?maxResults=2500");
    qsizetype seen = answer.items().size();
    QCOMPARE(seen, 2500);
    while (answer.json.contains("nextPageToken"_L1)) {
        answer = client.events("GET", "?maxResults=2500&pageToken=" + token(answer, "nextPageToken"));
        seen += answer.items().size();
    }
    QCOMPARE(seen, 6000);
}

ARIA_TEST(TestLists)

} // namespace tst_lists

#include "tst_lists.moc"
