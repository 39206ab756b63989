#include "calendar/recurrence.h"

#include "calendar/agenda.h"

#include "support/cputime.h"
#include "support/testmain.h"

#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;

namespace tst_recurrence {

using namespace aria;
using namespace aria::calendar;

namespace {

QDateTime utc(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODate).toUTC();
}

QDateTime utc(const char *text)
{
    return utc(QString::fromLatin1(text));
}

// start: a date, or "2024-03-30T02:30:00 Europe/Berlin".
Event series(const QString &start, const QStringList &lines, int minutes = 60)
{
    Event event;
    event.set(u"id"_s, u"m"_s);
    event.set(u"summary"_s, u"Series"_s);
    event.set(u"etag"_s, u"\"1\""_s);
    event.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
    if (start.size() == 10) {
        const QDate date = QDate::fromString(start, Qt::ISODate);
        event.setTimes(EventTime(date), EventTime(date.addDays(1)));
        return event;
    }
    const QJsonObject json{ { u"dateTime"_s, start.section(u' ', 0, 0) },
        { u"timeZone"_s, start.section(u' ', 1) } };
    const EventTime first = *EventTime::fromGoogle(json);
    event.setTimes(
        first, EventTime(ZonedTime{ first.zoned().utc.addSecs(minutes * 60), first.zoned().tzid }));
    return event;
}

QStringList texts(const QList<EventTime> &times)
{
    QStringList result;
    for (const EventTime &time : times)
        result.append(time.toText());
    return result;
}

} // namespace

class TestRecurrence : public QObject
{
    Q_OBJECT

private slots:
    void expands_data();
    void expands();
    void overlapsTheWindow();
    void limits();
    void hasOccurrence_data();
    void hasOccurrence();
    void occurrence();
    void next();
    void spans_data();
    void spans();
    void hostileRulesEnd_data();
    void hostileRulesEnd();
    void farFromTheStartIsFast();
    void severalThreads();
};

