#include "google/pendingauthorizations.h"

#include "support/manualclock.h"
#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace tst_pendingauthorizations {

using namespace aria::google;
using namespace std::chrono_literals;

namespace {

PendingAuthorization pending(const QString &state, const QString &redirect = u"http://localhost/"_s)
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
        QVERIFY(all.add(pending(u"a"_s)));
        QVERIFY(!all.take(u"b"_s));
        QVERIFY(all.take(u"a"_s));
        QVERIFY(!all.take(u"a"_s));
    }
    void expireAfterTenMinutes()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        QVERIFY(all.add(pending(u"a"_s)));
        QVERIFY(all.add(pending(u"b"_s)));
        clock.advance(10min - 1ms);
        QVERIFY(all.take(u"a"_s));
        clock.advance(1ms);
        QVERIFY(!all.take(u"b"_s));
    }
    void noneIsThrownOutByOthers()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        QVERIFY(all.add(pending(u"mine"_s)));
        clock.advance(1min);
        std::size_t added = 1;
        while (all.add(pending(QString::number(added))))
            QVERIFY(++added <= PendingAuthorizations::limit);
        QCOMPARE(added, PendingAuthorizations::limit);
        const auto refused = all.add(pending(u"more"_s));
        QCOMPARE(refused.error().category, aria::ErrorCategory::Unavailable);
        QCOMPARE(*refused.error().retryAfter, std::chrono::milliseconds(9min));
        QVERIFY(all.take(u"mine"_s));
        QVERIFY(all.add(pending(u"more"_s)));
    }
    void theSameAgainKeepsTheFirst()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        const QString redirect = u"http://localhost/"_s;
        QVERIFY(!all.renew(u"a"_s, redirect));
        QVERIFY(all.add(pending(u"a"_s)));
        clock.advance(9min);
        QVERIFY(all.renew(u"a"_s, redirect));
        QVERIFY(!all.renew(u"a"_s, u"http://localhost:2/"_s));
        QCOMPARE(all.add(pending(u"a"_s, u"http://localhost:2/"_s)).error().category,
            aria::ErrorCategory::Conflict);
        clock.advance(9min);
        QVERIFY(all.take(u"a"_s, redirect));
    }
    void redirectMustBeTheSame()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        QVERIFY(all.add(pending(u"a"_s, u"http://localhost:1/"_s)));
        QVERIFY(!all.take(u"a"_s, u"http://localhost:1"_s));
        QVERIFY(all.take(u"a"_s, u"http://localhost:1/"_s));
    }
    void withoutStateOnlyIfAlone()
    {
        aria::test::ManualClock clock;
        PendingAuthorizations all(clock);
        const QString one = u"http://localhost:1/"_s;
        const QString two = u"http://localhost:2/"_s;
        QVERIFY(all.add(pending(u"a"_s, one)));
        QVERIFY(all.add(pending(u"b"_s, one)));
        QVERIFY(all.add(pending(u"c"_s, two)));
        QVERIFY(!all.takeOnly(one));
        QCOMPARE(all.takeOnly(two)->state, u"c"_s);
        all.forget(u"a"_s);
        QCOMPARE(all.takeOnly(one)->state, u"b"_s);
        QVERIFY(!all.takeOnly(one));
    }
};

ARIA_TEST(TestPendingAuthorizations)

} // namespace tst_pendingauthorizations

#include "tst_pendingauthorizations.moc"
