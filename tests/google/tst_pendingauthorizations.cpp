#include "google/pendingauthorizations.h"

#include "support/manualclock.h"
#include "support/testmain.h"

#include <QTest>

namespace tst_pendingauthorizations {

using namespace aria::google;
using namespace std::chrono_literals;

namespace {

PendingAuthorization pending(
    const QString &state, const QString &redirect = QStringLiteral("http://localhost/"))
{
    return { state, redirect, nullptr };
}

} // namespace

class TestPendingAuthorizations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachWorksOnce()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        all.add(pending(QStringLiteral("a")));
        QVERIFY(!all.take(QStringLiteral("b")));
        QVERIFY(all.take(QStringLiteral("a")));
        QVERIFY(!all.take(QStringLiteral("a")));
    }
    void expireAfterTenMinutes()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        all.add(pending(QStringLiteral("a")));
        all.add(pending(QStringLiteral("b")));
        clock.advance(10min - 1ms);
        QVERIFY(all.take(QStringLiteral("a")));
        clock.advance(1ms);
        QVERIFY(!all.take(QStringLiteral("b")));
    }
    void oldestMakeRoom()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        for (int i = 0; i < 21; ++i)
            all.add(pending(QString::number(i)));
        QVERIFY(!all.take(QStringLiteral("0")));
        QVERIFY(all.take(QStringLiteral("1")));
        QVERIFY(all.take(QStringLiteral("20")));
    }
    void redirectMustBeTheSame()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        all.add(pending(QStringLiteral("a"), QStringLiteral("http://localhost:1/")));
        QVERIFY(!all.take(QStringLiteral("a"), QStringLiteral("http://localhost:1")));
        QVERIFY(all.take(QStringLiteral("a"), QStringLiteral("http://localhost:1/")));
    }
    void withoutStateOnlyIfAlone()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        const QString one = QStringLiteral("http://localhost:1/");
        const QString two = QStringLiteral("http://localhost:2/");
        all.add(pending(QStringLiteral("a"), one));
        all.add(pending(QStringLiteral("b"), one));
        all.add(pending(QStringLiteral("c"), two));
        QVERIFY(!all.takeOnly(one));
        QCOMPARE(all.takeOnly(two)->state, QStringLiteral("c"));
        all.forget(QStringLiteral("a"));
        QCOMPARE(all.takeOnly(one)->state, QStringLiteral("b"));
        QVERIFY(!all.takeOnly(one));
    }
};

ARIA_TEST(TestPendingAuthorizations)

} // namespace tst_pendingauthorizations

#include "tst_pendingauthorizations.moc"
