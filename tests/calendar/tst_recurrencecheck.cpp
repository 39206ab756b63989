// Which recurrence lines are refused, and what is said about them.
#include "calendar/recurrence.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_recurrencecheck {

using namespace aria;
using namespace aria::calendar;

namespace {

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QString::fromLatin1(text), Qt::ISODate).toUTC();
}

} // namespace

class TestRecurrenceCheck : public QObject
{
    Q_OBJECT

private slots:
    void checks_data();
    void checks();
    void refuses_data();
    void refuses();
    void namesEveryBadLine();
};

void TestRecurrenceCheck::checks_data()
{
    QTest::addColumn<bool>("allDay");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("expected");
    const auto row = [](bool allDay, const char *line, const char *expected = nullptr) {
        QTest::addRow("%s%s", allDay ? "all-day " : "", line)
            << allDay << QString::fromLatin1(line) << QString::fromLatin1(expected ? expected : line);
    };
    row(false, "RRULE:FREQ=DAILY");
    row(false, "rrule:freq=weekly;byday=mo,we;", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE");
    row(false, "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20240131T225959Z");
    row(false, "RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU;COUNT=3");
    row(false, "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1");
    row(false, "RDATE:20240131T130000Z");
    row(false, "RDATE;TZID=Europe/Berlin:20240131T130000,20240201T130000");
    // Google knows no names of Windows', and an offset as a zone is easily misread.
    row(false, "RDATE;TZID=Pacific Standard Time:20240131T130000",
        "RDATE;TZID=America/Los_Angeles:20240131T130000");
    row(false, "rdate;tzid=\"w. europe standard time\":20240131t130000",
        "RDATE;TZID=Europe/Berlin:20240131T130000");
    row(false, "RDATE;TZID=europe/berlin:20240131T130000", "RDATE;TZID=Europe/Berlin:20240131T130000");
    row(false, "RDATE;TZID=Asia/Calcutta:20240131T130000");
    row(false, "RDATE;TZID=\"GMT+02:00\":20240131T130000,20240301T010000",
        "RDATE:20240131T110000Z,20240229T230000Z");
    row(false, "RDATE;TZID=GMT-03:30:20240131T130000", "RDATE:20240131T163000Z");
    row(false, "RDATE;TZID=UTC:20240131T130000", "RDATE:20240131T130000Z");
    row(false, "RDATE;VALUE=DATE-TIME:20240131T130000Z", "RDATE:20240131T130000Z");
    row(true, "RRULE:FREQ=DAILY;UNTIL=20240131");
    row(true, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1");
    row(true, "RDATE:20240131", "RDATE;VALUE=DATE:20240131");
}

void TestRecurrenceCheck::checks()
{
    QFETCH(bool, allDay);
    QFETCH(QString, line);
    QFETCH(QString, expected);
    const EventTime start =
        allDay ? EventTime(QDate(2024, 1, 1)) : EventTime(ZonedTime{ utc("2024-01-01T09:00:00Z"), "UTC" });
    const auto checked = checkRecurrence({ line }, start);
    QVERIFY2(checked.has_value(), checked ? "" : qPrintable(checked.error().message));
    QCOMPARE(*checked, QStringList{ expected });
    QCOMPARE(*checkRecurrence(*checked, start), *checked);
}

void TestRecurrenceCheck::refuses_data()
{
    QTest::addColumn<bool>("allDay");
    QTest::addColumn<QString>("line");
    const QString tooLong = u"RRULE:FREQ=DAILY;BYHOUR="_s + QStringList(6000, u"1"_s).join(u',');
    QTest::newRow("a rule without end") << false << tooLong;
    const QString tooMany = u"RDATE:"_s + QStringList(10'001, u"20240131T130000Z"_s).join(u',');
    QTest::newRow("dates without end") << false << tooMany;
    for (const char *line : { "", "FREQ=DAILY", "RRULE", "RRULE:", "RRULE:BYDAY=MO", "RRULE:FREQ=OFTEN",
             "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20240131T225959Z", "RRULE:FREQ=DAILY;COUNT=0",
             "RRULE:FREQ=DAILY;COUNT=x", "RRULE:FREQ=DAILY;COUNT=1,2", "RRULE:FREQ=DAILY;INTERVAL=0",
             "RRULE:FREQ=DAILY;INTERVAL=-1", "RRULE:FREQ=DAILY;UNTIL=20240131",
             "RRULE:FREQ=DAILY;UNTIL=20240131T225959", "RRULE:FREQ=DAILY;UNTIL=20241331T225959Z",
             "RRULE:FREQ=WEEKLY;BYDAY=XX", "RRULE:FREQ=WEEKLY;BYDAY=1MO", "RRULE:FREQ=MONTHLY;BYDAY=0MO",
             "RRULE:FREQ=MONTHLY;BYMONTHDAY=32", "RRULE:FREQ=MONTHLY;BYMONTHDAY=0",
             "RRULE:FREQ=WEEKLY;BYMONTHDAY=1", "RRULE:FREQ=DAILY;BYYEARDAY=1",
             "RRULE:FREQ=MONTHLY;BYWEEKNO=1", "RRULE:FREQ=YEARLY;BYMONTH=13", "RRULE:FREQ=DAILY;BYHOUR=24",
             "RRULE:FREQ=DAILY;BYSETPOS=1", "RRULE:FREQ=DAILY;FREQ=DAILY", "RRULE:FREQ=DAILY;NONSENSE=1",
             "RRULE:FREQ=DAILY;WKST=MO,TU", "RRULE:FREQ=DAILY\nRRULE:FREQ=DAILY", "DTSTART:20240101T090000Z",
             "DTEND:20240101T090000Z", "RDATE:20240131T130000", "RDATE;TZID=Mars/Base:20240131T130000",
             "RDATE;TZID=Europe/Berlin:20240131T130000Z", "RDATE;VALUE=DATE:20240131",
             "RDATE:", "RDATE:20240230T130000Z", "EXDATE:20240131T130000Z", "RDATE;TZID=:20240131T130000",
             "RDATE;TZID=No Standard Time:20240131T130000", "RDATE:20240131 130000Z",
             "RDATE:20240131T1300000", "RDATE:20240131T130000Z/PT1H" })
        QTest::addRow("%s", line) << false << QString::fromLatin1(line);
    for (const char *line : { "RRULE:FREQ=DAILY;UNTIL=20240131T225959Z", "RRULE:FREQ=HOURLY",
             "RRULE:FREQ=DAILY;BYHOUR=3", "RDATE:20240131T130000Z", "RDATE;VALUE=DATE-TIME:20240131" })
        QTest::addRow("all-day %s", line) << true << QString::fromLatin1(line);
}

void TestRecurrenceCheck::refuses()
{
    QFETCH(bool, allDay);
    QFETCH(QString, line);
    const EventTime start =
        allDay ? EventTime(QDate(2024, 1, 1)) : EventTime(ZonedTime{ utc("2024-01-01T09:00:00Z"), "UTC" });
    const auto checked = checkRecurrence({ line }, start);
    QVERIFY(!checked.has_value());
    QCOMPARE(checked.error().category, ErrorCategory::InvalidInput);
    QCOMPARE(checked.error().faults.size(), 1);
    QCOMPARE(checked.error().faults.first().loc, QStringList({ u"body"_s, u"recurrence"_s }));
    QVERIFY(!checked.error().faults.first().message.isEmpty());
}

void TestRecurrenceCheck::namesEveryBadLine()
{
    const auto checked =
        checkRecurrence({ u"RRULE:FREQ=DAILY"_s, u"RRULE:FREQ=SOMETIMES"_s, u"EXDATE:yesterday"_s },
            EventTime(ZonedTime{ utc("2024-01-01T09:00:00Z"), "UTC" }));
    QVERIFY(!checked.has_value());
    QCOMPARE(checked.error().faults.size(), 2);
    QVERIFY(checked.error().faults.at(0).message.contains("SOMETIMES"_L1));
    QVERIFY(checked.error().faults.at(0).message.contains("WEEKLY"_L1));
    QVERIFY(checked.error().faults.at(1).message.contains("yesterday"_L1));
}

ARIA_TEST(TestRecurrenceCheck)

} // namespace tst_recurrencecheck
#include "tst_recurrencecheck.moc"
