// "This and following", made on either side, with changed occurrences before and after the cut: both sides show the same
// occurrences at the same times.
#include "e2e/twosides.h"

#include "support/testmain.h"

#include <QDateTime>
#include <QFile>
#include <QTest>
#include <QTimeZone>

namespace tst_e2e_series {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestSeries : public TwoSides
{
    Q_OBJECT

private Q_SLOTS:
    void splitAtGoogle_data();
    void splitAtGoogle();
    void splitByTheApi_data();
    void splitByTheApi();
    void splitByTheApiWhileGoogleIsAway();
    void allDay();
    void changedLines();

private:
    // Nine in Berlin on the n-th day after the day after tomorrow: today may end while a test runs.
    QDate date(int n) const { return m_first.addDays(n); }
    QDateTime nine(int n) const
    {
        return QDateTime(date(n), QTime(9, 0), QTimeZone("Europe/Berlin")).toUTC();
    }
    QString occurrence(const QString &master, int n) const
    {
        return master + nine(n).toString(u"'_'yyyyMMdd'T'HHmmss'Z'"_s);
    }
    QString dayOf(const QString &master, int n) const { return master + date(n).toString(u"'_'yyyyMMdd"_s); }
    QString lastBefore(int n) const
    {
        return u"RRULE:FREQ=DAILY;UNTIL="_s + nine(n).addSecs(-1).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    }

    QString makeAtGoogle(const QString &title, int n, const QString &rule);
    QString makeHere(const QString &title, int n, const QString &rule, bool allDay = false);
    bool deleteHere(const QString &id) { return rig->api("DELETE", u"/events/"_s + id).status == 200; }
    QStringList here();
    QStringList there();
    // "2 Late": what there is on the third day.
    QStringList titles();

