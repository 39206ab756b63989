// Dates and times as text: the same that Qt's own formats give.
#include "base/isotext.h"

#include "base/clock.h"
#include "support/testmain.h"

#include <QTest>

namespace tst_isotext {

using namespace Qt::StringLiterals;
using namespace aria;

class TestIsoText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isWhatQtWrites_data()
    {
        QTest::addColumn<QDateTime>("time");
        for (const int year : { 1, 37, 999, 1582, 1970, 2024, 9999, 10000, -1 }) {
            for (const int ms : { 0, 1, 999, 45'296'789, 86'399'999 }) {
                QTest::addRow("%d %d", year, ms)
                    << QDateTime(QDate(year, 2, 28), QTime::fromMSecsSinceStartOfDay(ms), Qt::UTC);
            }
        }
    }
    void isWhatQtWrites()
    {
        QFETCH(QDateTime, time);
        QCOMPARE(isoText(time, Fraction::None), time.toString(u"yyyy-MM-ddTHH:mm:ss"_s));
        QCOMPARE(isoText(time, Fraction::Milliseconds), time.toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s));
        QCOMPARE(isoText(time.date()), time.date().toString(u"yyyy-MM-dd"_s));
        QCOMPARE(toRfc3339(time), time.toString(Qt::ISODateWithMs));
    }
    void nothingIsNothing()
    {
        QCOMPARE(toRfc3339(QDateTime()), QString());
        QCOMPARE(isoText(QDate()), QString());
    }
    void zonesBecomeUtc()
    {
        const QDateTime time(QDate(2024, 1, 15), QTime(13, 0), QTimeZone(3600));
        QCOMPARE(toRfc3339(time), u"2024-01-15T12:00:00.000Z"_s);
    }
};

ARIA_TEST(TestIsoText)

} // namespace tst_isotext

#include "tst_isotext.moc"
