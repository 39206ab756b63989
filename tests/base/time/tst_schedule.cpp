// When something is due, whatever happens to the wall clock.
#include "base/time/schedule.h"

#include "support/testmain.h"

#include "support/manualclock.h"

#include <QSignalSpy>
#include <QTest>

namespace tst_schedule {

using namespace aria;
using namespace std::chrono_literals;

class ScheduleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void due_data();
    void due();
};

void ScheduleTest::due_data()
{
    QTest::addColumn<int>("passed"); // ms on both clocks
    QTest::addColumn<int>("set"); // ms by which somebody sets the wall clock
    QTest::addColumn<bool>("isDue");
    QTest::newRow("too early") << 4 << 0 << false;
    QTest::newRow("in time") << 60 << 0 << true;
    QTest::newRow("set back") << 60 << -3'600'000 << true;
    QTest::newRow("set back, too early") << 4 << -3'600'000 << false;
    QTest::newRow("set forwards") << 4 << 3'600'000 << true;
}

void ScheduleTest::due()
{
    QFETCH(int, passed);
    QFETCH(int, set);
    QFETCH(bool, isDue);
    test::ManualClock clock;
    Schedule schedule(clock);
    QSignalSpy reached(&schedule, &Schedule::reached);
    schedule.setDueIn(50ms);
    clock.advance(std::chrono::milliseconds(passed));
    clock.setNow(clock.nowUtc().addMSecs(set));
    if (isDue) {
        QVERIFY(reached.wait());
        QVERIFY(!schedule.due().isValid());
    } else {
        QVERIFY(!reached.wait(150)); // it looks at the clocks after 50 ms, and goes on waiting
        QVERIFY(schedule.due().isValid());
        clock.advance(1h);
        QVERIFY(reached.wait());
    }
    QCOMPARE(reached.count(), 1);
}

ARIA_TEST(ScheduleTest)

} // namespace tst_schedule

#include "tst_schedule.moc"
