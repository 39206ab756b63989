#include "freebusy/freetimes.h"
#include "support/testmain.h"

#include <QTest>

namespace tst_freetimes {

using namespace Qt::StringLiterals;
using namespace aria::freebusy;

class TestFreeTimes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhoIsBusy()
    {
        const QList<BusyTimes> all{ { u"a"_s, { span("15 09:00", "15 10:00"), span("15 13:00", "15 14:00") },
                                        {} },
            { u"b"_s, { span("15 10:00", "15 11:00") }, {} }, { u"c"_s, {}, u"notFound"_s } };
        const QList<BusyTimes> busy = busyBetween(all, span("15 09:30", "15 10:00"));
        QCOMPARE(busy.size(), 1); // one after the other is no clash
        QCOMPARE(busy.first().id, u"a"_s);
        QCOMPARE(busy.first().spans, QList{ span("15 09:00", "15 10:00") });
    }

    void leavesOutTheEventItself()
    {
        const QList<BusyTimes> all{ { u"a"_s, { span("15 09:00", "15 12:00"), span("15 13:00", "15 14:00") },
            {} } };
        QCOMPARE(without(all, span("15 10:00", "15 11:00")).first().spans,
            (QList{
                span("15 09:00", "15 10:00"), span("15 11:00", "15 12:00"), span("15 13:00", "15 14:00") }));
        QCOMPARE(
            without(all, span("15 13:00", "15 14:00")).first().spans, QList{ span("15 09:00", "15 12:00") });
    }

    // Monday 2024-01-15, by the clock of Berlin.
    void findsTheNextFreeTime_data()
    {
        QTest::addColumn<QList<BusySpan>>("busy");
        QTest::addColumn<BusySpan>("chosen");
        QTest::addColumn<BusySpan>("wanted");
        QTest::newRow("at once") << QList<BusySpan>{} << span("15 09:00", "15 10:00")
                                 << span("15 09:00", "15 10:00");
        QTest::newRow("after it") << QList{ span("15 09:30", "15 10:10") } << span("15 09:00", "15 10:00")
                                  << span("15 10:15", "15 11:15");
        QTest::newRow("a gap too short")
            << QList{ span("15 09:00", "15 10:00"), span("15 10:30", "15 12:00") }
            << span("15 09:00", "15 10:00") << span("15 12:00", "15 13:00");
        QTest::newRow("the next day") << QList{ span("15 09:00", "15 17:30") } << span("15 09:00", "15 10:00")
                                      << span("16 08:00", "16 09:00");
        QTest::newRow("after the week-end") << QList{ span("19 12:00", "19 18:00") }
                                            << span("19 12:00", "19 13:00") << span("22 08:00", "22 09:00");
        QTest::newRow("in the evening") << QList{ span("15 19:00", "15 20:00") }
                                        << span("15 19:00", "15 20:00") << span("15 20:00", "15 21:00");
    }

    void findsTheNextFreeTime()
    {
        QFETCH(QList<BusySpan>, busy);
        QFETCH(BusySpan, chosen);
        QFETCH(BusySpan, wanted);
        const auto found = nextFree({ { u"a"_s, busy, {} } }, chosen, hours(chosen), at("29 00:00"));
        QVERIFY(found);
        QCOMPARE(found->start.toTimeZone(berlin).toString(), wanted.start.toTimeZone(berlin).toString());
        QCOMPARE(found->end, wanted.end);
    }

    void saysWhereThereIsNone()
    {
        const BusySpan chosen = span("15 09:00", "15 10:00");
        QVERIFY(!nextFree(
            { { u"a"_s, { span("15 00:00", "29 00:00") }, {} } }, chosen, hours(chosen), at("29 00:00")));
        const BusySpan long_ = span("15 09:00", "17 10:00"); // longer than a day has hours
        QVERIFY(!nextFree(
            { { u"a"_s, { span("15 09:00", "15 10:00") }, {} } }, long_, hours(long_), at("29 00:00")));
    }

private:
    inline static const QTimeZone berlin{ "Europe/Berlin" };
    static QDateTime at(const char *text)
    {
        return QDateTime(QDate(2024, 1, QByteArray(text).left(2).toInt()),
            QTime::fromString(QString::fromLatin1(text + 3), u"HH:mm"_s), berlin)
            .toUTC();
    }
    static BusySpan span(const char *start, const char *end) { return { at(start), at(end) }; }
    static MeetingHours hours(const BusySpan &chosen)
    {
        return MeetingHours(chosen, berlin, QLocale(u"de_DE"_s));
    }
};

ARIA_TEST(TestFreeTimes)

} // namespace tst_freetimes

#include "tst_freetimes.moc"
