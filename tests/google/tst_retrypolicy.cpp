#include "google/retrypolicy.h"

#include "google/httpclient.h"

#include "support/manualclock.h"
#include "support/testmain.h"

#include <QTest>

namespace tst_retrypolicy {

using namespace aria::google;
using std::chrono::milliseconds;

class TestRetryPolicy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void schedule_data()
    {
        QTest::addColumn<int>("attempt");
        QTest::addColumn<double>("fraction");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("first") << 0 << 0.0 << qint64(1000);
        QTest::newRow("first, jitter") << 0 << 0.5 << qint64(1500);
        QTest::newRow("second") << 1 << 0.0 << qint64(2000);
        QTest::newRow("third") << 2 << 0.25 << qint64(4250);
        QTest::newRow("sixth") << 5 << 0.999 << qint64(32999);
        QTest::newRow("cap") << 6 << 0.9 << qint64(64000);
        QTest::newRow("far") << 1000 << 0.9 << qint64(64000);
        QTest::newRow("negative") << -3 << 0.0 << qint64(1000);
    }
    void schedule()
    {
        QFETCH(int, attempt);
        QFETCH(double, fraction);
        QFETCH(qint64, expected);
        QCOMPARE(qint64(backoff(RetryPolicy(), attempt, fraction).count()), expected);
    }

    void retryAfter_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qint64>("expected"); // -1: none
        QTest::newRow("seconds") << QByteArray("120") << qint64(120000);
        QTest::newRow("zero") << QByteArray(" 0 ") << qint64(0);
        QTest::newRow("date") << QByteArray("Mon, 15 Jan 2024 12:00:30 GMT") << qint64(30000);
        QTest::newRow("past date") << QByteArray("Mon, 15 Jan 2024 11:00:00 GMT") << qint64(0);
        QTest::newRow("nonsense") << QByteArray("soon") << qint64(-1);
        QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
        QTest::newRow("empty") << QByteArray() << qint64(-1);
        QTest::newRow("a year") << QByteArray("31536000") << qint64(3600 * 1000);
        QTest::newRow("32 years") << QByteArray("1000000000") << qint64(3600 * 1000);
        QTest::newRow("more than a number holds") << QByteArray("9223372036854775807") << qint64(3600 * 1000);
        QTest::newRow("far date") << QByteArray("Fri, 15 Jan 9999 12:00:30 GMT") << qint64(3600 * 1000);
    }
    void retryAfter()
    {
        QFETCH(QByteArray, value);
        QFETCH(qint64, expected);
        const auto wait = parseRetryAfter(value, QDateTime({ 2024, 1, 15 }, { 12, 0 }, Qt::UTC));
        QCOMPARE(wait ? qint64(wait->count()) : qint64(-1), expected);
    }

    void neverShorterThanOurOwn_data()
    {
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<qint64>("least");
        QTest::newRow("nothing") << QByteArray() << qint64(4000);
        QTest::newRow("zero") << QByteArray("0") << qint64(4000);
        QTest::newRow("a past date") << QByteArray("Mon, 15 Jan 2001 11:00:00 GMT") << qint64(4000);
        QTest::newRow("less") << QByteArray("2") << qint64(4000);
        QTest::newRow("more") << QByteArray("90") << qint64(90000);
    }
    void neverShorterThanOurOwn()
    {
        QFETCH(QByteArray, asked);
        QFETCH(qint64, least);
        HttpAnswer answer;
        answer.status = 429;
        answer.retryAfter = asked;
        const test::ManualClock clock;
        QCOMPARE(qint64(leastWait(RetryPolicy(), 2, answer, clock, 0.0).count()), least);
    }

    void offlineIsTriedOnceMore()
    {
        const RetryPolicy policy;
        HttpAnswer refused;
        refused.error = QNetworkReply::ConnectionRefusedError;
        HttpAnswer timeout;
        timeout.error = QNetworkReply::OperationCanceledError;
        HttpAnswer busy;
        busy.status = 503;
        busy.error = QNetworkReply::ServiceUnavailableError;
        QVERIFY(isOffline(refused) && !isOffline(timeout) && !isOffline(busy));
        QCOMPARE(retriesFor(policy, refused), 1);
        QCOMPARE(retriesFor(policy, timeout), 1);
        QCOMPARE(retriesFor(policy, busy), 3);
    }
};

ARIA_TEST(TestRetryPolicy)

} // namespace tst_retrypolicy

#include "tst_retrypolicy.moc"
