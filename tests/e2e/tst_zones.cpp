// Series in every kind of zone that Google sends, and with every kind of line that ARIA writes: both sides have the
// same occurrences, and what is done here to one of them is done at Google too.
#include "e2e/twosides.h"

#include "support/testmain.h"

#include <QDateTime>
#include <QFile>
#include <QTest>

namespace tst_e2e_zones {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestZones : public TwoSides
{
    Q_OBJECT

private Q_SLOTS:
    void googlesZones_data();
    void googlesZones();
    void ariasZones_data();
    void ariasZones();
    void aStartBesideItsRule();
    void exdateOfWindows_data();
    void exdateOfWindows();
    void aSeriesTakesNoOffsetWithoutName();

private:
    // Monday, week n, the first of them the day after tomorrow or later: today may end while a test runs.
    QString monday(int n, const char *time) const
    {
        const QDate today = QDateTime::currentDateTimeUtc().date().addDays(2);
        return today.addDays((8 - today.dayOfWeek()) % 7 + 7 * n).toString(Qt::ISODate) + u'T'
            + QString::fromLatin1(time);
    }
    QList<QJsonObject> occurrences()
    {
        QList<QJsonObject> list;
        const QJsonArray events =
            rig->api("GET", u"/events/upcoming?days=60&max_results=200"_s)["events"].toArray();
        for (const QJsonValue event : events)
            list.append(event.toObject());
        return list;
    }
    QStringList here()
    {
        QStringList list;
        for (const QJsonObject &event : occurrences())
            list.append(line(event[u"start_time"_s].toString(), event[u"title"_s].toString()));
        return list;
    }
    QStringList there();
    static QString line(const QString &start, const QString &title)
    {
        return QDateTime::fromString(start, Qt::ISODate).toUTC().toString(Qt::ISODate) + u' ' + title;
    }
};

QStringList TestZones::there()
{
    QFile file(rig->credentials() + u"/token.json"_s);
    const QByteArray token = file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll())[u"token"_s].toString().toLatin1()
        : QByteArray();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const Answer answer = rig->http.send(rig->googleProgram.url(), "GET",
        u"/calendar/v3/calendars/primary/events?singleEvents=true&orderBy=startTime&maxResults=2500"
        "&timeMin=%1&timeMax=%2"_s.arg(now.toString(Qt::ISODate), now.addDays(60).toString(Qt::ISODate)),
        {}, { { "Authorization", "Bearer " + token } });
    QStringList list;
    const QJsonArray events = answer["items"].toArray();
    for (const QJsonValue event : events)
        list.append(line(event[u"start"_s][u"dateTime"_s].toString(), event[u"summary"_s].toString()));
    return list;
}

void TestZones::googlesZones_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone : { "GMT+02:00", "GMT+2", "GMT-03:30", "UTC+05:45", "Etc/GMT-2", "UTC", "GMT",
             "Asia/Calcutta", "US/Eastern", "EST5EDT", "Europe/Berlin" })
        QTest::newRow(zone) << QString::fromLatin1(zone);
}

