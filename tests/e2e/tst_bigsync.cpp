// A first sync of many events: memory that does not grow with the number of pages, and an API that
// answers all the while.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QElapsedTimer>
#include <QFile>
#include <QNetworkReply>
#include <QTest>

#include <algorithm>

namespace tst_bigsync {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestBigSync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryAndHealth();
    void beyondTenThousand();

private:
    struct Measured
    {
        qint64 peakKb = 0; // resident, of the service
        QList<qint64> healthMs; // one a request while the sync ran, sorted
        qint64 total = 0; // events that are here afterwards
        qint64 seconds = 0;
        int writes = -1; // to Google, by the first sync and one more
        QString changes; // of that one more
    };
    // A first sync of so many events, Google answering in pages of 1,000.
    Measured measure(int count);
};

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 mostKb = 1200 * 1024; // the program alone takes eight times as much
#else
constexpr qint64 mostKb = 100 * 1024;
#endif

qint64 peakResidentKb(qint64 pid)
{
    QFile file(u"/proc/%1/status"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArrayList lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return -1;
}

} // namespace

TestBigSync::Measured TestBigSync::measure(int count)
{
    Measured measured;
    Rig rig;
    rig.environment.insert(u"CALENDAR_SYNC_LOG_LEVEL"_s, u"info"_s);
    if (!rig.startGoogle(
            { u"--write-client-secrets"_s, rig.credentials(), u"--write-token"_s, rig.credentials() }))
        return measured;
    rig.control("POST", u"calendars/primary/bulk"_s, toBytes({ { u"count"_s, count } }));
    QElapsedTimer whole;
    whole.start();
    if (!rig.startService())
        return measured;
    // The service begins by itself; /sync/now answers when that sync and one more are done.
    QNetworkReply *sync = rig.startApi("POST", u"/sync/now"_s);
    while (!sync->isFinished() && whole.elapsed() < 120'000) {
        QElapsedTimer clock;
        clock.start();
        const Answer health = rig.api("GET", u"/health"_s);
        measured.healthMs.append(health.status == 200 ? clock.elapsed() : 1'000'000);
        QTest::qWait(5); // what is asked without a pause is the load itself
    }
    const int answered = HttpClient::finish(sync).status;
    if (answered == 202) // it takes over 30 s on a busy machine, and goes on
        (void)QTest::qWaitFor([&rig] { return rig.status()[u"state"_s] == u"idle"_s; }, 90'000);
    if (answered == 200 || answered == 202)
        measured.total = rig.status()[u"total_events"_s].toInteger();
    const qint64 lasted = whole.elapsed() / 1000;
    measured.changes = QString::fromUtf8(toBytes(rig.syncNow()["changes"].toObject()));
    measured.writes = rig.googleWrites();
    measured.seconds = lasted;
    measured.peakKb = peakResidentKb(rig.service.pid());
    std::sort(measured.healthMs.begin(), measured.healthMs.end());
    if (const QString problem = rig.stopAll(); !problem.isEmpty()) {
        qWarning("%s", qPrintable(problem));
        measured.total = -1;
    }
    return measured;
}

void TestBigSync::memoryAndHealth()
{
    const Measured few = measure(2'500); // one page
    const Measured many = measure(10'000); // four
    for (const Measured &measured : { few, many }) {
        QVERIFY(measured.healthMs.size() > 5);
        const qint64 most = measured.healthMs[measured.healthMs.size() * 95 / 100];
        qInfo("%lld events in %lld s: peak %lld KiB; /health %lld times, median %lld ms, 95%% %lld ms, worst "
              "%lld ms",
            qlonglong(measured.total), qlonglong(measured.seconds), qlonglong(measured.peakKb),
            qlonglong(measured.healthMs.size()), qlonglong(measured.healthMs[measured.healthMs.size() / 2]),
            qlonglong(most), qlonglong(measured.healthMs.last()));
        // The requirement is 100 ms. On a machine whose two cores other builds keep busy single answers are late
        // through no fault of the service, so 95 of 100 have to keep it, and none may wait for the import.
        QVERIFY(most < 100);
        QVERIFY(measured.healthMs.last() < 1000);
    }
    QCOMPARE(few.total, 2'500);
    QCOMPARE(many.total, 10'000);
    // One page of Google's JSON and what is made of it is 20 to 30 MiB; three more pages would show as three times
    // that. A quarter, or 8 MiB, is what the database's cache and the heap's fragmentation may add.
    QVERIFY2(many.peakKb < few.peakKb * 5 / 4 + 8 * 1024,
        QByteArray::number(few.peakKb) + " KiB, " + QByteArray::number(many.peakKb) + " KiB");
}

// Other clients run out of memory at 8,500 events. The budget of time is many times what an idle machine takes: it is
// there for an algorithm that grows faster than the calendar.
void TestBigSync::beyondTenThousand()
{
    // ARIA_BIG_SYNC=50000 in `make soak`.
    const int count = std::max(20'000, qEnvironmentVariableIntValue("ARIA_BIG_SYNC"));
    const Measured big = measure(count);
    qInfo("%lld events in %lld s: peak %lld KiB", qlonglong(big.total), qlonglong(big.seconds),
        qlonglong(big.peakKb));
    QCOMPARE(big.total, count);
    QVERIFY(big.peakKb > 0);
    QVERIFY2(big.peakKb < mostKb, QByteArray::number(big.peakKb) + " KiB");
    QVERIFY2(big.seconds < 100, QByteArray::number(big.seconds) + " s");
    QCOMPARE(big.writes, 0);
    QCOMPARE(object(big.changes.toUtf8().replace('"', '\'').constData()),
        object("{'created':0,'updated':0,'deleted':0,'errors':0}"));
}

ARIA_TEST(TestBigSync)

} // namespace tst_bigsync

#include "tst_bigsync.moc"
