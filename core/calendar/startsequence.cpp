#include "calendar/startsequence.h"

#include "calendar/walltime.h"

#include <algorithm>

namespace aria::calendar {

namespace {

// As a heap: the earliest on top.
bool isLater(const auto &a, const auto &b)
{
    return *a.wall > *b.wall;
}

} // namespace

StartSequence::StartSequence(const Series &series, qint64 from, qint64 to, bool reach, Work &work)
    : m_series(series)
    , m_from(from)
    , m_to(to)
    , m_reach(reach)
    , m_work(work)
    , m_extra(series.m_extra.cend())
{
    if (!series.m_valid || from >= to)
        return;
    const qint64 fromWall = earliestWall();
    // Wall clocks differ by at most a day; the exact test is made on instants.
    const qint64 toWall = series.wallAt(to) + Series::dayMs;
    const auto sequenceOf = [&](const Series::Rule &rule) {
        RuleSequence walls(rule.wall, series.m_start.wall, series.m_allDay, toWall);
        walls.skipTo(fromWall);
        return Source{ std::move(walls), rule.untilInstant };
    };
    for (const Series::Rule &rule : series.m_exRules)
        m_exRules.push_back(sequenceOf(rule));
    for (const Series::Rule &rule : series.m_rules) {
        Source source = sequenceOf(rule);
        source.wall = source.walls.next(work);
        if (source.wall)
            m_rules.push_back(std::move(source));
    }
    std::make_heap(m_rules.begin(), m_rules.end(), isLater<Source, Source>);
    m_extra = std::lower_bound(series.m_extra.cbegin(), series.m_extra.cend(), fromWall,
        [](const Series::Start &start, qint64 wall) { return start.wall < wall; });
}

// No start before it is inside the window. Only near a clock change is it far from the first one that is.
qint64 StartSequence::earliestWall() const
{
    const qint64 reach = m_reach ? m_series.m_duration : 0;
    const qint64 instant = m_series.m_allDay ? m_from : m_from - reach;
    const qint64 wall = m_series.wallAt(instant);
    const auto offsetAt = [this](qint64 time) { return m_series.wallAt(time) - time; };
    const bool changes = offsetAt(instant - Series::dayMs) != offsetAt(instant + Series::dayMs);
    return wall - (m_series.m_allDay ? reach : 0) - (changes ? Series::dayMs : 0);
}

bool StartSequence::isInside(const Series::Start &start) const
{
    if (start.instant >= m_to || start.instant >= m_from)
        return start.instant < m_to;
    const qint64 end = m_series.m_allDay ? m_series.instantOf(start.wall + m_series.m_duration)
                                         : start.instant + m_series.m_duration;
    return m_reach && end > m_from;
}

// Whether an EXRULE excludes it.
bool StartSequence::isTakenOut(qint64 wall)
{
    return std::any_of(m_exRules.begin(), m_exRules.end(), [this, wall](Source &rule) {
        if (!rule.wall || *rule.wall < wall) {
            rule.walls.skipTo(wall);
            rule.wall = rule.walls.next(m_work);
        }
        return rule.wall == wall;
    });
}

std::optional<Series::Start> StartSequence::nextOfRules()
{
    while (m_waiting.isEmpty() || m_settled.value_or(m_waiting.firstKey() - 1) < m_waiting.firstKey()) {
        if (m_rules.empty())
            break;
        std::pop_heap(m_rules.begin(), m_rules.end(), isLater<Source, Source>);
        Source &source = m_rules.back();
        const qint64 wall = m_series.m_allDay ? Series::dayOf(*source.wall) : *source.wall;
        // Where clocks are put back, the start itself may be the second of the two instants with its wall time.
        const WallInstant instant = wall == m_series.m_start.wall
            ? WallInstant{ m_series.m_start.instant, false }
            : instantOfWall(wall, m_series.m_zone);
        const Series::Start start{ instant.ms, wall };
        if (!source.until || start.instant <= *source.until)
            m_waiting.insert(m_series.orderOf(start), start);
        if (m_series.m_allDay || !instant.isSkipped)
            m_settled = m_series.orderOf(start);
        source.wall = source.walls.next(m_work);
        if (source.wall)
            std::push_heap(m_rules.begin(), m_rules.end(), isLater<Source, Source>);
        else
            m_rules.pop_back();
    }
    if (m_waiting.isEmpty() || m_work.isSpent())
        return std::nullopt;
    return m_waiting.take(m_waiting.firstKey());
}

std::optional<Series::Start> StartSequence::nextOfAll()
{
    if (!m_ofRules)
        m_ofRules = nextOfRules();
    const bool extraLeft = m_extra != m_series.m_extra.cend();
    if (m_ofRules && (!extraLeft || m_series.orderOf(*m_ofRules) <= m_series.orderOf(*m_extra)))
        return std::exchange(m_ofRules, std::nullopt);
    return extraLeft ? std::optional(*m_extra++) : std::nullopt;
}

std::optional<EventTime> StartSequence::next()
{
    while (!m_work.isSpent()) {
        const auto start = nextOfAll();
        if (!start || m_work.isSpent() || start->instant >= m_to)
            return std::nullopt;
        const qint64 order = m_series.orderOf(*start);
        if (!m_work.spend() || order == m_given || !isInside(*start) || m_series.isExcluded(*start)
            || isTakenOut(start->wall))
            continue;
        // The rules that exclude occurrences may not have been expanded far enough.
        if (m_work.isSpent() || !m_work.spend(Work::ofStart))
            return std::nullopt;
        m_given = order;
        return m_series.timeOf(*start);
    }
    return std::nullopt;
}

} // namespace aria::calendar
