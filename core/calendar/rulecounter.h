// Where the occurrences of a rule begin and end: start, COUNT, UNTIL and the window; used inside this room only.
#pragma once

#include "calendar/wallrule.h"

#include <algorithm>
#include <limits>

namespace aria::calendar {

// All times in milliseconds on the wall.
class RuleCounter
{
public:
    RuleCounter(
        const WallRule &rule, qint64 start, qint64 from, qint64 to, const std::function<bool(qint64)> &visit)
        : m_start(start)
        , m_from(from)
        , m_last(std::min(to, rule.until.value_or(to)))
        , m_visit(visit)
    {
        if (const int count = rule.parts.value(QStringLiteral("COUNT")).toInt(); count > 0) {
            m_counts = true;
            m_remaining = count;
        }
    }

    // What COUNT leaves over depends on everything before, so such rules are walked from the start.
    qint64 earliest() const { return m_counts ? m_start : std::max(m_start, m_from); }
    qint64 last() const { return m_last; }

    // One occurrence after another, those before the start as well. False: no more are wanted.
    bool take(qint64 wall)
    {
        if (wall < m_start)
            return true;
        // The start is the first of COUNT, also where its rule does not match it.
        if (m_counts && m_isFirst && wall != m_start)
            --m_remaining;
        m_isFirst = false;
        if (wall > m_last || (m_counts && m_remaining-- <= 0))
            return false;
        return wall < m_from || m_visit(wall);
    }

private:
    qint64 m_start;
    qint64 m_from;
    qint64 m_last;
    bool m_counts = false;
    int m_remaining = 0;
    bool m_isFirst = true;
    const std::function<bool(qint64)> &m_visit;
};

} // namespace aria::calendar
