// Instants have one written form.
#include "base/clock.h"

#include "support/testmain.h"

#include <QTest>
#include <QTimeZone>

namespace tst_clock {

using namespace Qt::StringLiterals;
using namespace aria;

class TestClock : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rfc3339_data()
    {
        QTest::addColumn<QDateTime>("instant");
        QTest::addColumn<QString>("text");
        QTest::newRow("utc") << QDateTime({ 2026, 11, 23 }, { 8, 0, 0, 123 }, Qt::UTC)
                             << u"2026-11-23T08:00:00.123Z"_s;
        QTest::newRow("no milliseconds")
            << QDateTime({ 2026, 1, 2 }, { 3, 4, 5 }, Qt::UTC) << u"2026-01-02T03:04:05.000Z"_s;
        QTest::newRow("zone, before the change") << QDateTime({ 2026, 3, 29 }, { 1, 59 },
            QTimeZone("Europe/Berlin")) << u"2026-03-29T00:59:00.000Z"_s;
        QTest::newRow("zone, after the change") << QDateTime({ 2026, 3, 29 }, { 3, 0 },
            QTimeZone("Europe/Berlin")) << u"2026-03-29T01:00:00.000Z"_s;
    }

    void rfc3339()
    {
        QFETCH(QDateTime, instant);
        QTEST(toRfc3339(instant), "text");
    }

    void systemClockIsUtcAndMonotonicNeverGoesBack()
    {
        const SystemClock clock;
        QCOMPARE(clock.nowUtc().timeSpec(), Qt::UTC);
        std::chrono::milliseconds last = clock.monotonic();
        for (int i = 0; i < 1000; ++i) {
            const std::chrono::milliseconds now = clock.monotonic();
            QVERIFY(now >= last);
            last = now;
        }
    }
};

ARIA_TEST(TestClock)

} // namespace tst_clock

#include "tst_clock.moc"
