// Everybody who waits is woken once, however often and quickly the gate opens.
#include "sync/gate.h"

#include "support/testmain.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>

#include <QCoreApplication>
#include <QTest>

namespace tst_gate {

using namespace aria::sync;

namespace {

QCoro::Task<void> waitOnce(Gate &gate, int &woken)
{
    const QFuture<void> opened = gate.next();
    co_await opened;
    ++woken;
}

} // namespace

class GateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wakesOnce();
};

void GateTest::wakesOnce()
{
    Gate gate;
    int woken = 0;
    waitOnce(gate, woken);
    waitOnce(gate, woken);
    gate.open();
    gate.open(); // before the event loop turns
    QTRY_COMPARE(woken, 2);
    waitOnce(gate, woken);
    QCoreApplication::processEvents();
    QCOMPARE(woken, 2);
    gate.open();
    QTRY_COMPARE(woken, 3);
}

ARIA_TEST(GateTest)

} // namespace tst_gate

#include "tst_gate.moc"
