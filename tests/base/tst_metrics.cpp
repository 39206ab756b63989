// What is counted comes out in Prometheus' text format, and stays small whatever is counted.
#include "base/metrics.h"

#include "base/processfigures.h"

#include "support/testmain.h"

#include <QTest>

#include <thread>

namespace tst_metrics {

using namespace aria;
using namespace std::chrono_literals;

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsWhole();
    void counters();
    void histogram();
    void gaugesComeAndGo();
    void labelsAreEscaped();
    void seriesAreLimited();
    void threads();
    void process();
};

void TestMetrics::tableIsWhole()
{
    QSet<QByteArray> names;
    int at = 0;
    for (const MetricSpec &spec : metricTable()) {
        QCOMPARE(static_cast<int>(spec.metric), at++); // in the order of the enum
        QVERIFY2(!names.contains(spec.name), spec.name);
        names.insert(spec.name);
        QVERIFY2(spec.name.startsWith("aria_") || spec.name.startsWith("process_"), spec.name);
        QVERIFY2(spec.help.endsWith('.'), spec.name);
        QCOMPARE(spec.name.endsWith("_total"), spec.type == MetricSpec::Type::Counter);
        if (spec.type == MetricSpec::Type::Histogram)
            QVERIFY2(spec.name.endsWith("_seconds"), spec.name);
    }
    QCOMPARE(at, static_cast<int>(Metric::ProcessThreads) + 1);
}

void TestMetrics::counters()
{
    Metrics metrics;
    QCOMPARE(metrics.text(), QByteArray());
    metrics.count(Metric::Pushes, { "synced" });
    metrics.count(Metric::Pushes, { "refused" });
    metrics.count(Metric::Pushes, { "synced" }, 2);
    QCOMPARE(metrics.text(),
        QByteArray("# HELP aria_pushes_total Edits of ARIA that were brought to Google, by how that ended.\n"
                   "# TYPE aria_pushes_total counter\n"
                   "aria_pushes_total{outcome=\"refused\"} 1\n"
                   "aria_pushes_total{outcome=\"synced\"} 3\n"));
}

void TestMetrics::histogram()
{
    Metrics metrics;
    for (const auto took : { 100us, 101us, 3000us, 20'000'000us })
        metrics.observe(Metric::StoreSeconds, took, { "read" });
    const QByteArray text = metrics.text();
    const auto bucket = [&text](const QByteArray &end, int count) {
        const QByteArray line = "aria_store_seconds_bucket{access=\"read\",le=\"" + end + "\"} "
            + QByteArray::number(count) + '\n';
        return text.contains(line);
    };
    QVERIFY2(bucket("0.0001", 1), text); // what is exactly at the end of a bucket is in it
    QVERIFY2(bucket("0.00025", 2), text);
    QVERIFY2(bucket("0.0025", 2), text);
    QVERIFY2(bucket("0.005", 3), text);
    QVERIFY2(bucket("10", 3), text);
    QVERIFY2(bucket("+Inf", 4), text);
    QVERIFY2(text.contains("aria_store_seconds_sum{access=\"read\"} 20.003201\n"), text);
    QVERIFY2(text.contains("aria_store_seconds_count{access=\"read\"} 4\n"), text);
}

void TestMetrics::gaugesComeAndGo()
{
    Metrics metrics;
    metrics.set(Metric::LastSync, 1705320000.5);
    metrics.set(Metric::LastSync, 1705320001.25);
    QVERIFY2(metrics.text().endsWith("aria_last_sync_timestamp_seconds 1705320001.25\n"), metrics.text());
    metrics.forget(Metric::LastSync);
    QCOMPARE(metrics.text(), QByteArray());
}

void TestMetrics::labelsAreEscaped()
{
    Metrics metrics;
    metrics.count(Metric::GoogleRetries, { "a\"b\\c\nd" });
    QVERIFY2(
        metrics.text().endsWith("aria_google_retries_total{reason=\"a\\\"b\\\\c\\nd\"} 1\n"), metrics.text());
}

void TestMetrics::seriesAreLimited()
{
    Metrics metrics;
    for (int i = 0; i < 5000; ++i)
        metrics.count(Metric::GoogleRetries, { QByteArray::number(i) });
    QVERIFY(metrics.text().count('\n') < 500);
    QVERIFY2(metrics.text().contains("{reason=\"other\"} 4600\n"), metrics.text().right(200));
}

void TestMetrics::threads()
{
    Metrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&metrics] {
            for (int n = 0; n < 1000; ++n)
                metrics.count(Metric::Syncs, { "ok" });
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY2(metrics.text().endsWith("aria_syncs_total{outcome=\"ok\"} 4000\n"), metrics.text());
}

void TestMetrics::process()
{
    Metrics metrics;
    setProcessFigures(metrics);
    const auto value = [&metrics](const QByteArray &name) {
        for (const QByteArray &line : metrics.text().split('\n')) {
            if (line.startsWith(name + ' '))
                return line.mid(name.size() + 1).toDouble();
        }
        return -1.0;
    };
    QVERIFY(value("process_resident_memory_bytes") > 1e6);
    QVERIFY(value("process_virtual_memory_bytes") >= value("process_resident_memory_bytes"));
    QVERIFY(value("process_cpu_seconds_total") >= 0);
    QVERIFY(value("process_open_fds") >= 3);
    QVERIFY(value("process_max_fds") >= value("process_open_fds"));
    QVERIFY(value("process_threads") >= 1);
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    QVERIFY(value("process_start_time_seconds") > now - 3600);
    QVERIFY(value("process_start_time_seconds") < now + 5);
}

ARIA_TEST(TestMetrics)

} // namespace tst_metrics

#include "tst_metrics.moc"
