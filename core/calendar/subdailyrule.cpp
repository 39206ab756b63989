#include "calendar/rulecounter.h"
#include "calendar/ruleterms.h"

#include <QSet>

namespace aria::calendar {

namespace {

constexpr int MaxPeriods = 1'000'000;
constexpr qint64 DaySeconds = 86'400; // seconds

qint64 floorDiv(qint64 a, qint64 b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// All times in here are seconds on the wall.
class SubDailyRule
{
public:
    SubDailyRule(const RuleTerms &terms, qint64 start)
        : m_terms(terms)
        , m_unit(terms.frequency() == RuleTerms::Frequency::Hourly      ? 3600
                  : terms.frequency() == RuleTerms::Frequency::Minutely ? 60
                                                                        : 1)
        , m_step(m_unit * terms.interval())
        , m_base(floorDiv(start, m_unit) * m_unit)
    {
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
            m_cachedMatch = m_terms.takesDay(QDate(1970, 1, 1).addDays(number));
        }
        return m_cachedMatch;
    }

    QList<qint64> occurrences(qint64 period) const
    {
        const int inDay = static_cast<int>(period - floorDiv(period, DaySeconds) * DaySeconds);
        const auto refuses = [](const QList<int> &list, int value) {
            return !list.isEmpty() && !list.contains(value);
        };
        if (refuses(m_terms.hours(), inDay / 3600)
            || (m_unit < 3600 && refuses(m_terms.minutes(), inDay / 60 % 60))
            || (m_unit < 60 && refuses(m_terms.seconds(), inDay % 60)))
            return {};
        const QList<int> itself{ 0 };
        QList<qint64> result;
        for (const int minute : m_unit < 3600 ? itself : m_terms.minutes()) {
            for (const int second : m_unit < 60 ? itself : m_terms.seconds())
                result.append(period + minute * 60 + second);
        }
        return m_terms.chosen(result);
    }

private:
    const RuleTerms &m_terms;
    qint64 m_unit;
    qint64 m_step;
    qint64 m_base;
    qint64 m_cachedDay = std::numeric_limits<qint64>::min();
    bool m_cachedMatch = false;
};

} // namespace

bool visitSubDailyRule(const RuleTerms &terms, qint64 start, RuleCounter &counter)
{
    const qint64 startSecond = floorDiv(start, 1000);
    const qint64 fraction = start - startSecond * 1000;
    const qint64 last = floorDiv(counter.last(), 1000);
    SubDailyRule rule(terms, startSecond);
    qint64 period = rule.periodBefore(floorDiv(counter.earliest(), 1000));
    for (int step = 0; step < MaxPeriods; ++step) {
        if (period > last)
            return true;
        if (!rule.dayMatches(period)) {
            period = rule.periodFrom(SubDailyRule::nextDay(period));
            continue;
        }
        for (const qint64 time : rule.occurrences(period)) {
            if (!counter.take(time * 1000 + fraction))
                return true;
        }
        period = rule.next(period);
    }
    return false;
}

} // namespace aria::calendar
