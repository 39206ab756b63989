// When others are busy.
#include "testclient.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_freebusy {

using namespace Qt::StringLiterals;

class TestFreeBusy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsTimesAndNothingElse();
    void countsOnlyWhatTakesTime();
    void knowsNobodyElse();
    void wantsTheRightScope_data();
    void wantsTheRightScope();
    void refusals_data();
    void refusals();

private:
    static Answer query(TestClient &client, const QByteArray &more = ",'items':[{'id':'primary'}]",
        const QByteArray &from = "2026-03-02T00:00:00Z", const QByteArray &to = "2026-03-05T00:00:00Z")
    {
        return client.send(
            "POST", "/calendar/v3/freeBusy", "{'timeMin':'" + from + "','timeMax':'" + to + "'" + more + "}");
    }
    static QStringList busy(const Answer &answer, const QString &id = u"primary"_s)
    {
        QStringList spans;
        const QJsonArray list = answer.json["calendars"_L1][id]["busy"_L1].toArray();
        for (const QJsonValue &span : list)
            spans.append(span["start"_L1].toString() + u'/' + span["end"_L1].toString());
        return spans;
    }
};

void TestFreeBusy::tellsTimesAndNothingElse()
{
    TestClient client;
    client.insert("Meeting", ",'recurrence':['RRULE:FREQ=DAILY;COUNT=2']");
    client.events("POST", {},
        "{'summary':'Overlaps','start':{'dateTime':'2026-03-02T09:30:00+01:00'},"
        "'end':{'dateTime':'2026-03-02T10:30:00+01:00'}}");
    const Answer answer = query(client);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.text("kind"), u"calendar#freeBusy"_s);
    QCOMPARE(busy(answer),
        (QStringList{ u"2026-03-02T08:00:00Z/2026-03-02T09:30:00Z"_s,
            u"2026-03-03T08:00:00Z/2026-03-03T09:00:00Z"_s }));
    QVERIFY(!answer.body.contains("Meeting"));
    const Answer there = query(client, ",'timeZone':'Europe/Berlin','items':[{'id':'primary'}]");
    QCOMPARE(busy(there).first(), u"2026-03-02T09:00:00+01:00/2026-03-02T10:30:00+01:00"_s);
}

void TestFreeBusy::countsOnlyWhatTakesTime()
{
    TestClient client;
    client.insert("Free", ",'transparency':'transparent'");
    client.events(
        "POST", {}, "{'summary':'Holiday','start':{'date':'2026-03-04'},'end':{'date':'2026-03-06'}}");
    const QString gone = client.insert("Cancelled").text("id");
    client.events("DELETE", "/" + gone.toLatin1());
    const QStringList spans = busy(query(client));
    QCOMPARE(spans.size(), 1);
    QVERIFY2(
        spans.first().endsWith(u"/2026-03-05T00:00:00Z"_s), qPrintable(spans.first())); // within the query
}

void TestFreeBusy::knowsNobodyElse()
{
    TestClient client;
    const Answer answer = query(client, ",'items':[{'id':'primary'},{'id':'bob@example.com'}]");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json["calendars"_L1]["bob@example.com"_L1]["errors"_L1][0]["reason"_L1].toString(),
        u"notFound"_s);
    QVERIFY(!answer.json["calendars"_L1]["primary"_L1].toObject().contains("errors"_L1));
}

void TestFreeBusy::wantsTheRightScope_data()
{
    QTest::addColumn<QString>("scope");
    QTest::addColumn<int>("status");
    QTest::newRow("all") << u"calendar"_s << 200;
    QTest::newRow("reading") << u"calendar.readonly"_s << 200;
    QTest::newRow("this alone") << u"calendar.freebusy"_s << 200;
    QTest::newRow("what the sync needs") << u"calendar.events"_s << 403;
}

void TestFreeBusy::wantsTheRightScope()
{
    QFETCH(QString, scope);
    TestClient client({ u"https://www.googleapis.com/auth/"_s + scope });
    const Answer answer = query(client);
    QTEST(answer.status, "status");
    if (answer.status == 403)
        QCOMPARE(answer.reason(), u"insufficientPermissions"_s);
}

void TestFreeBusy::refusals_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no end") << QByteArray("{'timeMin':'2026-03-02T00:00:00Z'}") << u"required"_s;
    QTest::newRow("ends first") << QByteArray(
        "{'timeMin':'2026-03-02T00:00:00Z','timeMax':'2026-03-01T00:00:00Z'}")
                                << u"timeRangeEmpty"_s;
    QTest::newRow("a year") << QByteArray(
        "{'timeMin':'2026-03-02T00:00:00Z','timeMax':'2027-03-02T00:00:00Z'}")
                            << u"timeRangeTooLong"_s;
}

void TestFreeBusy::refusals()
{
    QFETCH(QByteArray, body);
    TestClient client;
    const Answer answer = client.send("POST", "/calendar/v3/freeBusy", body);
    QCOMPARE(answer.status, 400);
    QTEST(answer.reason(), "reason");
}

ARIA_TEST(TestFreeBusy)

} // namespace tst_freebusy

#include "tst_freebusy.moc"