void TestRecurrence::expands_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const char *start, const char *lines, const char *from,
                         const char *to, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(start) << QString::fromLatin1(lines).split(u'|')
                            << QString::fromLatin1(from) << QString::fromLatin1(to)
                            << QString::fromLatin1(expected).split(u' ', Qt::SkipEmptyParts);
    };
    row("wall time over spring change", "2024-03-29T09:00:00 Europe/Berlin", "RRULE:FREQ=DAILY;COUNT=4",
        "2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-03-29T09:00:00+01:00 2024-03-30T09:00:00+01:00 2024-03-31T09:00:00+02:00 "
        "2024-04-01T09:00:00+02:00");
    row("wall time over autumn change", "2024-10-26T09:00:00 Europe/Berlin", "RRULE:FREQ=DAILY;COUNT=3",
        "2024-10-01T00:00:00Z", "2024-12-01T00:00:00Z",
        "2024-10-26T09:00:00+02:00 2024-10-27T09:00:00+01:00 2024-10-28T09:00:00+01:00");
    row("skipped wall time", "2024-03-30T02:30:00 Europe/Berlin", "RRULE:FREQ=DAILY;COUNT=3",
        "2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-03-30T02:30:00+01:00 2024-03-31T03:30:00+02:00 2024-04-01T02:30:00+02:00");
    row("doubled wall time is the first", "2024-10-26T02:30:00 Europe/Berlin", "RRULE:FREQ=DAILY;COUNT=3",
        "2024-10-01T00:00:00Z", "2024-12-01T00:00:00Z",
        "2024-10-26T02:30:00+02:00 2024-10-27T02:30:00+02:00 2024-10-28T02:30:00+01:00");
    row("southern half", "2024-04-06T09:00:00 Australia/Sydney", "RRULE:FREQ=DAILY;COUNT=2",
        "2024-04-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-04-06T09:00:00+11:00 2024-04-07T09:00:00+10:00");
    row("+14, weekday of the zone", "2024-01-01T01:00:00 Pacific/Kiritimati",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-01T01:00:00+14:00 2024-01-08T01:00:00+14:00");
    row("-11, weekday of the zone", "2024-01-01T23:00:00 Pacific/Pago_Pago",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-01T23:00:00-11:00 2024-01-08T23:00:00-11:00");
    row("29 February", "2020-02-29", "RRULE:FREQ=YEARLY", "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z",
        "2020-02-29 2024-02-29 2028-02-29");
    row("birthday of 29 February", "2020-02-29", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        "2020-01-01T00:00:00Z", "2023-01-01T00:00:00Z", "2020-02-29 2021-02-28 2022-02-28");
    row("until in UTC is inclusive", "2024-03-29T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;UNTIL=20240331T070000Z", "2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-03-29T09:00:00+01:00 2024-03-30T09:00:00+01:00 2024-03-31T09:00:00+02:00");
    row("until in UTC just before", "2024-03-30T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;UNTIL=20240331T065959Z", "2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-03-30T09:00:00+01:00");
    row("until of another day in the zone", "2024-01-01T20:00:00 America/New_York",
        "RRULE:FREQ=DAILY;UNTIL=20240103T010000Z", "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-01T20:00:00-05:00 2024-01-02T20:00:00-05:00");
    row("date until, timed: the whole day", "2024-01-01T20:00:00 America/New_York",
        "RRULE:FREQ=DAILY;UNTIL=20240102", "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-01T20:00:00-05:00 2024-01-02T20:00:00-05:00");
    row("date-time until, all-day: its date", "2024-01-01", "RRULE:FREQ=DAILY;UNTIL=20240102T235959Z",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-01 2024-01-02");
    row("exdate with zone, UTC, and date", "2024-01-01T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;COUNT=5|EXDATE;TZID=Europe/Berlin:20240102T090000|EXDATE:20240103T080000Z|"
        "EXDATE;VALUE=DATE:20240104",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-01T09:00:00+01:00 2024-01-05T09:00:00+01:00");
    row("exdate in another zone", "2024-01-01T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;COUNT=2|EXDATE;TZID=Asia/Tokyo:20240102T170000", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-01T09:00:00+01:00");
    row("exdate, all-day, as UTC midnight", "2024-01-01", "EXDATE:20240102T000000Z|RRULE:FREQ=DAILY;COUNT=3",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-01 2024-01-03");
    row("rdate adds", "2024-01-01T09:00:00 Europe/Berlin",
        "RRULE:FREQ=WEEKLY;COUNT=2|RDATE;TZID=Europe/Berlin:20240103T100000,20240105T100000",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-01T09:00:00+01:00 2024-01-03T10:00:00+01:00 2024-01-05T10:00:00+01:00 "
        "2024-01-08T09:00:00+01:00");
    row("rdate alone", "2024-01-01", "RDATE;VALUE=DATE:20240301,20240201", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-01 2024-02-01 2024-03-01");
    row("two rules", "2024-01-01", "RRULE:FREQ=WEEKLY;COUNT=2|RRULE:FREQ=MONTHLY;COUNT=2",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-01 2024-01-08 2024-02-01");
    row("exrule", "2024-01-01", "RRULE:FREQ=DAILY;COUNT=5|EXRULE:FREQ=DAILY;INTERVAL=2",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-02 2024-01-04");
    // Google's calendar shows the start whether its rule yields it or not, and does not count it then.
    row("a Monday start and three Tuesdays", "2024-01-01", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-01 2024-01-02 2024-01-09 2024-01-16");
    row("a Thursday start and three Wednesdays", "2024-01-04T09:00:00 Europe/Berlin",
        "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE", "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-04T09:00:00+01:00 2024-01-10T09:00:00+01:00 2024-01-17T09:00:00+01:00 "
        "2024-01-24T09:00:00+01:00");
    row("the same, from the second on", "2024-01-04T09:00:00 Europe/Berlin",
        "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=WE", "2024-01-12T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-01-17T09:00:00+01:00 2024-01-24T09:00:00+01:00");
    row("an extra start, excluded", "2024-01-01",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2|EXDATE;VALUE=DATE:20240101", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-02 2024-01-09");
    row("an extra start, excluded by a rule", "2024-01-01",
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2|EXRULE:FREQ=WEEKLY;BYDAY=MO", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-02 2024-01-09");
    row("an extra start before a monthly rule", "2024-01-15", "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-15 2024-02-01 2024-03-01");
    row("a rule that yields nothing leaves the start", "2024-01-01",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2023-12-01T00:00:00Z", "2034-05-01T00:00:00Z",
        "2024-01-01");
    row("the start among RDATEs and the rule", "2024-01-01",
        "RRULE:FREQ=DAILY;COUNT=2|RDATE;VALUE=DATE:20240101,20240102,20240103", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-01 2024-01-02 2024-01-03");
    row("RDATEs and an excluded start", "2024-01-01", "RDATE;VALUE=DATE:20240105|EXDATE;VALUE=DATE:20240101",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-05");
    row("the start in the second half of a doubled hour", "2024-10-27T01:30:00 UTC",
        "RRULE:FREQ=DAILY;COUNT=2", "2024-10-01T00:00:00Z", "2024-12-01T00:00:00Z",
        "2024-10-27T01:30:00Z 2024-10-28T01:30:00Z");
    row("an RDATE in the second half of a doubled hour", "2024-10-26T09:00:00 Europe/Berlin",
        "RDATE:20241027T013000Z", "2024-10-01T00:00:00Z", "2024-12-01T00:00:00Z",
        "2024-10-26T09:00:00+02:00 2024-10-27T02:30:00+01:00");
    row("every half hour over a gap", "2024-03-31T01:30:00 Europe/Berlin",
        "RRULE:FREQ=MINUTELY;INTERVAL=30;UNTIL=20240331T020000Z", "2024-03-31T00:00:00Z",
        "2024-03-31T03:00:00Z",
        "2024-03-31T01:30:00+01:00 2024-03-31T03:00:00+02:00 2024-03-31T03:30:00+02:00 "
        "2024-03-31T04:00:00+02:00");
    // Midnight in GMT+02:00 is the day before in UTC.
    row("weekday of an offset", "2024-01-01T00:30:00 GMT+02:00", "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "2024-01-01T00:00:00Z", "2024-01-16T00:00:00Z",
        "2024-01-08T00:30:00+02:00 2024-01-15T00:30:00+02:00");
    row("weekday of an offset to the west", "2024-01-01T22:30:00 GMT-03:30", "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "2024-01-01T00:00:00Z", "2024-01-16T00:00:00Z",
        "2024-01-01T22:30:00-03:30 2024-01-08T22:30:00-03:30");
    row("exdate in a Windows zone", "2024-01-01T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;COUNT=2|EXDATE;TZID=Pacific Standard Time:20240102T000000", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-01T09:00:00+01:00");
    row("exdate in a quoted offset", "2024-01-01T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;COUNT=2|EXDATE;TZID=\"GMT+02:00\":20240102T100000", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-01T09:00:00+01:00");
    row("interval without end", "2024-01-01", "RRULE:FREQ=YEARLY;INTERVAL=2147483647", "2023-12-01T00:00:00Z",
        "2124-05-01T00:00:00Z", "2024-01-01");
    row("count without end", "2024-01-01", "RRULE:FREQ=YEARLY;COUNT=99999999999999999999",
        "2030-12-01T00:00:00Z", "2031-05-01T00:00:00Z", "2031-01-01");
    row("from the first year to the last", "0001-01-01", "RRULE:FREQ=YEARLY;UNTIL=99991231",
        "9998-12-01T00:00:00Z", "9999-12-31T00:00:00Z", "9999-01-01");
    row("every six hours, a day long, all-day", "2024-01-01", "RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=6",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-01 2024-01-02");
    row("excluded start", "2024-01-01", "RRULE:FREQ=DAILY;COUNT=2|EXDATE;VALUE=DATE:20240101",
        "2023-12-01T00:00:00Z", "2024-05-01T00:00:00Z", "2024-01-02");
    row("last Friday", "2024-01-26", "RRULE:FREQ=MONTHLY;BYDAY=-1FR", "2024-02-01T00:00:00Z",
        "2024-04-01T00:00:00Z", "2024-02-23 2024-03-29");
    row("unreadable rule: only the start", "2024-01-01", "RRULE:FREQ=NEVER", "2023-12-01T00:00:00Z",
        "2024-05-01T00:00:00Z", "2024-01-01");
    // ISO 8601's own weeks, where the other implementation of tst_recurrenceoracle errs.
    row("week 52 over New Year", "1992-12-21", "RRULE:FREQ=YEARLY;BYWEEKNO=52;BYDAY=MO,SA",
        "1992-12-01T00:00:00Z", "1994-12-31T00:00:00Z",
        "1992-12-21 1992-12-26 1993-12-27 1994-01-01 1994-12-26");
    row("week 53 over New Year", "1992-12-28", "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,SA",
        "1992-12-01T00:00:00Z", "1998-12-31T00:00:00Z", "1992-12-28 1993-01-02 1998-12-28");
    row("a first week named from the end", "2019-12-30", "RRULE:FREQ=YEARLY;BYWEEKNO=-53;BYDAY=MO,FR",
        "2019-12-01T00:00:00Z", "2022-12-31T00:00:00Z", "2019-12-30 2020-01-03");
    row("any Monday and the first Friday", "2024-01-01", "RRULE:FREQ=MONTHLY;BYDAY=MO,1FR",
        "2024-01-01T12:00:00Z", "2024-01-20T00:00:00Z", "2024-01-01 2024-01-05 2024-01-08 2024-01-15");
    row("every third week, weeks from Saturday", "2024-01-04",
        "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,TH;WKST=SA", "2024-01-01T12:00:00Z", "2024-02-20T00:00:00Z",
        "2024-01-04 2024-01-21 2024-01-25 2024-02-11 2024-02-15");
    row("the same, weeks from Monday", "2024-01-04", "RRULE:FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,TH",
        "2024-01-01T12:00:00Z", "2024-02-20T00:00:00Z",
        "2024-01-04 2024-01-07 2024-01-25 2024-01-28 2024-02-15 2024-02-18");
    row("until before the start", "2024-01-04T09:00:00 Europe/Berlin",
        "RRULE:FREQ=DAILY;UNTIL=20240104T075959Z", "2023-12-01T00:00:00Z", "2024-02-20T00:00:00Z", "");
    row("until before an all-day start", "2024-01-04", "RRULE:FREQ=DAILY;UNTIL=20240103",
        "2023-12-01T00:00:00Z", "2024-02-20T00:00:00Z", "");
    row("never matching", "2024-01-01", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2024-06-01T00:00:00Z",
        "2034-05-01T00:00:00Z", "");
    row("every six hours over a change", "2024-03-31T00:00:00 Europe/Berlin",
        "RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=3", "2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z",
        "2024-03-31T00:00:00+01:00 2024-03-31T06:00:00+02:00 2024-03-31T12:00:00+02:00");
}

void TestRecurrence::expands()
{
    QFETCH(QString, start);
    QFETCH(QStringList, lines);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, expected);
    const Event master = series(start, lines);
    QCOMPARE(texts(expandStarts(master, utc(from), utc(to), QTimeZone::utc())), expected);
}

void TestRecurrence::overlapsTheWindow()
{
    const Event night = series(u"2024-01-01T23:00:00 UTC"_s, { u"RRULE:FREQ=DAILY"_s }, 120);
    const auto starts = [&](const char *from, const char *to) {
        return texts(expandStarts(night, utc(from), utc(to), QTimeZone::utc()));
    };
    QCOMPARE(
        starts("2024-01-05T00:30:00Z", "2024-01-05T00:40:00Z"), QStringList{ u"2024-01-04T23:00:00Z"_s });
    QCOMPARE(starts("2024-01-05T01:00:00Z", "2024-01-05T23:00:00Z"), QStringList());
    QCOMPARE(starts("2024-01-05T00:59:59Z", "2024-01-05T23:00:01Z").size(), 2);
    // All-day: the day of the asking zone.
    const Event day = series(u"2024-01-01"_s, { u"RRULE:FREQ=DAILY"_s });
    QCOMPARE(texts(expandStarts(day, utc("2024-01-05T10:00:00Z"), utc("2024-01-06T10:00:00Z"),
                 QTimeZone("Pacific/Kiritimati"))),
        QStringList{ u"2024-01-06"_s });
    QCOMPARE(texts(expandStarts(day, utc("2024-01-05T11:00:00Z"), utc("2024-01-06T11:00:00Z"),
                 QTimeZone("Pacific/Pago_Pago"))),
        QStringList{ u"2024-01-05"_s });
}

void TestRecurrence::limits()
{
    const Event daily = series(u"2024-01-01"_s, { u"RRULE:FREQ=DAILY"_s, u"RRULE:FREQ=WEEKLY;BYDAY=WE"_s });
    QCOMPARE(texts(expandStarts(
                 daily, utc("2024-02-01T00:00:00Z"), utc("2034-02-01T00:00:00Z"), QTimeZone::utc(), 3)),
        QStringList({ u"2024-02-01"_s, u"2024-02-02"_s, u"2024-02-03"_s }));
    QVERIFY(expandStarts(daily, utc("2024-02-01T00:00:00Z"), utc("2024-02-01T00:00:00Z"), QTimeZone::utc())
                .isEmpty());
}

void TestRecurrence::hasOccurrence_data()
{
    QTest::addColumn<QString>("original");
    QTest::addColumn<bool>("has");
    QTest::newRow("first") << u"2024-03-29T08:00:00Z"_s << true;
    QTest::newRow("after the change") << u"2024-04-02T07:00:00Z"_s << true;
    QTest::newRow("an hour off") << u"2024-04-02T08:00:00Z"_s << false;
    QTest::newRow("excluded") << u"2024-04-01T07:00:00Z"_s << false;
    QTest::newRow("within one, not its start") << u"2024-04-02T07:30:00Z"_s << false;
    QTest::newRow("before") << u"2024-03-28T08:00:00Z"_s << false;
    QTest::newRow("a date") << u"2024-04-02"_s << false;
}

void TestRecurrence::hasOccurrence()
{
    QFETCH(QString, original);
    QFETCH(bool, has);
    const Event master = series(
        u"2024-03-29T09:00:00 Europe/Berlin"_s, { u"RRULE:FREQ=DAILY"_s, u"EXDATE:20240401T070000Z"_s });
    const EventTime time = original.size() == 10 ? EventTime(QDate::fromString(original, Qt::ISODate))
                                                 : EventTime(ZonedTime{ utc(original), {} });
    QCOMPARE(calendar::hasOccurrence(master, time, QTimeZone::utc()), has);
}

void TestRecurrence::occurrence()
{
    const Event master = series(u"2024-03-29T09:00:00 Europe/Berlin"_s, { u"RRULE:FREQ=DAILY"_s });
    const Event one = occurrenceOf(master, EventTime(ZonedTime{ utc("2024-04-02T07:00:00Z"), {} }));
    QCOMPARE(one.id(), u"m_20240402T070000Z"_s);
    QCOMPARE(one.recurringEventId(), u"m"_s);
    QCOMPARE(one.originalStart().toText(), u"2024-04-02T09:00:00+02:00"_s);
    QCOMPARE(one.start().toText(), u"2024-04-02T09:00:00+02:00"_s);
    QCOMPARE(one.end().toText(), u"2024-04-02T10:00:00+02:00"_s);
    QVERIFY(one.etag().isEmpty());
    QVERIFY(!one.isMaster());
    QCOMPARE(one.summary(), master.summary());

    const Event day =
        occurrenceOf(series(u"2024-01-01"_s, { u"RRULE:FREQ=DAILY"_s }), EventTime(QDate(2024, 2, 29)));
    QCOMPARE(day.id(), u"m_20240229"_s);
    QCOMPARE(day.end().toText(), u"2024-03-01"_s);
}

void TestRecurrence::next()
{
    const Event leap = series(u"2020-02-29"_s, { u"RRULE:FREQ=YEARLY"_s });
    QCOMPARE(texts(nextStarts(leap, utc("2024-03-01T00:00:00Z"), 2, QTimeZone::utc())),
        QStringList({ u"2028-02-29"_s, u"2032-02-29"_s }));
    QVERIFY(nextStarts(series(u"2020-01-01"_s, { u"RRULE:FREQ=DAILY;COUNT=3"_s }),
        utc("2024-03-01T00:00:00Z"), 2, QTimeZone::utc())
                .isEmpty());
}

void TestRecurrence::spans_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<bool>("bounded");
    QTest::newRow("open") << QStringList{ u"RRULE:FREQ=DAILY"_s } << false;
    QTest::newRow("count") << QStringList{ u"RRULE:FREQ=DAILY;COUNT=30"_s } << true;
    QTest::newRow("until") << QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240301T000000Z"_s } << true;
    QTest::newRow("rdate") << QStringList{ u"RDATE:20230101T000000Z,20250101T000000Z"_s } << true;
    QTest::newRow("one open, one not")
        << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s, u"RRULE:FREQ=YEARLY"_s } << false;
}

void TestRecurrence::spans()
{
    QFETCH(QStringList, lines);
    QFETCH(bool, bounded);
    const Event master = series(u"2024-01-01T09:00:00 Europe/Berlin"_s, lines);
    const Span span = spanOf(master, QTimeZone::utc());
    QCOMPARE(span.last.has_value(), bounded);
    const auto all =
        expandStarts(master, utc("2000-01-01T00:00:00Z"), utc("2030-01-01T00:00:00Z"), QTimeZone::utc());
    QVERIFY(!all.isEmpty());
    QVERIFY(span.first <= all.first().zoned().utc);
    if (bounded) {
        QVERIFY(*span.last >= all.last().zoned().utc.addSecs(3600));
        QVERIFY(*span.last <= all.last().zoned().utc.addDays(3));
    }
    // Seen from any zone, a date lies within its span.
    const Event day = series(u"2024-01-01"_s, {});
    for (const char *zone : { "Pacific/Kiritimati", "Pacific/Pago_Pago" }) {
        QVERIFY(spanOf(day, QTimeZone::utc()).first <= day.start().instant(QTimeZone(zone)));
        QVERIFY(spanOf(day, QTimeZone::utc()).last.value() >= day.end().instant(QTimeZone(zone)));
    }
}

void TestRecurrence::hostileRulesEnd_data()
{
    QTest::addColumn<QString>("rule");
    for (const char *rule : { "FREQ=SECONDLY", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
             "FREQ=SECONDLY;COUNT=100000000", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=31",
             "FREQ=SECONDLY;BYHOUR=3;BYMINUTE=3;BYSECOND=3;INTERVAL=7", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
             "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
             "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=DAILY;COUNT=2147483647",
             "FREQ=WEEKLY;INTERVAL=32767;BYDAY=MO", "FREQ=YEARLY;INTERVAL=32767",
             "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6", "FREQ=DAILY;BYSETPOS=5", "FREQ=HOURLY;INTERVAL=0",
             "FREQ=DAILY;INTERVAL=-1", "FREQ=YEARLY;BYDAY=53MO;BYMONTH=1", "FREQ=YEARLY;INTERVAL=2147483647",
             "FREQ=MONTHLY;INTERVAL=2147483647", "FREQ=WEEKLY;INTERVAL=2147483647",
             "FREQ=DAILY;INTERVAL=2147483647", "FREQ=HOURLY;INTERVAL=2147483647",
             "FREQ=SECONDLY;INTERVAL=2147483647;COUNT=2147483647", "FREQ=DAILY;INTERVAL=99999999999",
             "FREQ=WEEKLY;INTERVAL=2147483647;COUNT=9223372036854775807", "FREQ=DAILY;COUNT=-1",
             "FREQ=DAILY;COUNT=0", "FREQ=DAILY;BYDAY=MO;BYSETPOS=2147483647",
             "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSETPOS=-"
             "366",
             "FREQ=DAILY;UNTIL=99991231T235959Z", "FREQ=SECONDLY;UNTIL=00010101T000000Z" })
        QTest::newRow(rule) << QString::fromLatin1(rule);
}

void TestRecurrence::hostileRulesEnd()
{
    QFETCH(QString, rule);
    const Event master = series(u"1970-01-05T09:00:00 Europe/Berlin"_s, { u"RRULE:"_s + rule });
    const aria::test::CpuTimer timer;
    const auto starts =
        expandStarts(master, utc("2024-01-01T00:00:00Z"), utc("2024-02-01T00:00:00Z"), QTimeZone::utc());
    QVERIFY(starts.size() <= 10000);
    spanOf(master, QTimeZone::utc());
    nextStarts(master, utc("2024-01-01T00:00:00Z"), 3, QTimeZone::utc());
    // Generous for sanitizers; without bounds these take hours.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

void TestRecurrence::farFromTheStartIsFast()
{
    const Event master = series(u"1990-01-01T09:00:00 Europe/Berlin"_s, { u"RRULE:FREQ=DAILY"_s });
    const aria::test::CpuTimer timer;
    for (int i = 0; i < 200; ++i)
        QCOMPARE(
            expandStarts(master, utc("2024-06-05T00:00:00Z"), utc("2024-06-06T00:00:00Z"), QTimeZone::utc())
                .size(),
            1);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

void TestRecurrence::severalThreads()
{
    const Event master = series(u"1990-01-01T09:00:00 Europe/Berlin"_s,
        { u"RRULE:FREQ=MONTHLY;BYDAY=-1FR,2MO"_s, u"EXDATE;TZID=Europe/Berlin:20240129T090000"_s });
    const auto expand = [&master] {
        return texts(
            expandStarts(master, utc("2020-01-01T00:00:00Z"), utc("2024-06-06T00:00:00Z"), QTimeZone::utc()));
    };
    const QStringList expected = expand();
    std::atomic<int> wrong = 0;
    QList<QThread *> threads;
    for (int i = 0; i < 6; ++i) {
        threads.append(QThread::create([&] {
            for (int round = 0; round < 30; ++round)
                wrong += expand() != expected ? 1 : 0;
        }));
        threads.last()->start();
    }
    for (QThread *thread : threads) {
        thread->wait();
        delete thread;
    }
    QCOMPARE(wrong.load(), 0);
}

ARIA_TEST(TestRecurrence)

} // namespace tst_recurrence

#include "tst_recurrence.moc"
