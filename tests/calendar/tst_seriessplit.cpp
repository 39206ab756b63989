#include "calendar/seriessplit.h"

#include "calendar/recurrence.h"

#include "support/testmain.h"

namespace tst_seriessplit {

using namespace aria;
using namespace aria::calendar;
using namespace Qt::StringLiterals;

namespace {

EventTime timeOf(const QString &text)
{
    if (text.size() == 10)
        return EventTime(QDate::fromString(text, Qt::ISODate));
    const QJsonObject json{ { u"dateTime"_s, text.section(u' ', 0, 0) },
        { u"timeZone"_s, text.section(u' ', 1) } };
    return *EventTime::fromGoogle(json);
}

Event seriesAt(const QString &start, const QStringList &lines)
{
    Event event;
    event.set(u"id"_s, u"m"_s);
    event.set(u"summary"_s, u"Series"_s);
    event.set(u"hangoutLink"_s, u"https://meet.example.com/x"_s);
    event.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
    const EventTime first = timeOf(start);
    event.setTimes(first,
        first.isDate() ? EventTime(first.date().addDays(1))
                       : EventTime(ZonedTime{ first.zoned().utc.addSecs(3600), first.zoned().tzid }));
    return event;
}

} // namespace

class TestSeriesSplit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splits_data();
    void splits();
    void theFirstIsTheWhole_data();
    void theFirstIsTheWhole();
    void refuses_data();
    void refuses();
    void theLaterHalfIsNewToGoogle();
    void whatWasSaidOfOneOccurrence();
};

void TestSeriesSplit::splits_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QStringList>("earlier");
    QTest::addColumn<QStringList>("later");
    const QString nine = u"2024-03-25T09:00:00 Europe/Berlin"_s;
    QTest::newRow("endless") << nine << QStringList{ u"RRULE:FREQ=DAILY"_s }
                             << u"2024-03-28T09:00:00 Europe/Berlin"_s
                             << QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240328T075959Z"_s }
                             << QStringList{ u"RRULE:FREQ=DAILY"_s };
    QTest::newRow("over a change of clocks")
        << nine << QStringList{ u"RRULE:FREQ=DAILY;COUNT=10"_s } << u"2024-04-01T09:00:00 Europe/Berlin"_s
        << QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240401T065959Z"_s }
        << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s };
    QTest::newRow("the same end") << nine << QStringList{ u"RRULE:FREQ=WEEKLY;UNTIL=20240601T070000Z"_s }
                                  << u"2024-04-08T09:00:00 Europe/Berlin"_s
                                  << QStringList{ u"RRULE:FREQ=WEEKLY;UNTIL=20240408T065959Z"_s }
                                  << QStringList{ u"RRULE:FREQ=WEEKLY;UNTIL=20240601T070000Z"_s };
    QTest::newRow("the last one") << nine << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s }
                                  << u"2024-03-27T09:00:00 Europe/Berlin"_s
                                  << QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240327T075959Z"_s }
                                  << QStringList{ u"RRULE:FREQ=DAILY;COUNT=1"_s };
    QTest::newRow("whole days") << u"2024-03-25"_s << QStringList{ u"RRULE:FREQ=DAILY;COUNT=10"_s }
                                << u"2024-03-31"_s << QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240330"_s }
                                << QStringList{ u"RRULE:FREQ=DAILY;COUNT=4"_s };
    // 2024-03-25 is a Monday; the rule has Tuesdays only, so the start is extra and not counted.
    QTest::newRow("a start beside its rule")
        << nine << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5"_s }
        << u"2024-04-02T09:00:00 Europe/Berlin"_s
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20240402T065959Z"_s }
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4"_s };
    QTest::newRow("a start beside its rule, from its first")
        << nine << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5"_s }
        << u"2024-03-26T09:00:00 Europe/Berlin"_s
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20240326T075959Z"_s }
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5"_s };
    QTest::newRow("from a date that was added")
        << nine
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"_s,
               u"RDATE;TZID=Europe/Berlin:20240403T090000"_s }
        << u"2024-04-03T09:00:00 Europe/Berlin"_s
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20240403T065959Z"_s }
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"_s,
               u"RDATE;TZID=Europe/Berlin:20240403T090000"_s };
    QTest::newRow("in a zone without a name")
        << u"2024-03-25T00:30:00 GMT+02:00"_s << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5"_s }
        << u"2024-04-08T00:30:00 GMT+02:00"_s
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20240407T222959Z"_s }
        << QStringList{ u"RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3"_s };
    QTest::newRow("every other week on two days")
        << nine << QStringList{ u"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=6"_s }
        << u"2024-03-29T09:00:00 Europe/Berlin"_s
        << QStringList{ u"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20240329T075959Z"_s }
        << QStringList{ u"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=5"_s };
    QTest::newRow("excluded and extra ones go with their half")
        << nine
        << QStringList{ u"RRULE:FREQ=DAILY;COUNT=6"_s,
               u"EXDATE;TZID=Europe/Berlin:20240326T090000,20240330T090000"_s,
               u"RDATE;TZID=Europe/Berlin:20240326T180000,20240401T180000"_s }
        << u"2024-03-28T09:00:00 Europe/Berlin"_s
        << QStringList{ u"RRULE:FREQ=DAILY;UNTIL=20240328T075959Z"_s,
               u"EXDATE;TZID=Europe/Berlin:20240326T090000"_s, u"RDATE;TZID=Europe/Berlin:20240326T180000"_s }
        << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s, u"EXDATE;TZID=Europe/Berlin:20240330T090000"_s,
               u"RDATE;TZID=Europe/Berlin:20240401T180000"_s };
    QTest::newRow("the end of the month")
        << u"2024-01-31"_s << QStringList{ u"RRULE:FREQ=MONTHLY;COUNT=4"_s } << u"2024-05-31"_s
        << QStringList{ u"RRULE:FREQ=MONTHLY;UNTIL=20240530"_s }
        << QStringList{ u"RRULE:FREQ=MONTHLY;COUNT=2"_s };
}

