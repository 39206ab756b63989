// Whoever asks while the work runs gets one more run, and never a second one at the same time.
#include "base/time/foldedruns.h"
#include "base/time/waitinglist.h"

#include "support/eventually.h"
#include "support/testmain.h"

#include <QCoro/QCoroFuture>

#include <QTest>

#include <memory>

namespace tst_foldedruns {

using namespace aria;

class FoldedRunsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void runsAtOnce();
    void foldsWhatComesMeanwhile();
    void mayAskItself();

private:
    QCoro::Task<void> work();
    void endRun() { m_gate.release(); }

    WaitingList m_gate;
    int m_begun = 0;
    int m_ended = 0;
    int m_asksItself = 0;
    std::unique_ptr<FoldedRuns> m_runs;
};

void FoldedRunsTest::init()
{
    m_begun = m_ended = m_asksItself = 0;
    m_runs = std::make_unique<FoldedRuns>([this] { return work(); });
}

QCoro::Task<void> FoldedRunsTest::work()
{
    ++m_begun;
    if (m_asksItself > 0) {
        --m_asksItself;
        m_runs->ask();
    }
    const QFuture<void> opened = m_gate.join();
    co_await opened;
    ++m_ended;
}

void FoldedRunsTest::runsAtOnce()
{
    m_runs->ask();
    QCOMPARE(m_begun, 1);
    endRun();
    QTRY_COMPARE(m_ended, 1);
    QCOMPARE(m_begun, 1);
    m_runs->ask();
    QCOMPARE(m_begun, 2);
    endRun();
    QTRY_COMPARE(m_ended, 2);
}

void FoldedRunsTest::foldsWhatComesMeanwhile()
{
    for (int i = 0; i < 5; ++i)
        m_runs->ask();
    QCOMPARE(m_begun, 1);
    endRun();
    QTRY_COMPARE(m_begun, 2);
    QCOMPARE(m_ended, 1);
    endRun();
    QTRY_COMPARE(m_ended, 2);
    QCOMPARE(m_begun, 2);
}

void FoldedRunsTest::mayAskItself()
{
    m_asksItself = 1;
    m_runs->ask();
    QCOMPARE(m_begun, 1);
    endRun();
    QTRY_COMPARE(m_begun, 2);
    endRun();
    QTRY_COMPARE(m_ended, 2);
    QCOMPARE(m_begun, 2);
}

ARIA_TEST(FoldedRunsTest)

} // namespace tst_foldedruns

#include "tst_foldedruns.moc"
