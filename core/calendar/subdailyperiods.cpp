#include "calendar/ruleperiods.h"

#include <limits>

namespace aria::calendar {

namespace {

constexpr qint64 daySeconds = 86'400;

qint64 floorDiv(qint64 a, qint64 b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// All times in this file are seconds on the wall clock.
class PeriodsInDays : public RulePeriods
{
public:
    PeriodsInDays(const RuleTerms &terms, qint64 start, qint64 last)
        : m_terms(terms)
        , m_unit(terms.frequency() == RuleTerms::Frequency::Hourly      ? 3600
                  : terms.frequency() == RuleTerms::Frequency::Minutely ? 60
                                                                        : 1)
        , m_step(m_unit * terms.interval())
        , m_base(floorDiv(floorDiv(start, 1000), m_unit) * m_unit)
        , m_fraction(start - floorDiv(start, 1000) * 1000)
        , m_last(floorDiv(last, 1000))
        , m_period(m_base)
    {
    }

    bool next(QList<qint64> &set, Work &work) override
    {
        set.clear();
        while (m_period <= m_last && work.spend()) {
            const qint64 day = floorDiv(m_period, daySeconds);
            const qint64 inDay = m_period - day * daySeconds;
            if (!dayMatches(day)) {
                m_period = periodFrom((day + 1) * daySeconds);
            } else if (refuses(m_terms.hours(), inDay / 3600)) {
                m_period = periodFrom(m_period - inDay % 3600 + 3600);
            } else if (m_unit < 3600 && refuses(m_terms.minutes(), inDay / 60 % 60)) {
                m_period = periodFrom(m_period - inDay % 60 + 60);
            } else {
                const qint64 period = m_period;
                m_period += m_step;
                if (m_unit == 1 && refuses(m_terms.seconds(), inDay % 60))
                    continue;
                fill(set, period);
                if (!set.isEmpty())
                    return work.spend(set.size());
            }
        }
        return false;
    }

    void skipTo(qint64 wall) override
    {
        const qint64 time = floorDiv(wall, 1000);
        if (time > m_period + m_step)
            m_period = m_base + floorDiv(time - m_base, m_step) * m_step;
    }

private:
    static bool refuses(const QList<int> &list, qint64 value)
    {
        return !list.isEmpty() && !list.contains(static_cast<int>(value));
    }

    // The first period at or after `time`.
    qint64 periodFrom(qint64 time) const { return m_base - floorDiv(m_base - time, m_step) * m_step; }

    bool dayMatches(qint64 number)
    {
        if (number != m_cachedDay) {
            m_cachedDay = number;
            m_cachedMatch = m_terms.takesDay(QDate(1970, 1, 1).addDays(number));
        }
        return m_cachedMatch;
    }

    void fill(QList<qint64> &set, qint64 period) const
    {
        static const QList<int> itself{ 0 };
        for (const int minute : m_unit < 3600 ? itself : m_terms.minutes()) {
            for (const int second : m_unit < 60 ? itself : m_terms.seconds())
                set.append((period + minute * 60 + second) * 1000 + m_fraction);
        }
        if (!m_terms.positions().isEmpty())
            set = m_terms.chosen(set);
    }

    const RuleTerms m_terms;
    const qint64 m_unit;
    const qint64 m_step;
    const qint64 m_base; // the start's period
    const qint64 m_fraction; // of a second, in milliseconds
    const qint64 m_last;
    qint64 m_period; // the next to check
    qint64 m_cachedDay = std::numeric_limits<qint64>::min();
    bool m_cachedMatch = false;
};

} // namespace

std::unique_ptr<RulePeriods> periodsInDays(const RuleTerms &terms, qint64 start, qint64 last)
{
    return std::make_unique<PeriodsInDays>(terms, start, last);
}

} // namespace aria::calendar
