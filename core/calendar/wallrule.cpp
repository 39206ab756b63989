#include "calendar/wallrule.h"

#include "calendar/rulecounter.h"
#include "calendar/ruleterms.h"

#include <algorithm>

namespace aria::calendar {

namespace {

constexpr qint64 DayMs = 86'400'000;
// Days looked at and times found; a few tenths of a second.
constexpr int MaxSteps = 2'000'000;
const QDate Epoch(1970, 1, 1);

qint64 dayNumber(qint64 wall)
{
    return wall / DayMs - (wall % DayMs < 0 ? 1 : 0);
}

QDate dateOf(qint64 day)
{
    return Epoch.addDays(day);
}

qint64 numberOf(const QDate &date)
{
    return Epoch.daysTo(date);
}

// The days [first, end) of one period, and the month to look at first (0: none in particular).
struct Period
{
    qint64 first;
    qint64 end;
    int month = 0;
};

// The rule's own years, months, weeks or days, INTERVAL apart, the start's first.
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

    Period at(qint64 number) const
    {
        const qint64 index = m_first + number * m_interval;
        switch (m_frequency) {
        case RuleTerms::Frequency::Yearly:
            return { numberOf(QDate(static_cast<int>(index), 1, 1)),
                numberOf(QDate(static_cast<int>(index) + 1, 1, 1)) };
        case RuleTerms::Frequency::Monthly: {
            const QDate date(static_cast<int>(index / 12), static_cast<int>(index % 12) + 1, 1);
            return { numberOf(date), numberOf(date) + date.daysInMonth(), date.month() };
        }
        case RuleTerms::Frequency::Weekly:
            return { index * 7 + firstWeek(), index * 7 + firstWeek() + 7 };
        default:
            return { index, index + 1 };
        }
    }

    // The last one that begins at or before a day, or the first of all.
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

    // The day on which some week begins: 1970-01-05 was a Monday.
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

} // namespace

bool visitRule(const WallRule &rule, qint64 start, bool allDay, qint64 from, qint64 to,
    const std::function<bool(qint64)> &visit)
{
    const auto terms = RuleTerms::of(rule.parts, start);
    if (!terms)
        return true;
    RuleCounter counter(rule, start, from, to, visit);
    if (terms->frequency() < RuleTerms::Frequency::Daily)
        return visitSubDailyRule(*terms, start, counter);

    const QList<qint64> times = allDay ? QList<qint64>{ 0 } : timesOfDay(*terms, start);
    const Periods periods(*terms, dayNumber(start));
    const qint64 lastDay = dayNumber(counter.last());
    const qint64 earliestDay = dayNumber(counter.earliest());
    int steps = 0;
    for (qint64 number = periods.numberBefore(earliestDay); steps < MaxSteps; ++number) {
        const Period period = periods.at(number);
        ++steps;
        if (period.first > lastDay)
            return true;
        if (period.month != 0 && !terms->takesMonth(period.month))
            continue;
        // Without BYSETPOS days do not depend on each other.
        const bool whole = !terms->positions().isEmpty();
        const qint64 begin = whole ? period.first : std::max(period.first, earliestDay);
        const qint64 end = whole ? period.end : std::min(period.end, lastDay + 1);
        QList<qint64> set;
        for (qint64 day = begin; day < end && steps < MaxSteps; ++day) {
            ++steps;
            if (!terms->takesDay(dateOf(day)))
                continue;
            for (const qint64 time : times)
                set.append(day * DayMs + time);
            steps += static_cast<int>(times.size());
        }
        for (const qint64 wall : terms->chosen(set)) {
            if (!counter.take(wall))
                return true;
        }
    }
    return false;
}

} // namespace aria::calendar
