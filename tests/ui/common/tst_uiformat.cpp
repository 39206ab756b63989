#include "uicommon/uiformat.h"

#include "support/testmain.h"

#include <QTest>

namespace tst_uiformat {

using namespace Qt::StringLiterals;
using aria::uicommon::UiFormat;

namespace {

const QDate today(2024, 1, 15); // a Monday
const QDateTime noon({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC);

UiFormat berlin(const char *locale = "en_GB")
{
    return { QTimeZone("Europe/Berlin"), QLocale(QString::fromLatin1(locale)) };
}

aria::calendar::EventTime at(QDateTime utc)
{
    return aria::calendar::EventTime(aria::calendar::ZonedTime{ utc, "Europe/Berlin" });
}

} // namespace

class TestUiFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysTimesInThePersonsZone()
    {
        QCOMPARE(berlin().range(noon, noon.addSecs(3600)), u"13:00–14:00"_s);
        QCOMPARE(berlin().range(noon, noon), u"13:00"_s);
        QVERIFY(berlin("en_US").time(noon).startsWith(u"1:00"_s));
    }

    void saysDays_data()
    {
        QTest::addColumn<QDate>("day");
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("text");
        QTest::newRow("today") << today << u"en_GB"_s << u"Today"_s;
        QTest::newRow("tomorrow") << today.addDays(1) << u"en_GB"_s << u"Tomorrow"_s;
        QTest::newRow("yesterday") << today.addDays(-1) << u"en_GB"_s << u"Yesterday"_s;
        QTest::newRow("this year") << QDate(2024, 1, 17) << u"en_GB"_s << u"Wednesday, 17 January"_s;
        QTest::newRow("this year, USA") << QDate(2024, 1, 17) << u"en_US"_s << u"Wednesday, January 17"_s;
        QTest::newRow("this year, German") << QDate(2024, 1, 17) << u"de_DE"_s << u"Mittwoch, 17. Januar"_s;
        QTest::newRow("this year, Spanish")
            << QDate(2024, 1, 17) << u"es_ES"_s << u"miércoles, 17 de enero"_s;
        QTest::newRow("this year, Chinese") << QDate(2024, 1, 17) << u"zh_CN"_s << u"1月17日星期三"_s;
        QTest::newRow("another year") << QDate(2025, 1, 17) << u"de_DE"_s << u"Freitag, 17. Januar 2025"_s;
    }

    void saysDays()
    {
        QFETCH(QDate, day);
        QFETCH(QString, locale);
        QTEST(berlin(locale.toLatin1().constData()).day(day, today), "text");
    }

    void neverShiftsAllDayEvents()
    {
        UiFormat format = berlin();
        const aria::calendar::EventTime start(today);
        for (const char *zone : { "Pacific/Auckland", "America/Los_Angeles", "UTC" }) {
            format.zone = QTimeZone(zone);
            QCOMPARE(
                format.span(start, aria::calendar::EventTime(today.addDays(1)), today), u"Today, all day"_s);
            QCOMPARE(format.span(start, aria::calendar::EventTime(today.addDays(3)), today),
                u"Mon, 15 Jan 2024 – Wed, 17 Jan 2024"_s);
        }
    }

    void saysSpans()
    {
        QCOMPARE(berlin().span(at(noon), at(noon.addSecs(1800)), today), u"Today, 13:00–13:30"_s);
        QCOMPARE(berlin().span(at(noon), at(noon.addSecs(11 * 3600)), today), u"Today, 13:00–00:00"_s);
        QCOMPARE(berlin().span(at(noon), at(noon.addDays(1)), today),
            u"Mon, 15 Jan 2024, 13:00 – Tue, 16 Jan 2024, 13:00"_s);
    }

    // One order of day and month in a region, whichever of the two forms is used.
    void writesDatesAsTheRegionDoes()
    {
        QCOMPARE(berlin("en_US").date(today), u"Mon, Jan 15, 2024"_s);
        QCOMPARE(berlin("en_US").day(today.addDays(30), today), u"Wednesday, February 14"_s);
        QVERIFY(
            berlin("en_US").span(at(noon), at(noon.addDays(1)), today).contains(u"– Tue, Jan 16, 2024, "_s));
        QCOMPARE(berlin("en_GB").date(today), u"Mon, 15 Jan 2024"_s);
    }

    void saysHowLongAgo()
    {
        QCOMPARE(berlin().ago(noon.addSecs(-5), noon), u"just now"_s);
        QVERIFY(berlin().ago(noon.addSecs(-130), noon).startsWith(u'2'));
        QVERIFY(berlin().ago(noon.addSecs(-3 * 3600 - 5), noon).startsWith(u'3'));
        QCOMPARE(berlin().ago(noon.addDays(-3), noon), u"Fri, 12 Jan 2024, 13:00"_s);
        QCOMPARE(berlin().until(noon.addSecs(20), noon), u"now"_s);
        QVERIFY(berlin().until(noon.addSecs(300), noon).contains(u'5'));
    }

    void saysCounts()
    {
        QCOMPARE(berlin().number(1240), u"1,240"_s);
        QCOMPARE(berlin("de_DE").number(1240), u"1.240"_s);
    }
};

ARIA_TEST(TestUiFormat)

} // namespace tst_uiformat

#include "tst_uiformat.moc"
