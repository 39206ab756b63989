#include "calendar/wallrule.h"

#include <QDate>
#include <QList>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <limits>

namespace aria::calendar {

namespace {

constexpr int MaxPeriods = 1'000'000;
constexpr qint64 DaySeconds = 86'400; // seconds

qint64 floorDiv(qint64 a, qint64 b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

QList<int> numbers(const QMap<QString, QString> &parts, const QString &name)
{
    QList<int> result;
    for (const QString &element : parts.value(name).split(u',', Qt::SkipEmptyParts))
        result.append(element.toInt());
    std::sort(result.begin(), result.end());
    return result;
}

// All times in here are seconds on the wall.
class SubDailyRule
{
public:
    SubDailyRule(const QMap<QString, QString> &parts, qint64 start)
        : m_frequency(parts.value(QStringLiteral("FREQ")))
        , m_start(start)
        , m_months(numbers(parts, QStringLiteral("BYMONTH")))
        , m_monthDays(numbers(parts, QStringLiteral("BYMONTHDAY")))
        , m_yearDays(numbers(parts, QStringLiteral("BYYEARDAY")))
        , m_hours(numbers(parts, QStringLiteral("BYHOUR")))
        , m_minutes(numbers(parts, QStringLiteral("BYMINUTE")))
        , m_seconds(numbers(parts, QStringLiteral("BYSECOND")))
        , m_positions(numbers(parts, QStringLiteral("BYSETPOS")))
    {
        static const QStringList names{ QStringLiteral("MO"), QStringLiteral("TU"), QStringLiteral("WE"),
            QStringLiteral("TH"), QStringLiteral("FR"), QStringLiteral("SA"), QStringLiteral("SU") };
        for (const QString &day : parts.value(QStringLiteral("BYDAY")).split(u',', Qt::SkipEmptyParts))
            m_weekDays.append(static_cast<int>(names.indexOf(day.right(2))) + 1);
        m_unit = m_frequency == QLatin1String("HOURLY") ? 3600
            : m_frequency == QLatin1String("MINUTELY")  ? 60
                                                        : 1;
        m_step = m_unit * qMax(1, parts.value(QStringLiteral("INTERVAL"), QStringLiteral("1")).toInt());
        m_base = floorDiv(start, m_unit) * m_unit;
    }

    // The first period at or after `time`.
    qint64 periodFrom(qint64 time) const
    {
        return time <= m_base ? m_base : m_base - floorDiv(m_base - time, m_step) * m_step;
    }
    // The last one at or before it.
    qint64 periodBefore(qint64 time) const
    {
        return time <= m_base ? m_base : m_base + floorDiv(time - m_base, m_step) * m_step;
    }
    qint64 next(qint64 period) const { return period + m_step; }
    static qint64 nextDay(qint64 time) { return (floorDiv(time, DaySeconds) + 1) * DaySeconds; }

    bool dayMatches(qint64 period)
    {
        const qint64 number = floorDiv(period, DaySeconds);
        if (number != m_cachedDay) {
            m_cachedDay = number;
            m_cachedMatch = matches(QDate(1970, 1, 1).addDays(number));
        }
        return m_cachedMatch;
    }

    QList<qint64> occurrences(qint64 period) const
    {
        const int inDay = static_cast<int>(period - floorDiv(period, DaySeconds) * DaySeconds);
        const int minute = inDay / 60 % 60;
        if ((!m_hours.isEmpty() && !m_hours.contains(inDay / 3600))
            || (m_unit < 3600 && !m_minutes.isEmpty() && !m_minutes.contains(minute))
            || (m_unit < 60 && !m_seconds.isEmpty() && !m_seconds.contains(inDay % 60)))
            return {};
        QList<qint64> result;
        for (const int m : m_unit < 3600 ? QList<int>{ 0 } : orStart(m_minutes, 60, 60)) {
            for (const int s : m_unit < 60 ? QList<int>{ 0 } : orStart(m_seconds, 1, 60))
                result.append(period + m * 60 + s);
        }
        return m_positions.isEmpty() ? result : atPositions(result);
    }

private:
    QList<int> orStart(const QList<int> &given, int unit, int modulus) const
    {
        if (!given.isEmpty())
            return given;
        return { static_cast<int>((m_start - floorDiv(m_start, DaySeconds) * DaySeconds) / unit % modulus) };
    }

    QList<qint64> atPositions(const QList<qint64> &all) const
    {
        QSet<qint64> chosen;
        for (const int position : m_positions) {
            const auto index = position > 0 ? position - 1 : all.size() + position;
            if (index >= 0 && index < all.size())
                chosen.insert(all.at(index));
        }
        QList<qint64> result(chosen.cbegin(), chosen.cend());
        std::sort(result.begin(), result.end());
        return result;
    }

    bool matches(const QDate &date) const
    {
        const auto has = [](const QList<int> &list, int value, int size) {
            return list.isEmpty() || list.contains(value) || list.contains(value - size - 1);
        };
        return (m_months.isEmpty() || m_months.contains(date.month()))
            && (m_weekDays.isEmpty() || m_weekDays.contains(date.dayOfWeek()))
            && has(m_monthDays, date.day(), date.daysInMonth())
            && has(m_yearDays, date.dayOfYear(), date.daysInYear());
    }

    QString m_frequency;
    qint64 m_start;
    QList<int> m_months;
    QList<int> m_monthDays;
    QList<int> m_yearDays;
    QList<int> m_hours;
    QList<int> m_minutes;
    QList<int> m_seconds;
    QList<int> m_positions;
    QList<int> m_weekDays;
    qint64 m_unit = 1;
    qint64 m_step = 1;
    qint64 m_base = 0;
    qint64 m_cachedDay = std::numeric_limits<qint64>::min();
    bool m_cachedMatch = false;
};

} // namespace

bool visitSubDailyRule(const WallRule &given, qint64 startMs, qint64 fromMs, qint64 toMs,
    const std::function<bool(qint64)> &visit)
{
    const qint64 start = floorDiv(startMs, 1000);
    const qint64 from = floorDiv(fromMs, 1000);
    const qint64 last = floorDiv(std::min(toMs, given.until.value_or(toMs)), 1000);
    const int count = given.parts.value(QStringLiteral("COUNT")).toInt();
    int remaining = count > 0 ? count : std::numeric_limits<int>::max();
    bool first = true;

    SubDailyRule rule(given.parts, start);
    qint64 period = rule.periodBefore(count > 0 ? start : std::max(start, from));
    for (int step = 0; step < MaxPeriods; ++step) {
        if (period > last)
            return true;
        if (!rule.dayMatches(period)) {
            period = rule.periodFrom(SubDailyRule::nextDay(period));
            continue;
        }
        for (const qint64 time : rule.occurrences(period)) {
            if (time < start)
                continue;
            if (first && count > 0 && time != start)
                --remaining;
            first = false;
            if (time > last || remaining-- <= 0)
                return true;
            if (time >= from && !visit(time * 1000))
                return true;
        }
        period = rule.next(period);
    }
    return false;
}

} // namespace aria::calendar