// Half an hour after midnight and half an hour before it, so that the day is another one in UTC wherever that can be.
void TestZones::googlesZones()
{
    QFETCH(QString, zone);
    for (const auto &[begin, end] :
        { std::pair("00:30:00", "00:45:00"), std::pair("23:30:00", "23:45:00") }) {
        const auto time = [&](const char *clock) {
            return QJsonObject{ { u"dateTime"_s, monday(0, clock) }, { u"timeZone"_s, zone } };
        };
        const QString title = QString::fromLatin1(begin);
        const Answer made = rig->control("POST", u"calendars/primary/events"_s,
            toBytes({ { u"summary"_s, title }, { u"start"_s, time(begin) }, { u"end"_s, time(end) },
                { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=6"_s } } }));
        QVERIFY2(made.status == 200, made.shown());
        QCOMPARE(rig->syncNow().status, 200);
        QCOMPARE(here(), there());
        QStringList ids;
        for (const QJsonObject &event : occurrences()) {
            if (event[u"title"_s].toString() == title)
                ids.append(event[u"google_event_id"_s].toString());
        }
        QCOMPARE(ids.size(), 6);

        QStringList before = there();
        const Answer gone = rig->api("DELETE", u"/events/"_s + ids.at(1));
        QVERIFY2(gone.status == 200, gone.shown());
        QCOMPARE(there().size(), before.size() - 1);
        QCOMPARE(here(), there());
        const Answer changed = rig->api("POST", u"/events/update"_s,
            toBytes({ { u"google_event_id"_s, ids.at(2) }, { u"title"_s, u"Changed"_s } }));
        QVERIFY2(changed.status == 200, changed.shown());
        QCOMPARE(changed.text("sync_status"), u"synced"_s);
        QVERIFY(there().join(u'|').contains(u"Changed"_s));
        QCOMPARE(here(), there());

        // All of them an hour later, said without a zone.
        const QDateTime start =
            QDateTime::fromString(made["start"][u"dateTime"_s].toString(), Qt::ISODate).addSecs(3600);
        const Answer moved = rig->api("POST", u"/events/update"_s,
            toBytes({ { u"google_event_id"_s, made.text("id") },
                { u"start_time"_s, start.toUTC().toString(Qt::ISODate) },
                { u"end_time"_s, start.addSecs(900).toUTC().toString(Qt::ISODate) } }));
        QVERIFY2(moved.status == 200, moved.shown());
        const QJsonObject atGoogle = rig->googleEvent(made.text("id"));
        QCOMPARE(atGoogle[u"start"_s][u"timeZone"_s].toString(), zone);
        QCOMPARE(QDateTime::fromString(atGoogle[u"start"_s][u"dateTime"_s].toString(), Qt::ISODate), start);
    }
    QCOMPARE(rig->status()[u"errors"_s].toInt(), 0);
}

void TestZones::ariasZones_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("atGoogle");
    QTest::newRow("former name") << u"Asia/Calcutta"_s << u"Asia/Calcutta"_s;
    QTest::newRow("offset") << u"GMT+02:00"_s << u"Etc/GMT-2"_s;
    QTest::newRow("Windows") << u"Pacific Standard Time"_s << u"America/Los_Angeles"_s;
    QTest::newRow("lower case") << u"europe/berlin"_s << u"Europe/Berlin"_s;
    QTest::newRow("Z") << u"Z"_s << u"UTC"_s;
}

// By the API, and by SQL.
void TestZones::ariasZones()
{
    QFETCH(QString, zone);
    QFETCH(QString, atGoogle);
    const Answer made = rig->api("POST", u"/events/create"_s,
        toBytes({ { u"title"_s, u"Api"_s }, { u"start_time"_s, monday(0, "00:30:00") },
            { u"end_time"_s, monday(0, "00:45:00") }, { u"time_zone"_s, zone },
            { u"recurrence"_s, u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"_s } }));
    QVERIFY2(made.status == 200, made.shown());
    QCOMPARE(rig->googleEvent(made.text("google_event_id"))[u"start"_s][u"timeZone"_s].toString(), atGoogle);
    QVERIFY(rig->sql(
        u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone, recurrence) VALUES"
        " ('Sql', '%1', '%2', '%3', '[\"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4\"]')"_s.arg(
            monday(0, "10:30:00Z"), monday(0, "10:45:00Z"), zone)));
    QTRY_COMPARE_WITH_TIMEOUT(rig->googleEvents().size(), 2, 10'000);
    for (const QJsonValue event : rig->googleEvents())
        QCOMPARE(event[u"start"_s][u"timeZone"_s].toString(), atGoogle);
    QCOMPARE(here().size(), 8);
    QCOMPARE(here(), there());
}

// Google shows the start and three Wednesdays; the fourth of them goes as one of the series.
void TestZones::aStartBesideItsRule()
{
    const Answer made = rig->api("POST", u"/events/create"_s,
        toBytes({ { u"title"_s, u"Odd"_s }, { u"start_time"_s, monday(0, "10:00:00") },
            { u"end_time"_s, monday(0, "11:00:00") }, { u"time_zone"_s, u"Europe/Berlin"_s },
            { u"recurrence"_s, u"RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE"_s } }));
    QVERIFY2(made.status == 200, made.shown());
    QCOMPARE(here().size(), 4);
    QCOMPARE(here(), there());
    for (const int which : { 0, 2 }) {
        const QString id = occurrences().at(which)[u"google_event_id"_s].toString();
        const Answer gone = rig->api("DELETE", u"/events/"_s + id);
        QVERIFY2(gone.status == 200, gone.shown());
        QCOMPARE(here(), there());
    }
    QCOMPARE(here().size(), 2);
}

void TestZones::exdateOfWindows_data()
{
    QTest::addColumn<bool>("bySql");
    QTest::newRow("by the API") << false;
    QTest::newRow("by SQL") << true;
}

// Monday midnight in Los Angeles is Monday morning in Berlin.
void TestZones::exdateOfWindows()
{
    QFETCH(bool, bySql);
    const QString exdate =
        u"EXDATE;TZID=Pacific Standard Time:"_s + monday(1, "00:30:00").remove(u'-').remove(u':');
    const QStringList lines{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"_s, exdate };
    if (bySql) {
        QVERIFY(rig->sql(
            u"INSERT INTO aria_calendar_events (title, start_time, end_time, time_zone, recurrence) VALUES"
            " ('Ex', '%1', '%2', 'America/Los_Angeles', '%3')"_s.arg(monday(0, "00:30:00"),
                monday(0, "00:45:00"),
                QString::fromUtf8(
                    QJsonDocument(QJsonArray::fromStringList(lines)).toJson(QJsonDocument::Compact)))));
        QTRY_COMPARE_WITH_TIMEOUT(rig->googleEvents().size(), 1, 10'000);
    } else {
        const Answer made = rig->api("POST", u"/events/create"_s,
            toBytes({ { u"title"_s, u"Ex"_s }, { u"start_time"_s, monday(0, "00:30:00") },
                { u"end_time"_s, monday(0, "00:45:00") }, { u"time_zone"_s, u"America/Los_Angeles"_s },
                { u"recurrence"_s, QJsonArray::fromStringList(lines) } }));
        QVERIFY2(made.status == 200, made.shown());
    }
    const QJsonArray sent = rig->googleEvents().first()[u"recurrence"_s].toArray();
    QVERIFY2(QJsonDocument(sent).toJson().contains("EXDATE;TZID=America/Los_Angeles:"),
        QJsonDocument(sent).toJson());
    QTRY_COMPARE(here().size(), 3);
    QCOMPARE(here(), there());
}

// Not even where it exists already: it would go on in its old zone, and say that all is done.
void TestZones::aSeriesTakesNoOffsetWithoutName()
{
    const QString series =
        atGoogle(("{'summary':'Weekly','start':{'dateTime':'" + monday(0, "09:00:00").toLatin1()
            + "','timeZone':'America/New_York'},'end':{'dateTime':'" + monday(0, "10:00:00").toLatin1()
            + "','timeZone':'America/New_York'},'recurrence':['RRULE:FREQ=WEEKLY;COUNT=4']}")
                     .constData())[u"id"_s]
            .toString();
    const QStringList before = there();
    const auto inZone = [&](const QString &id, const QString &zone) {
        return rig->api("POST", u"/events/update"_s,
            toBytes({ { u"google_event_id"_s, id }, { u"start_time"_s, monday(0, "12:00:00") },
                { u"end_time"_s, monday(0, "13:00:00") }, { u"time_zone"_s, zone } }));
    };
    const Answer refused = inZone(series, u"+05:45"_s);
    QVERIFY2(refused.status == 422, refused.shown());
    QCOMPARE(refused["detail"][0][u"loc"_s][1], QJsonValue(u"time_zone"_s));
    QCOMPARE(there(), before);
    QCOMPARE(inZone(series, u"Asia/Kathmandu"_s).status, 200);
    QCOMPARE(rig->googleEvent(series)[u"start"_s][u"timeZone"_s], QJsonValue(u"Asia/Kathmandu"_s));
    const QString single = atGoogle(meeting)[u"id"_s].toString();
    QCOMPARE(inZone(single, u"+05:45"_s).status, 200); // the instant says all
}

ARIA_TEST(TestZones)

} // namespace tst_e2e_zones

#include "tst_zones.moc"
