#include "calendar/recurrence.h"
#include "editor/repeatrule.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_repeatrule {

using namespace Qt::StringLiterals;
using namespace aria;
using editor::RepeatRule;
using Frequency = RepeatRule::Frequency;

class TestRepeatRule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // What is read is written back with the same meaning, or kept as it is.
    void readsAndWrites_data()
    {
        QTest::addColumn<QStringList>("lines");
        QTest::addColumn<Frequency>("frequency");
        QTest::addColumn<QStringList>("written");
        const auto row = [](const char *name, const QStringList &lines, Frequency frequency,
                             const QStringList &written = {}) {
            QTest::newRow(name) << lines << frequency << (written.isEmpty() ? lines : written);
        };
        row("none", {}, Frequency::Never);
        row("daily", { u"RRULE:FREQ=DAILY"_s }, Frequency::Daily);
        row("every other day", { u"RRULE:FREQ=DAILY;INTERVAL=2"_s }, Frequency::Daily);
        row("weekly", { u"RRULE:FREQ=WEEKLY"_s }, Frequency::Weekly, { u"RRULE:FREQ=WEEKLY;BYDAY=MO"_s });
        row("weekly on", { u"RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR"_s }, Frequency::Weekly);
        row("monthly", { u"RRULE:FREQ=MONTHLY"_s }, Frequency::MonthlyByDay);
        row("monthly on its day", { u"RRULE:FREQ=MONTHLY;BYMONTHDAY=15"_s }, Frequency::MonthlyByDay,
            { u"RRULE:FREQ=MONTHLY"_s });
        row("third Monday", { u"RRULE:FREQ=MONTHLY;BYDAY=3MO"_s }, Frequency::MonthlyByWeekday);
        row("yearly", { u"RRULE:FREQ=YEARLY;COUNT=5"_s }, Frequency::Yearly);
        row("until", { u"RRULE:FREQ=DAILY;UNTIL=20240131T225959Z"_s }, Frequency::Daily);
        row("with exceptions", { u"RRULE:FREQ=DAILY"_s, u"EXDATE;TZID=Europe/Berlin:20240116T120000"_s },
            Frequency::Daily);
        row("another weekday", { u"RRULE:FREQ=MONTHLY;BYDAY=2TU"_s }, Frequency::Custom);
        row("last day", { u"RRULE:FREQ=MONTHLY;BYMONTHDAY=-1"_s }, Frequency::Custom);
        row("hourly", { u"RRULE:FREQ=HOURLY;INTERVAL=6"_s }, Frequency::Custom);
        row("two rules", { u"RRULE:FREQ=DAILY"_s, u"RRULE:FREQ=WEEKLY;BYDAY=SU"_s }, Frequency::Custom);
        row("dates only", { u"RDATE;VALUE=DATE:20240120"_s }, Frequency::Custom);
        row("set position", { u"RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"_s }, Frequency::Custom);
    }

    void readsAndWrites()
    {
        QFETCH(QStringList, lines);
        const QTimeZone berlin("Europe/Berlin");
        const RepeatRule rule = editor::repeatRuleOf(lines, QDate(2024, 1, 15), berlin);
        QTEST(rule.frequency, "frequency");
        const calendar::EventTime start(
            calendar::ZonedTime{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC), "Europe/Berlin" });
        QTEST(editor::recurrenceLines(rule, start, berlin), "written");
    }

    void writesTheLastDayAsGoogleTakesIt()
    {
        RepeatRule rule;
        rule.frequency = Frequency::Daily;
        rule.end = RepeatRule::End::OnDay;
        rule.lastDay = QDate(2024, 1, 20);
        for (const char *name :
            { "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati" }) {
            const QTimeZone zone(name);
            const QDateTime wall({ 2024, 1, 15 }, { 23, 30 }, zone);
            const calendar::EventTime timed(calendar::ZonedTime{ wall.toUTC(), name });
            for (const calendar::EventTime &start : { timed, calendar::EventTime(QDate(2024, 1, 15)) }) {
                const QStringList lines = editor::recurrenceLines(rule, start, zone);
                QVERIFY(calendar::checkRecurrence(lines, start));
                calendar::Event series;
                series.setTimes(start, start);
                series.set(u"recurrence"_s, QJsonArray::fromStringList(lines));
                QCOMPARE(calendar::nextStarts(series, start.instant(zone), 100, zone).size(), 6);
            }
        }
    }

    void countsWeeks()
    {
        QCOMPARE(editor::weekOfMonth(QDate(2024, 1, 1)), 1);
        QCOMPARE(editor::weekOfMonth(QDate(2024, 1, 15)), 3);
        QCOMPARE(editor::weekOfMonth(QDate(2024, 1, 29)), -1);
    }
};

ARIA_TEST(TestRepeatRule)

} // namespace tst_repeatrule

#include "tst_repeatrule.moc"
