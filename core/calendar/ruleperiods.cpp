#include "calendar/ruleperiods.h"

#include <algorithm>

namespace aria::calendar {

namespace {

constexpr qint64 dayMs = 86'400'000;
constexpr qint64 lastYear = 200'000; // no window reaches that far, but QDate does
const QDate epoch(1970, 1, 1);

qint64 dayNumber(qint64 wall)
{
    return wall / dayMs - (wall % dayMs < 0 ? 1 : 0);
}

QDate dateOf(qint64 day)
{
    return epoch.addDays(day);
}

qint64 numberOf(const QDate &date)
{
    return epoch.daysTo(date);
}

// The days [first, end) of one period, and the month to check first (0: no particular one).
struct Period
{
    qint64 first;
    qint64 end;
    int month = 0;
};

// The rule's own years, months, weeks or days, INTERVAL apart, beginning with the start's.
class Periods
{
public:
    Periods(const RuleTerms &terms, qint64 startDay)
        : m_frequency(terms.frequency())
        , m_interval(terms.interval())
        , m_weekStart(terms.weekStart())
        , m_first(indexOf(startDay))
    {
    }

    // nullopt: beyond the range of time.
    std::optional<Period> at(qint64 number) const
    {
        const qint64 index = m_first + number * m_interval;
        switch (m_frequency) {
        case RuleTerms::Frequency::Yearly:
            if (index > lastYear)
                return std::nullopt;
            return Period{ numberOf(QDate(static_cast<int>(index), 1, 1)),
                numberOf(QDate(static_cast<int>(index) + 1, 1, 1)) };
        case RuleTerms::Frequency::Monthly: {
            if (index / 12 > lastYear)
                return std::nullopt;
            const QDate date(static_cast<int>(index / 12), static_cast<int>(index % 12) + 1, 1);
            return Period{ numberOf(date), numberOf(date) + date.daysInMonth(), date.month() };
        }
        case RuleTerms::Frequency::Weekly:
            return Period{ index * 7 + firstWeek(), index * 7 + firstWeek() + 7 };
        default:
            return Period{ index, index + 1 };
        }
    }

    // The last period that begins on or before a day, or the very first one.
    qint64 numberBefore(qint64 day) const
    {
        return std::max<qint64>(0, (indexOf(day) - m_first) / m_interval);
    }

private:
    qint64 indexOf(qint64 day) const
    {
        const QDate date = dateOf(day);
        switch (m_frequency) {
        case RuleTerms::Frequency::Yearly:
            return date.year();
        case RuleTerms::Frequency::Monthly:
            return date.year() * 12LL + date.month() - 1;
        case RuleTerms::Frequency::Weekly: {
            const qint64 since = day - firstWeek();
            return since / 7 - (since % 7 < 0 ? 1 : 0);
        }
        default:
            return day;
        }
    }

    // A day on which a week begins: 1970-01-05 was a Monday.
    qint64 firstWeek() const { return 4 + m_weekStart; }

    RuleTerms::Frequency m_frequency;
    qint64 m_interval;
    int m_weekStart;
    qint64 m_first;
};

// Milliseconds since midnight, sorted.
QList<qint64> timesOfDay(const RuleTerms &terms, qint64 start)
{
    const qint64 fraction = (start % 1000 + 1000) % 1000;
    QList<qint64> result;
    for (const int hour : terms.hours()) {
        for (const int minute : terms.minutes()) {
            for (const int second : terms.seconds())
                result.append(((hour * 60 + minute) * 60 + second) * 1000LL + fraction);
        }
    }
    return result;
}

class PeriodsOfDays : public RulePeriods
{
public:
    PeriodsOfDays(const RuleTerms &terms, qint64 start, bool allDay, qint64 last)
        : m_terms(terms)
        , m_times(allDay ? QList<qint64>{ 0 } : timesOfDay(terms, start))
        , m_periods(terms, dayNumber(start))
        , m_lastDay(dayNumber(last))
        , m_earliestDay(dayNumber(start))
    {
    }

    bool next(QList<qint64> &set, Work &work) override
    {
        set.clear();
        while (openPeriod(work)) {
            // Without BYSETPOS, days do not depend on each other, so each is returned on its own.
            const bool whole = !m_terms.positions().isEmpty();
            const qint64 end = whole ? m_period->end : std::min(m_period->end, m_lastDay + 1);
            for (; m_day < end && (whole || set.isEmpty()); ++m_day) {
                if (!work.spend())
                    return false;
                if (!m_terms.takesDay(dateOf(m_day)))
                    continue;
                if (!work.spend(m_times.size()))
                    return false;
                for (const qint64 time : m_times)
                    set.append(m_day * dayMs + time);
            }
            if (m_day >= m_period->end) {
                m_period.reset();
                ++m_number;
            }
            if (whole)
                set = m_terms.chosen(set);
            if (!set.isEmpty())
                return true;
            if (m_period)
                return false; // there are no days left before the end
        }
        return false;
    }

    void skipTo(qint64 wall) override
    {
        m_earliestDay = std::max(m_earliestDay, dayNumber(wall));
        const qint64 number = m_periods.numberBefore(m_earliestDay);
        if (number > m_number) {
            m_number = number;
            m_period.reset();
        } else if (m_period && m_terms.positions().isEmpty()) {
            m_day = std::max(m_day, m_earliestDay);
        }
    }

private:
    // Opens the next period that has days worth checking.
    bool openPeriod(Work &work)
    {
        while (!m_period) {
            const auto period = m_periods.at(m_number);
            if (!period || period->first > m_lastDay || !work.spend())
                return false;
            if (period->month != 0 && !m_terms.takesMonth(period->month)) {
                ++m_number;
                continue;
            }
            m_period = period;
            m_day = m_terms.positions().isEmpty() ? std::max(period->first, m_earliestDay) : period->first;
        }
        return true;
    }

    const RuleTerms m_terms;
    const QList<qint64> m_times;
    const Periods m_periods;
    const qint64 m_lastDay;
    qint64 m_earliestDay;
    qint64 m_number = 0;
    std::optional<Period> m_period;
    qint64 m_day = 0; // the next to check
};

} // namespace

std::unique_ptr<RulePeriods> periodsOfDays(const RuleTerms &terms, qint64 start, bool allDay, qint64 last)
{
    return std::make_unique<PeriodsOfDays>(terms, start, allDay, last);
}

} // namespace aria::calendar
