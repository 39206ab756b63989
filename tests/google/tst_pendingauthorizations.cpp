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
        QVERIFY(all.add(pending(QStringLiteral("a"))));
        QVERIFY(!all.take(QStringLiteral("b")));
        QVERIFY(all.take(QStringLiteral("a")));
        QVERIFY(!all.take(QStringLiteral("a")));
    }
    void expireAfterTenMinutes()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        QVERIFY(all.add(pending(QStringLiteral("a"))));
        QVERIFY(all.add(pending(QStringLiteral("b"))));
        clock.advance(10min - 1ms);
        QVERIFY(all.take(QStringLiteral("a")));
        clock.advance(1ms);
        QVERIFY(!all.take(QStringLiteral("b")));
    }
    void noneIsThrownOutByOthers()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        QVERIFY(all.add(pending(QStringLiteral("mine"))));
        clock.advance(1min);
        std::size_t added = 1;
        while (all.add(pending(QString::number(added))))
            QVERIFY(++added <= PendingAuthorizations::limit);
        QCOMPARE(added, PendingAuthorizations::limit);
        const auto refused = all.add(pending(QStringLiteral("more")));
        QCOMPARE(refused.error().category, aria::ErrorCategory::Unavailable);
        QCOMPARE(*refused.error().retryAfter, std::chrono::milliseconds(9min));
        QVERIFY(all.take(QStringLiteral("mine")));
        QVERIFY(all.add(pending(QStringLiteral("more"))));
    }
    void theSameAgainKeepsTheFirst()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        const QString redirect = QStringLiteral("http://localhost/");
        QVERIFY(!all.renew(QStringLiteral("a"), redirect));
        QVERIFY(all.add(pending(QStringLiteral("a"))));
        clock.advance(9min);
        QVERIFY(all.renew(QStringLiteral("a"), redirect));
        QVERIFY(!all.renew(QStringLiteral("a"), QStringLiteral("http://localhost:2/")));
        QCOMPARE(
            all.add(pending(QStringLiteral("a"), QStringLiteral("http://localhost:2/"))).error().category,
            aria::ErrorCategory::Conflict);
        clock.advance(9min);
        QVERIFY(all.take(QStringLiteral("a"), redirect));
    }
    void redirectMustBeTheSame()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        QVERIFY(all.add(pending(QStringLiteral("a"), QStringLiteral("http://localhost:1/"))));
        QVERIFY(!all.take(QStringLiteral("a"), QStringLiteral("http://localhost:1")));
        QVERIFY(all.take(QStringLiteral("a"), QStringLiteral("http://localhost:1/")));
    }
    void withoutStateOnlyIfAlone()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        const QString one = QStringLiteral("http://localhost:1/");
        const QString two = QStringLiteral("http://localhost:2/");
        QVERIFY(all.add(pending(QStringLiteral("a"), one)));
        QVERIFY(all.add(pending(QStringLiteral("b"), one)));
        QVERIFY(all.add(pending(QStringLiteral("c"), two)));
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
