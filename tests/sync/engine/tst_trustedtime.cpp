// A clock that leaps is believed by nothing that deletes.
#include "support/testmain.h"
#include "sync/engine/cleanup.h"
#include "sync/engine/trustedtime.h"
#include "sync/rig.h"

using namespace Qt::StringLiterals;

namespace tst_trustedtime {

using namespace aria;
using namespace aria::test;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class TrustedTimeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<SyncRig>(); }
    void cleanup() { m_rig.reset(); }

    void theEarliestClockCounts();
    void goesOnADayAtMost();
    void twoClocksAreBelieved();
    void goesBack();
    void keepsTheHistory_data();
    void keepsTheHistory();
    void cleansUpByParts();

private:
    // The database's clock is the machine's; what it said last time is told in its place.
    void remember(const QDateTime &time, const QDateTime &seen)
    {
        must(m_rig->store->write([time, seen](store::Session &session) {
            return session.metadata().set(
                u"trusted_time"_s, QString(), toRfc3339(time) + u' ' + toRfc3339(seen));
        }));
    }
    QDateTime ask(const QDateTime &here, std::optional<milliseconds> offset = {})
    {
        const sync::ClockReading clocks{ here, 0ms, QString(), offset };
        return must(m_rig->store->write([clocks](store::Session &session) {
            return sync::trustedTime(session, clocks);
        })).now;
    }
    static bool isNear(const QDateTime &a, const QDateTime &b) { return std::abs(a.secsTo(b)) < 30; }

    std::unique_ptr<SyncRig> m_rig;
    const QDateTime m_now = QDateTime::currentDateTimeUtc();
};

void TrustedTimeTest::theEarliestClockCounts()
{
    QVERIFY(isNear(ask(m_now), m_now));
    QVERIFY(isNear(ask(m_now.addYears(70)), m_now)); // the database knows better
    QVERIFY(isNear(ask(m_now, 8000 * 365 * 24h), m_now)); // Date: … 9999
    QVERIFY(isNear(ask(m_now, -400 * 24h), m_now.addDays(-400)));
    QVERIFY(isNear(ask(m_now), m_now)); // and that leaves nothing behind
}

void TrustedTimeTest::goesOnADayAtMost()
{
    const QDateTime then = m_now.addDays(-90);
    remember(then, then);
    QVERIFY(isNear(ask(m_now), then.addSecs(25 * 3600)));
    QVERIFY(isNear(ask(m_now), then.addSecs(25 * 3600))); // not another one for being asked again
    remember(then, m_now.addSecs(-3600));
    QVERIFY(isNear(ask(m_now), then.addSecs(3600)));
}

void TrustedTimeTest::twoClocksAreBelieved()
{
    const QDateTime then = m_now.addDays(-90);
    remember(then, then);
    QVERIFY(isNear(ask(m_now, 2s), m_now));
    QVERIFY(isNear(ask(m_now), m_now));
    remember(then, then);
    QVERIFY(isNear(ask(m_now, 2h), then.addSecs(25 * 3600)));
}

void TrustedTimeTest::goesBack()
{
    remember(m_now.addYears(70), m_now.addYears(70));
    QVERIFY(isNear(ask(m_now), m_now));
}

void TrustedTimeTest::keepsTheHistory_data()
{
    QTest::addColumn<QDateTime>("here");
    QTest::addColumn<qint64>("offsetDays");
    QTest::newRow("Google leaps") << m_now << qint64(8000 * 365);
    QTest::newRow("we leap") << m_now.addYears(70) << qint64(-70 * 365);
    QTest::newRow("we leap, Google is unknown") << m_now.addYears(70) << qint64(0);
}

void TrustedTimeTest::keepsTheHistory()
{
    QFETCH(QDateTime, here);
    QFETCH(qint64, offsetDays);
    m_rig->google.put(meeting(u"e"_s));
    m_rig->clock.setNow(m_now.addDays(-10));
    must(m_rig->runSync());
    m_rig->setTitle(u"e"_s, u"Edited"_s);
    must(m_rig->runSync());
    QVERIFY(m_rig->historyCount() > 0);
    const int before = m_rig->historyCount();
    const sync::ClockReading clocks{ here, 0ms, QString(),
        offsetDays == 0 ? std::nullopt : std::optional<milliseconds>(offsetDays * 24h) };
    must(m_rig->store->write(
        [clocks](store::Session &session) { return sync::cleanUp(session, 90, 30, clocks); }));
    QCOMPARE(m_rig->historyCount(), before);
}

void TrustedTimeTest::cleansUpByParts()
{
    m_rig->sql(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
               u" INSERT INTO aria_calendar_sync_history (side, outcome, created_at)"
               u" SELECT 'aria', 'done', '2020-01-01T00:00:00.000Z' FROM n"_s);
    const sync::ClockReading clocks{ m_now, 0ms, QString(), std::nullopt };
    int parts = 0;
    for (bool isComplete = false; !isComplete; ++parts) {
        isComplete = must(m_rig->store->write([clocks](store::Session &session) {
            return sync::cleanUp(session, 90, 30, clocks);
        })).isComplete;
    }
    QVERIFY(parts > 1);
    QCOMPARE(m_rig->historyCount(), 0);
}

ARIA_TEST(TrustedTimeTest)

} // namespace tst_trustedtime

#include "tst_trustedtime.moc"