    const QDate m_first = QDateTime::currentDateTimeUtc().date().addDays(2);
};

QString TestSeries::makeAtGoogle(const QString &title, int n, const QString &rule)
{
    const auto time = [&](int minute) {
        return QJsonObject{ { u"dateTime"_s,
                                date(n).toString(Qt::ISODate)
                                    + u"T09:%1:00"_s.arg(minute, 2, 10, QLatin1Char('0')) },
            { u"timeZone"_s, u"Europe/Berlin"_s } };
    };
    const Answer made = rig->control("POST", u"calendars/primary/events"_s,
        toBytes({ { u"summary"_s, title }, { u"start"_s, time(0) }, { u"end"_s, time(15) },
            { u"recurrence"_s, QJsonArray{ rule } } }));
    if (made.status != 200 || rig->syncNow().status != 200)
        qWarning("at Google: %s", made.shown().constData());
    return made.text("id");
}

QString TestSeries::makeHere(const QString &title, int n, const QString &rule, bool allDay)
{
    const QString day = date(n).toString(Qt::ISODate);
    QJsonObject body{ { u"title"_s, title }, { u"recurrence"_s, rule }, { u"all_day"_s, allDay },
        { u"start_time"_s, allDay ? day : QString(day + u"T09:00:00"_s) },
        { u"end_time"_s, allDay ? date(n + 1).toString(Qt::ISODate) : QString(day + u"T09:15:00"_s) } };
    if (!allDay)
        body[u"time_zone"_s] = u"Europe/Berlin"_s;
    const Answer made = rig->api("POST", u"/events/create"_s, toBytes(body));
    if (made.status != 200 && made.status != 202)
        qWarning("create: %s", made.shown().constData());
    return made.text("google_event_id");
}

namespace {

QString line(const QString &start, const QString &title)
{
    const QString when =
        start.size() == 10 ? start : QDateTime::fromString(start, Qt::ISODate).toUTC().toString(Qt::ISODate);
    return when + u' ' + title;
}

} // namespace

QStringList TestSeries::here()
{
    QStringList list;
    const Answer answer = rig->api("GET", u"/events/upcoming?days=60&max_results=200"_s);
    if (answer.status != 200)
        qWarning("our list: %s", answer.shown().constData());
    const QJsonArray events = answer["events"].toArray();
    for (const QJsonValue event : events)
        list.append(line(event[u"start_time"_s].toString(), event[u"title"_s].toString()));
    return list;
}

QStringList TestSeries::there()
{
    QFile file(rig->credentials() + u"/token.json"_s);
    const QByteArray token = file.open(QIODevice::ReadOnly)
        ? QJsonDocument::fromJson(file.readAll())[u"token"_s].toString().toLatin1()
        : QByteArray();
    const auto bound = [this](int n) { return date(n).toString(Qt::ISODate) + u"T00:00:00Z"_s; };
    const Answer answer = rig->http.send(rig->googleProgram.url(), "GET",
        u"/calendar/v3/calendars/primary/events?singleEvents=true&orderBy=startTime&maxResults=2500"
        "&timeMin=%1&timeMax=%2"_s.arg(bound(-2), bound(58)),
        {}, { { "Authorization", "Bearer " + token } });
    if (answer.status != 200)
        qWarning("Google's list: %s", answer.shown().constData());
    QStringList list;
    const QJsonArray events = answer["items"].toArray();
    for (const QJsonValue event : events) {
        const QJsonValue start = event[u"start"_s];
        list.append(
            line(start[u"dateTime"_s].toString(start[u"date"_s].toString()), event[u"summary"_s].toString()));
    }
    return list;
}

QStringList TestSeries::titles()
{
    QStringList list;
    const QStringList lines = here();
    for (const QString &each : lines)
        list.append(u"%1 %2"_s.arg(m_first.daysTo(QDate::fromString(each.left(10), Qt::ISODate)))
                        .arg(each.section(u' ', 1)));
    return list;
}

void TestSeries::splitAtGoogle_data()
{
    QTest::addColumn<bool>("opaque");
    QTest::addColumn<bool>("count");
    QTest::newRow("ids with times, UNTIL") << false << false;
    QTest::newRow("opaque ids, UNTIL") << true << false;
    QTest::newRow("ids with times, COUNT") << false << true;
}

void TestSeries::splitAtGoogle()
{
    QFETCH(bool, opaque);
    QFETCH(bool, count);
    if (opaque)
        rig->control("PATCH", u"switches"_s, json("{'opaqueInstanceIds':true}"));
    const QString id = makeAtGoogle(u"Standup"_s, 0, u"RRULE:FREQ=DAILY;COUNT=10"_s);
    QVERIFY(editAtGoogle(occurrence(id, 1), { { u"summary"_s, u"Early"_s } }));
    rig->control("DELETE", u"calendars/primary/events/"_s + occurrence(id, 2));
    QVERIFY(editAtGoogle(occurrence(id, 5), { { u"summary"_s, u"Late"_s } }));
    rig->control("DELETE", u"calendars/primary/events/"_s + occurrence(id, 6));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(titles(),
        QStringList({ u"0 Standup"_s, u"1 Early"_s, u"3 Standup"_s, u"4 Standup"_s, u"5 Late"_s,
            u"7 Standup"_s, u"8 Standup"_s, u"9 Standup"_s }));
    QCOMPARE(here(), there());

    const Answer split = rig->control(
        "POST", u"calendars/primary/events/%1/split"_s.arg(occurrence(id, 3)), json("{'summary':'Later'}"));
    QVERIFY2(split.status == 200, split.shown());
    const QString second = split.text("id");
    QVERIFY(second.startsWith(id + u"_R"_s));
    QVERIFY(editAtGoogle(second, { { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=7"_s } } }));
    if (count)
        QVERIFY(editAtGoogle(id, { { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=3"_s } } }));
    QVERIFY(editAtGoogle(occurrence(second, 5), { { u"summary"_s, u"Late"_s } }));
    rig->control("DELETE", u"calendars/primary/events/"_s + occurrence(second, 6));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(titles(),
        QStringList({ u"0 Standup"_s, u"1 Early"_s, u"3 Later"_s, u"4 Later"_s, u"5 Late"_s, u"7 Later"_s,
            u"8 Later"_s, u"9 Later"_s }));
    QCOMPARE(here(), there());
    QCOMPARE(rig->googleWrites(), 0);
    QCOMPARE(rig->api("GET", u"/events/"_s + occurrence(id, 5)).status, 404);
    QCOMPARE(rig->api("GET", u"/events/"_s + occurrence(second, 4)).status, 200);
}

void TestSeries::splitByTheApi_data()
{
    splitAtGoogle_data();
}

void TestSeries::splitByTheApi()
{
    QFETCH(bool, opaque);
    QFETCH(bool, count);
    if (opaque)
        rig->control("PATCH", u"switches"_s, json("{'opaqueInstanceIds':true}"));
    const QString id = makeHere(u"Standup"_s, 0, u"RRULE:FREQ=DAILY;COUNT=10"_s);
    QVERIFY(edit(occurrence(id, 1), { { u"title"_s, u"Early"_s } }));
    QVERIFY(deleteHere(occurrence(id, 2)));
    QVERIFY(edit(occurrence(id, 5),
        { { u"title"_s, u"Late"_s }, { u"start_time"_s, nine(5).addSecs(7200).toString(Qt::ISODate) },
            { u"end_time"_s, nine(5).addSecs(10800).toString(Qt::ISODate) } }));
    QVERIFY(deleteHere(occurrence(id, 6)));
    QCOMPARE(titles(),
        QStringList({ u"0 Standup"_s, u"1 Early"_s, u"3 Standup"_s, u"4 Standup"_s, u"5 Late"_s,
            u"7 Standup"_s, u"8 Standup"_s, u"9 Standup"_s }));
    QCOMPARE(here(), there());

    const QString rule = count ? u"RRULE:FREQ=DAILY;COUNT=3"_s : lastBefore(3);
    QVERIFY(edit(id, { { u"recurrence"_s, rule } }));
    const QString second = makeHere(u"Later"_s, 3, u"RRULE:FREQ=DAILY;COUNT=7"_s);
    // Before any further sync, and after it.
    const QStringList expected{ u"0 Standup"_s, u"1 Early"_s, u"3 Later"_s, u"4 Later"_s, u"5 Later"_s,
        u"6 Later"_s, u"7 Later"_s, u"8 Later"_s, u"9 Later"_s };
    QCOMPARE(titles(), expected);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(titles(), expected);
    QCOMPARE(here(), there());
    QCOMPARE(rig->googleEvent(id)[u"recurrence"_s].toArray(), QJsonArray{ rule });
    QCOMPARE(rig->api("GET", u"/events/"_s + occurrence(id, 5)).status, 404);
    QCOMPARE(rig->api("GET", u"/events/"_s + occurrence(id, 1)).status, 200);

    // The second series takes changes of its own.
    QVERIFY(edit(occurrence(second, 5), { { u"title"_s, u"Late"_s } }));
    QVERIFY(deleteHere(occurrence(second, 6)));
    QCOMPARE(titles().size(), 8);
    QVERIFY(titles().contains(u"5 Late"_s));
    QCOMPARE(here(), there());
}

void TestSeries::splitByTheApiWhileGoogleIsAway()
{
    const QString id = makeAtGoogle(u"Standup"_s, 0, u"RRULE:FREQ=DAILY;COUNT=10"_s);
    QVERIFY(editAtGoogle(occurrence(id, 1), { { u"summary"_s, u"Early"_s } }));
    QVERIFY(editAtGoogle(occurrence(id, 5), { { u"summary"_s, u"Late"_s } }));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->stopGoogle(), QString());
    QVERIFY(edit(id, { { u"recurrence"_s, lastBefore(3) } }));
    const QString second = makeHere(u"Later"_s, 3, u"RRULE:FREQ=DAILY;COUNT=3"_s);
    QVERIFY(edit(occurrence(second, 4), { { u"title"_s, u"Changed"_s } }));
    const QStringList expected{ u"0 Standup"_s, u"1 Early"_s, u"2 Standup"_s, u"3 Later"_s, u"4 Changed"_s,
        u"5 Later"_s };
    QCOMPARE(titles(), expected);
    QVERIFY(rig->startGoogle());
    QTRY_COMPARE_WITH_TIMEOUT(rig->syncNow().status, 200, 30000);
    QTRY_COMPARE(rig->status()[u"pending_to_google"_s], 0);
    QCOMPARE(titles(), expected);
    QCOMPARE(here(), there());
}

void TestSeries::allDay()
{
    const auto until = [this](
                           int n) { return u"RRULE:FREQ=DAILY;UNTIL="_s + date(n).toString(u"yyyyMMdd"_s); };
    const QString id = makeHere(u"Trip"_s, 0, until(5), true);
    QVERIFY(edit(dayOf(id, 1), { { u"title"_s, u"Early"_s } }));
    QVERIFY(edit(dayOf(id, 4), { { u"title"_s, u"Late"_s } }));
    QVERIFY(deleteHere(dayOf(id, 5)));
    QCOMPARE(titles(), QStringList({ u"0 Trip"_s, u"1 Early"_s, u"2 Trip"_s, u"3 Trip"_s, u"4 Late"_s }));
    QCOMPARE(here(), there());
    QVERIFY(edit(id, { { u"recurrence"_s, until(2) } }));
    makeHere(u"Later"_s, 3, u"RRULE:FREQ=DAILY;COUNT=2"_s, true);
    QCOMPARE(titles(), QStringList({ u"0 Trip"_s, u"1 Early"_s, u"2 Trip"_s, u"3 Later"_s, u"4 Later"_s }));
    QCOMPARE(here(), there());
    // At the first occurrence nothing is left of the series.
    const Answer split = rig->control(
        "POST", u"calendars/primary/events/%1/split"_s.arg(dayOf(id, 0)), json("{'summary':'Other'}"));
    QVERIFY2(split.status == 200, split.shown());
    QVERIFY(
        editAtGoogle(split.text("id"), { { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=3"_s } } }));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(titles(), QStringList({ u"0 Other"_s, u"1 Other"_s, u"2 Other"_s, u"3 Later"_s, u"4 Later"_s }));
    QCOMPARE(here(), there());
    QCOMPARE(rig->status()[u"errors"_s], 0);
}

void TestSeries::changedLines()
{
    const QString id = makeAtGoogle(u"Standup"_s, 0, u"RRULE:FREQ=DAILY;COUNT=10"_s);
    QVERIFY(editAtGoogle(occurrence(id, 1), { { u"summary"_s, u"Early"_s } }));
    QVERIFY(editAtGoogle(occurrence(id, 5), { { u"summary"_s, u"Late"_s } }));
    QCOMPARE(rig->syncNow().status, 200);
    // Ours: two days taken out, one of them changed before, and one more.
    const auto local = [this](int n) { return date(n).toString(u"yyyyMMdd'T090000'"_s); };
    QVERIFY(edit(id,
        { { u"recurrence"_s,
            QJsonArray{ u"RRULE:FREQ=DAILY;COUNT=6"_s,
                u"EXDATE;TZID=Europe/Berlin:%1,%2"_s.arg(local(1), local(4)),
                u"RDATE;TZID=Europe/Berlin:"_s + local(15) } } }));
    const QStringList expected{ u"0 Standup"_s, u"2 Standup"_s, u"3 Standup"_s, u"5 Late"_s,
        u"15 Standup"_s };
    QCOMPARE(titles(), expected);
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(titles(), expected);
    QCOMPARE(here(), there());
    QVERIFY(edit(occurrence(id, 15), { { u"title"_s, u"Extra"_s } }));
    QCOMPARE(here(), there());
    // A person's: every third day, which takes what was changed between.
    QVERIFY(
        editAtGoogle(id, { { u"recurrence"_s, QJsonArray{ u"RRULE:FREQ=DAILY;INTERVAL=3;COUNT=3"_s } } }));
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(titles(), QStringList({ u"0 Standup"_s, u"3 Standup"_s, u"6 Standup"_s }));
    QCOMPARE(here(), there());
}

ARIA_TEST(TestSeries)

} // namespace tst_e2e_series
#include "tst_series.moc"
