// The occurrences of one event as a table keeps them.
#include "calendar/horizon.h"
#include "calendar/originalstart.h"
#include "calendar/recurrence.h"

#include "support/cputime.h"
#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_horizon {

using namespace aria::calendar;

namespace {

QDateTime utc(const char *text)
{
    return QDateTime::fromString(QLatin1String(text), Qt::ISODate).toUTC();
}

const Horizon horizon = Horizon::around(utc("2024-03-01T12:00:00Z"));

Event event(const QByteArray &start, const QByteArray &end, const QStringList &lines = {})
{
    const QJsonDocument document =
        QJsonDocument::fromJson(R"({"id":"m","summary":"Event","start":)" + start + R"(,"end":)" + end + '}');
    if (!document.isObject())
        qFatal("%s %s", start.constData(), end.constData());
    Event event(document.object());
    if (!lines.isEmpty())
        event.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
    return event;
}

Event timed(
    const char *start, const char *end, const QStringList &lines = {}, const char *zone = "Europe/Berlin")
{
    const auto time = [zone](const char *text) {
        return QByteArray(R"({"dateTime":")") + text + R"(","timeZone":")" + zone + R"("})";
    };
    return event(time(start), time(end), lines);
}

Event allDay(const char *start, const char *end, const QStringList &lines = {})
{
    const auto date = [](const char *text) { return QByteArray(R"({"date":")") + text + R"("})"; };
    return event(date(start), date(end), lines);
}

QStringList starts(const Unfolded &unfolded)
{
    QStringList texts;
    for (const Occurrence &occurrence : unfolded.occurrences)
        texts.append(originalStartKey(occurrence.start));
    return texts;
}

} // namespace

class TestHorizon : public QObject
{
    Q_OBJECT

private slots:
    void goesFromDayToDay();
    void isOutdatedAfterADay();
    void singles_data();
    void singles();
    void keepsTheWallClock();
    void keepsDates();
    void leavesOutWhatIsReplaced();
    void isWhatExpansionSays_data();
    void isWhatExpansionSays();
    void isBounded_data();
    void isBounded();
    void takesManyExceptions();
    void keysAreOfOneForm();
};

void TestHorizon::goesFromDayToDay()
{
    QCOMPARE(horizon.from, utc("2024-01-26T00:00:00Z"));
    QCOMPARE(horizon.until, utc("2025-04-05T00:00:00Z"));
    QCOMPARE(horizon.soon(), utc("2024-02-29T00:00:00Z"));
}

void TestHorizon::isOutdatedAfterADay()
{
    QVERIFY(!horizon.isOutdated(utc("2024-03-01T23:59:59Z")));
    QVERIFY(horizon.isOutdated(utc("2024-03-02T00:00:00Z")));
    QVERIFY(!horizon.isOutdated(utc("2024-02-25T00:00:00Z")));
    QVERIFY(horizon.isOutdated(utc("2024-02-01T00:00:00Z")));
    QVERIFY(Horizon{}.isOutdated(utc("2024-02-01T00:00:00Z")));
}

void TestHorizon::singles_data()
{
    QTest::addColumn<Event>("single");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    const auto row = [](const char *name, const Event &single, const char *start, const char *end) {
        QTest::newRow(name) << single << QString::fromLatin1(start) << QString::fromLatin1(end);
    };
    row("inside", timed("2024-03-01T10:00:00+01:00", "2024-03-01T11:00:00+01:00"), "2024-03-01T09:00:00Z",
        "2024-03-01T10:00:00Z");
    row("of three years", timed("2023-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), "2023-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z");
    row("ended before", timed("2024-01-25T22:00:00Z", "2024-01-26T00:00:00Z"), "", "");
    row("reaches in", timed("2024-01-25T22:00:00Z", "2024-01-26T00:00:01Z"), "2024-01-25T22:00:00Z",
        "2024-01-26T00:00:01Z");
    row("a moment at the beginning", timed("2024-01-26T00:00:00Z", "2024-01-26T00:00:00Z"),
        "2024-01-26T00:00:00Z", "2024-01-26T00:00:00Z");
    row("after it", timed("2025-04-05T00:00:00Z", "2025-04-05T01:00:00Z"), "", "");
    row("ends before it starts", timed("2024-03-01T10:00:00Z", "2024-03-01T09:00:00Z"),
        "2024-03-01T10:00:00Z", "2024-03-01T10:00:00Z");
    // Days of every zone: a day at UTC+14 begins on the day before.
    row("a day before", allDay("2024-01-25", "2024-01-26"), "2024-01-25", "2024-01-26");
    row("two days before", allDay("2024-01-23", "2024-01-24"), "", "");
    row("a day after", allDay("2025-04-05", "2025-04-06"), "2025-04-05", "2025-04-06");
    row("a day that ends on itself", allDay("2024-03-01", "2024-03-01"), "2024-03-01", "2024-03-02");
    row("without times", Event(QJsonObject{ { u"id"_s, u"m"_s } }), "", "");
}

void TestHorizon::singles()
{
    QFETCH(Event, single);
    QFETCH(QString, start);
    QFETCH(QString, end);
    const Unfolded unfolded = unfold(single, horizon, {});
    QVERIFY(unfolded.isWhole);
    QCOMPARE(starts(unfolded).join(u','), start);
    if (start.isEmpty())
        return;
    QCOMPARE(originalStartKey(unfolded.occurrences.first().end), end);
    QVERIFY(unfolded.occurrences.first().originalStart.isNull());
}

void TestHorizon::keepsTheWallClock()
{
    // The clocks change on March 31.
    const QStringList found = starts(unfold(
        timed("2024-03-29T09:00:00+01:00", "2024-03-29T10:00:00+01:00", { u"RRULE:FREQ=DAILY;COUNT=4"_s }),
        horizon, {}));
    QCOMPARE(found.join(u' '),
        u"2024-03-29T08:00:00Z 2024-03-30T08:00:00Z 2024-03-31T07:00:00Z 2024-04-01T07:00:00Z"_s);
}

void TestHorizon::keepsDates()
{
    const Unfolded unfolded =
        unfold(allDay("2024-03-30", "2024-04-01", { u"RRULE:FREQ=WEEKLY;COUNT=2"_s }), horizon, {});
    QCOMPARE(starts(unfolded).join(u' '), u"2024-03-30 2024-04-06"_s);
    QCOMPARE(originalStartKey(unfolded.occurrences.last().end), u"2024-04-08"_s);
}

void TestHorizon::leavesOutWhatIsReplaced()
{
    const QStringList found = starts(
        unfold(timed("2024-03-01T09:00:00Z", "2024-03-01T10:00:00Z", { u"RRULE:FREQ=DAILY;COUNT=3"_s }),
            horizon, { u"2024-03-02T09:00:00Z"_s }));
    QCOMPARE(found.join(u' '), u"2024-03-01T09:00:00Z 2024-03-03T09:00:00Z"_s);
}

void TestHorizon::isWhatExpansionSays_data()
{
    QTest::addColumn<Event>("series");
    const auto row = [](const char *name, const Event &series) { QTest::newRow(name) << series; };
    row("weekly, endless, old",
        timed("2001-03-01T09:00:00Z", "2001-03-01T10:00:00Z", { u"RRULE:FREQ=WEEKLY"_s }));
    row("daily since 1970", timed("1970-01-01T09:00:00Z", "1970-01-01T10:00:00Z", { u"RRULE:FREQ=DAILY"_s }));
    row("all-day", allDay("2020-02-29", "2020-03-02", { u"RRULE:FREQ=DAILY;INTERVAL=5"_s }));
    row("of a year, monthly",
        timed("2020-03-01T09:00:00Z", "2021-03-01T09:00:00Z", { u"RRULE:FREQ=MONTHLY"_s }));
    row("last Fridays with dates taken out and put in",
        timed("2020-03-27T09:00:00+01:00", "2020-03-27T10:00:00+01:00",
            { u"RRULE:FREQ=MONTHLY;BYDAY=-1FR"_s, u"EXDATE:20240426T070000Z"_s,
                u"RDATE:20240427T070000Z,20300101T070000Z"_s }));
    row("ended", timed("2020-03-01T09:00:00Z", "2020-03-01T10:00:00Z", { u"RRULE:FREQ=DAILY;COUNT=3"_s }));
}

void TestHorizon::isWhatExpansionSays()
{
    QFETCH(Event, series);
    const int margin = series.isAllDay() ? 1 : 0;
    QStringList expected;
    for (const EventTime &start :
        expandStarts(series, horizon.from.addDays(-margin), horizon.until.addDays(margin), QTimeZone::utc()))
        expected.append(originalStartKey(start));
    QVERIFY(QLatin1String(QTest::currentDataTag()) == "ended"_L1 || expected.size() > 10);
    QCOMPARE(starts(unfold(series, horizon, {})), expected);
}

void TestHorizon::isBounded_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<bool>("isWhole");
    QTest::addColumn<int>("fewest");
    QTest::newRow("every third hour") << u"RRULE:FREQ=HOURLY;INTERVAL=3"_s << true << 3'400;
    QTest::newRow("each hour") << u"RRULE:FREQ=HOURLY"_s << false << 5'000;
    QTest::newRow("each minute") << u"RRULE:FREQ=MINUTELY"_s << false << 5'000;
    QTest::newRow("each second") << u"RRULE:FREQ=SECONDLY"_s << false << 5'000;
    QTest::newRow("never") << u"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"_s << true << 0;
    QTest::newRow("counted for long") << u"RRULE:FREQ=MINUTELY;COUNT=100000000"_s << false << 0;
}

void TestHorizon::isBounded()
{
    QFETCH(QString, rule);
    QFETCH(bool, isWhole);
    QFETCH(int, fewest);
    const Event series = timed("2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", { rule }, "UTC");
    const aria::test::CpuTimer cpu;
    const Unfolded unfolded = unfold(series, horizon, {});
    QVERIFY(cpu.elapsed() < 2000);
    QCOMPARE(unfolded.isWhole, isWhole);
    QVERIFY2(unfolded.occurrences.size() >= fewest && unfolded.occurrences.size() <= 5'000,
        qPrintable(QString::number(unfolded.occurrences.size())));
    if (!isWhole && fewest > 0) // the next days
        QCOMPARE(unfolded.occurrences.first().start.zoned().utc, horizon.soon());
}

void TestHorizon::takesManyExceptions()
{
    QSet<QString> replaced;
    for (int i = 0; i < 10'000; ++i)
        replaced.insert(originalStartKey(EventTime(QDate(2000, 1, 1).addDays(i))));
    const Unfolded unfolded =
        unfold(allDay("2000-01-01", "2000-01-02", { u"RRULE:FREQ=DAILY"_s }), horizon, replaced);
    QVERIFY(unfolded.isWhole);
    QCOMPARE(unfolded.occurrences.size(), 0); // 10,000 days reach into 2027
}

void TestHorizon::keysAreOfOneForm()
{
    const EventTime start = timed("2024-03-01T10:00:00+01:00", "2024-03-01T11:00:00+01:00").start();
    QCOMPARE(originalStartKey(start), u"2024-03-01T09:00:00Z"_s);
    QCOMPARE(originalStartFromKey(originalStartKey(start)).instant(QTimeZone::utc()), start.zoned().utc);
    QCOMPARE(originalStartFromKey(u"2024-03-01"_s).date(), QDate(2024, 3, 1));
    for (const auto &odd :
        { u"soon"_s, u"2024-02-30"_s, u"2024*03-01"_s, u"tomorrow 9"_s, u"2024-13-01T00:00:00Z"_s })
        QVERIFY2(originalStartFromKey(odd).isNull(), qPrintable(odd));
}

ARIA_TEST(TestHorizon)

} // namespace tst_horizon

#include "tst_horizon.moc"
