// Everybody who waits is woken once, however often and quickly the bell is rung.
#include "sync/bell.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>

#include <QCoreApplication>
#include <QTest>

using namespace aria::sync;

namespace {

QCoro::Task<void> waitOnce(Bell &bell, int &woken)
{
    const QFuture<void> rung = bell.next();
    co_await rung;
    ++woken;
}

} // namespace

class BellTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wakesOnce();
};

void BellTest::wakesOnce()
{
    Bell bell;
    int woken = 0;
    waitOnce(bell, woken);
    waitOnce(bell, woken);
    bell.ring();
    bell.ring(); // before the event loop turns
    QTRY_COMPARE(woken, 2);
    waitOnce(bell, woken);
    QCoreApplication::processEvents();
    QCOMPARE(woken, 2);
    bell.ring();
    QTRY_COMPARE(woken, 3);
}

QTEST_GUILESS_MAIN(BellTest)
#include "tst_bell.moc"