void TestSeriesSplit::splits()
{
    QFETCH(QString, start);
    QFETCH(QStringList, lines);
    QFETCH(QString, from);
    QFETCH(QStringList, earlier);
    QFETCH(QStringList, later);
    const Event master = seriesAt(start, lines);
    const auto split = splitSeries(master, timeOf(from), QTimeZone::utc());
    QVERIFY2(split, split ? "" : qPrintable(split.error().message));
    QVERIFY(!split->isWhole);
    QCOMPARE(split->earlier, earlier);
    QCOMPARE(split->later, later);
    for (const QStringList &half : { split->earlier, split->later })
        QVERIFY(checkRecurrence(half, master.start()));
    QVERIFY(!hasOccurrence(
        [&] {
            Event ended = master;
            ended.set(u"recurrence"_s, QJsonArray::fromStringList(split->earlier));
            return ended;
        }(),
        timeOf(from), QTimeZone::utc()));
    QVERIFY(hasOccurrence(laterHalf(master, *split, timeOf(from)), timeOf(from), QTimeZone::utc()));
}

void TestSeriesSplit::theFirstIsTheWhole_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("from");
    QTest::newRow("the start") << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s }
                               << u"2024-03-25T09:00:00 Europe/Berlin"_s;
    QTest::newRow("the start is excluded")
        << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s, u"EXDATE;TZID=Europe/Berlin:20240325T090000"_s }
        << u"2024-03-26T09:00:00 Europe/Berlin"_s;
}

void TestSeriesSplit::theFirstIsTheWhole()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, from);
    const auto split =
        splitSeries(seriesAt(u"2024-03-25T09:00:00 Europe/Berlin"_s, lines), timeOf(from), QTimeZone::utc());
    QVERIFY(split);
    QVERIFY(split->isWhole);
}

void TestSeriesSplit::refuses_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("code");
    QTest::newRow("no such occurrence") << QStringList{ u"RRULE:FREQ=DAILY;COUNT=3"_s }
                                        << u"2024-03-26T10:00:00 Europe/Berlin"_s << u"not_found"_s;
    // From an extra date on, "every other day" would count from there.
    QTest::newRow("an extra one") << QStringList{ u"RRULE:FREQ=DAILY;INTERVAL=2"_s,
        u"RDATE;TZID=Europe/Berlin:20240326T090000"_s }
                                  << u"2024-03-26T09:00:00 Europe/Berlin"_s << u"cannot_split"_s;
}

void TestSeriesSplit::refuses()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, from);
    QFETCH(QString, code);
    const auto split =
        splitSeries(seriesAt(u"2024-03-25T09:00:00 Europe/Berlin"_s, lines), timeOf(from), QTimeZone::utc());
    QVERIFY(!split);
    QCOMPARE(split.error().code, code);
}

void TestSeriesSplit::theLaterHalfIsNewToGoogle()
{
    const Event master = seriesAt(u"2024-03-25T09:00:00 Europe/Berlin"_s, { u"RRULE:FREQ=DAILY;COUNT=3"_s });
    const EventTime from = timeOf(u"2024-03-26T09:00:00 Europe/Berlin"_s);
    const Event later = laterHalf(master, *splitSeries(master, from, QTimeZone::utc()), from);
    QCOMPARE(later.summary(), u"Series"_s);
    QVERIFY(later.id().isEmpty());
    QVERIFY(!later.isException());
    QVERIFY(later.meetingLink().isEmpty());
    QCOMPARE(later.start(), from);
    QCOMPARE(later.end().zoned().utc, from.zoned().utc.addSecs(3600));
}

void TestSeriesSplit::whatWasSaidOfOneOccurrence()
{
    Event series = seriesAt(u"2024-03-25T09:00:00 Europe/Berlin"_s, { u"RRULE:FREQ=DAILY;COUNT=9"_s });
    const EventTime fourth = timeOf(u"2024-03-28T09:00:00 Europe/Berlin"_s);
    QVERIFY(hasPlaceFor(series, fourth, QTimeZone::utc()));
    QVERIFY(!hasPlaceFor(series, timeOf(u"2024-03-28T10:00:00 Europe/Berlin"_s), QTimeZone::utc()));
    excludeOccurrence(series, fourth);
    QVERIFY(!hasOccurrence(series, fourth, QTimeZone::utc()));
    QVERIFY(hasPlaceFor(series, fourth, QTimeZone::utc()));
    QCOMPARE(excludedStarts(series, QTimeZone::utc()), QList<EventTime>{ fourth });
}

} // namespace tst_seriessplit

using tst_seriessplit::TestSeriesSplit;
ARIA_TEST(TestSeriesSplit)

#include "tst_seriessplit.moc"
