// Everybody who waits is woken once, however often and quickly the list opens.
#include "base/time/waitinglist.h"

#include "support/testmain.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTask>

#include <QCoreApplication>
#include <QTest>

namespace tst_waitinglist {

using namespace aria;

namespace {

QCoro::Task<void> waitOnce(WaitingList &list, int &woken)
{
    const QFuture<void> opened = list.join();
    co_await opened;
    ++woken;
}

} // namespace

class WaitingListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wakesOnce();
};

void WaitingListTest::wakesOnce()
{
    WaitingList list;
    int woken = 0;
    waitOnce(list, woken);
    waitOnce(list, woken);
    list.release();
    list.release(); // before the event loop turns
    QTRY_COMPARE(woken, 2);
    waitOnce(list, woken);
    QCoreApplication::processEvents();
    QCOMPARE(woken, 2);
    list.release();
    QTRY_COMPARE(woken, 3);
}

ARIA_TEST(WaitingListTest)

} // namespace tst_waitinglist

#include "tst_waitinglist.moc"
