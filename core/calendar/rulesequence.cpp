#include "calendar/rulesequence.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

// The distance between two occurrences if it is always the same; otherwise nullopt.
std::optional<qint64> stepOf(const QMap<QString, QString> &parts)
{
    for (auto it = parts.cbegin(); it != parts.cend(); ++it) {
        if (it.key().startsWith("BY"_L1))
            return std::nullopt;
    }
    const auto terms = RuleTerms::of(parts, 0);
    if (!terms)
        return std::nullopt;
    switch (terms->frequency()) {
    case RuleTerms::Frequency::Secondly:
        return terms->interval() * 1000;
    case RuleTerms::Frequency::Minutely:
        return terms->interval() * 60'000;
    case RuleTerms::Frequency::Hourly:
        return terms->interval() * 3'600'000;
    case RuleTerms::Frequency::Daily:
        return terms->interval() * 86'400'000;
    case RuleTerms::Frequency::Weekly:
        return terms->interval() * 7 * 86'400'000;
    default:
        return std::nullopt; // not every month has a 31st
    }
}

} // namespace

std::optional<qint64> WallRule::count() const
{
    const QString text = parts.value(u"COUNT"_s);
    bool isNumber = false;
    const qint64 value = text.toLongLong(&isNumber);
    return isNumber && value > 0 ? std::optional(value) : std::nullopt;
}

std::optional<qint64> RuleSequence::lastOf(const WallRule &rule, qint64 start)
{
    const auto count = rule.count();
    const auto step = count ? stepOf(rule.parts) : std::nullopt;
    if (!step)
        return std::nullopt;
    const qint64 room = std::numeric_limits<qint64>::max() / 4 / *step;
    return start + std::min(*count - 1, room) * *step;
}

RuleSequence::RuleSequence(const WallRule &rule, qint64 start, bool allDay, qint64 last)
    : m_start(start)
    , m_from(start)
    , m_last(std::min(last, rule.until.value_or(last)))
    , m_left(rule.count())
{
    const auto terms = RuleTerms::of(rule.parts, start);
    if (!terms)
        return;
    if (const auto known = lastOf(rule, start)) {
        m_last = std::min(m_last, *known);
        m_left.reset();
    }
    m_periods = terms->frequency() < RuleTerms::Frequency::Daily
        ? periodsInDays(*terms, start, m_last)
        : periodsOfDays(*terms, start, allDay, m_last);
}

std::optional<qint64> RuleSequence::next(Work &work)
{
    while (m_periods) {
        for (; m_at < m_set.size(); ++m_at) {
            const qint64 wall = m_set.at(m_at);
            if (wall < m_start)
                continue;
            if (wall > m_last || (m_left && *m_left <= 0))
                break;
            if (m_left)
                --*m_left;
            if (wall >= m_from) {
                ++m_at;
                return wall;
            }
        }
        const bool isOver = m_at < m_set.size();
        m_at = 0;
        if (isOver || !m_periods->next(m_set, work)) {
            m_periods.reset();
            m_set.clear();
        }
    }
    return std::nullopt;
}

void RuleSequence::skipTo(qint64 wall)
{
    m_from = std::max(m_from, wall);
    const bool isInSet = m_at < m_set.size() && m_set.last() >= wall;
    if (!m_periods || m_left || isInSet)
        return;
    m_set.clear();
    m_at = 0;
    m_periods->skipTo(wall);
}

} // namespace aria::calendar
