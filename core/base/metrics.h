// What the service counts about itself, for GET /metrics. There is one table of names, metrictable.cpp, and one object,
// which is passed to everything that counts.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>

#include <chrono>
#include <memory>
#include <mutex>

namespace aria {

enum class Metric {
    // Counted as it happens.
    Syncs,
    SyncSeconds,
    Pushes,
    GoogleRequests,
    GoogleSeconds,
    GoogleRetries,
    ApiSeconds,
    StoreSeconds,
    StreamSubscribers,
    HookBacklog,
    // Set when GET /metrics asks for them.
    BuildInfo,
    DatabaseUp,
    SignedIn,
    State,
    Leader,
    Events,
    QueueLength,
    LastSync,
    ChannelExpiry,
    TokenExpiry,
    ClockOffset,
    MailsCaused,
    ProcessCpu,
    ProcessStart,
    ProcessResident,
    ProcessVirtual,
    ProcessDescriptors,
    ProcessMaxDescriptors,
    ProcessThreads,
};

struct MetricSpec
{
    enum class Type { Counter, Gauge, Histogram };
    Metric metric;
    Type type;
    QByteArray name;
    QByteArray help;
    QByteArrayList labels = {};
};

const QList<MetricSpec> &metricTable(); // in the order of the enum

// Thread-safe. `labels` are the values, in the table's order; they never come from an event, a person or a secret.
class Metrics
{
public:
    // The upper ends of a histogram's buckets in seconds, from 0.1 ms to 10 s.
    static const QList<double> &buckets();

    void count(Metric metric, const QByteArrayList &labels = {}, double by = 1);
    // Also of a counter that others keep.
    void set(Metric metric, double value, const QByteArrayList &labels = {});
    void observe(Metric metric, std::chrono::nanoseconds took, const QByteArrayList &labels = {});
    void forget(Metric metric); // all of its values

    // Everything in Prometheus' text format, version 0.0.4.
    QByteArray text() const;

private:
    struct Series
    {
        QByteArrayList labels;
        double value = 0; // a histogram's sum
        QList<quint64> counts = {}; // a histogram's, by bucket; the last one is for what is above all of them
    };
    Series &series(Metric metric, QByteArrayList labels);

    mutable std::mutex m_mutex;
    QHash<Metric, QHash<QByteArray, Series>> m_series; // by the joined labels
};

} // namespace aria
