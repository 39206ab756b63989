#include "base/metrics.h"

#include <algorithm>
#include <cmath>

namespace aria {

namespace {

// Whatever a label's values turn out to be, the answer stays readable: further ones are counted as "other".
constexpr qsizetype mostSeries = 400;
constexpr char labelBorder = '\x1f';

QByteArray escaped(QByteArray text)
{
    return text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
}

// {a="x",b="y"}; nothing where there are no labels.
QByteArray labelsText(
    const QByteArrayList &names, const QByteArrayList &values, const QByteArray &bucketEnd = {})
{
    QByteArrayList pairs;
    for (qsizetype i = 0; i < names.size(); ++i)
        pairs.append(names.at(i) + "=\"" + escaped(values.value(i)) + '"');
    if (!bucketEnd.isEmpty())
        pairs.append("le=\"" + bucketEnd + '"');
    return pairs.isEmpty() ? QByteArray() : '{' + pairs.join(',') + '}';
}

QByteArray number(double value)
{
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return QByteArray::number(static_cast<qint64>(value));
    return QByteArray::number(value, 'g', 15);
}

QByteArray typeName(MetricSpec::Type type)
{
    switch (type) {
    case MetricSpec::Type::Counter:
        return "counter";
    case MetricSpec::Type::Gauge:
        return "gauge";
    case MetricSpec::Type::Histogram:
        break;
    }
    return "histogram";
}

} // namespace

const QList<double> &Metrics::buckets()
{
    static const QList<double> ends{ 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
        0.25, 0.5, 1, 2.5, 5, 10 };
    return ends;
}

Metrics::Series &Metrics::series(Metric metric, QByteArrayList labels)
{
    QHash<QByteArray, Series> &known = m_series[metric];
    QByteArray key = labels.join(labelBorder);
    if (const auto it = known.find(key); it != known.end())
        return *it;
    if (known.size() >= mostSeries) {
        labels.fill("other");
        key = labels.join(labelBorder);
    }
    Series &made = known[key];
    made.labels = std::move(labels);
    return made;
}

void Metrics::count(Metric metric, const QByteArrayList &labels, double by)
{
    const std::lock_guard lock(m_mutex);
    series(metric, labels).value += by;
}

void Metrics::set(Metric metric, double value, const QByteArrayList &labels)
{
    const std::lock_guard lock(m_mutex);
    series(metric, labels).value = value;
}

void Metrics::observe(Metric metric, std::chrono::nanoseconds took, const QByteArrayList &labels)
{
    const double seconds = std::chrono::duration<double>(took).count();
    const QList<double> &ends = buckets();
    const auto bucket = std::lower_bound(ends.begin(), ends.end(), seconds) - ends.begin();
    const std::lock_guard lock(m_mutex);
    Series &seen = series(metric, labels);
    if (seen.counts.isEmpty())
        seen.counts.resize(ends.size() + 1);
    ++seen.counts[bucket];
    seen.value += seconds;
}

void Metrics::forget(Metric metric)
{
    const std::lock_guard lock(m_mutex);
    m_series.remove(metric);
}

QByteArray Metrics::text() const
{
    const std::lock_guard lock(m_mutex);
    QByteArray out;
    for (const MetricSpec &spec : metricTable()) {
        const auto found = m_series.constFind(spec.metric);
        if (found == m_series.constEnd())
            continue;
        out += "# HELP " + spec.name + ' ' + spec.help + "\n# TYPE " + spec.name + ' ' + typeName(spec.type)
            + '\n';
        QByteArrayList keys = found->keys();
        std::sort(keys.begin(), keys.end());
        for (const QByteArray &key : std::as_const(keys)) {
            const Series &series = *found->constFind(key);
            if (spec.type != MetricSpec::Type::Histogram) {
                out += spec.name + labelsText(spec.labels, series.labels) + ' ' + number(series.value) + '\n';
                continue;
            }
            quint64 total = 0;
            for (qsizetype i = 0; i < series.counts.size(); ++i) {
                total += series.counts.at(i);
                const QByteArray end = i < buckets().size() ? number(buckets().at(i)) : QByteArray("+Inf");
                out += spec.name + "_bucket" + labelsText(spec.labels, series.labels, end) + ' '
                    + QByteArray::number(total) + '\n';
            }
            const QByteArray labels = labelsText(spec.labels, series.labels);
            out += spec.name + "_sum" + labels + ' ' + number(series.value) + '\n' + spec.name + "_count"
                + labels + ' ' + QByteArray::number(total) + '\n';
        }
    }
    return out;
}

} // namespace aria
