#include "calendar/series.h"

#include "calendar/recurrencelines.h"
#include "calendar/startsequence.h"
#include "calendar/walltime.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

qint64 wallMs(const QDate &date, const QTime &time)
{
    return QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
}

} // namespace

Series::Series(const Event &master, const QTimeZone &floatingZone)
    : m_zone(floatingZone)
{
    const EventTime start = master.start();
    const EventTime end = master.end();
    m_valid = !start.isNull();
    m_allDay = start.isDate();
    if (m_allDay) {
        m_start.wall = wallMs(start.date(), QTime(0, 0));
        m_start.instant = instantOf(m_start.wall);
        m_duration = end.isDate() ? std::max<qint64>(1, start.date().daysTo(end.date())) * dayMs : dayMs;
    } else if (m_valid) {
        m_zoned = start.zoned();
        m_zone = zoneOf(m_zoned);
        m_start.instant = m_zoned.utc.toMSecsSinceEpoch();
        m_start.wall = wallAt(m_start.instant);
        m_duration = end.isTimed() ? std::max<qint64>(0, m_zoned.utc.msecsTo(end.zoned().utc)) : 0;
    }
    for (const QString &text : master.recurrence()) {
        if (const auto line = parseRecurrenceLine(text))
            line->isRule() ? readRule(*line) : readDates(*line);
    }
    addStart();
    std::sort(m_extra.begin(), m_extra.end(),
        [this](const Start &a, const Start &b) { return orderOf(a) < orderOf(b); });
}

// The start belongs to its series even if no rule yields it, unless the rule ended before it: "this and following" at
// the very first occurrence leaves such a rule.
void Series::addStart()
{
    const auto endsBeforeStart = [this](const Rule &rule) {
        return rule.untilInstant ? *rule.untilInstant < m_start.instant
                                 : rule.wall.until.value_or(m_start.wall) < m_start.wall;
    };
    if (m_valid && (m_rules.isEmpty() || !std::all_of(m_rules.cbegin(), m_rules.cend(), endsBeforeStart)))
        m_extra.append(m_start);
}

void Series::readRule(const RecurrenceLine &line)
{
    auto parts = line.ruleParts();
    if (!parts)
        return;
    Rule rule;
    const QString text = parts->take(u"UNTIL"_s);
    if (const auto until = text.isEmpty() ? std::nullopt : parseBasicTime(text)) {
        // A date means all of that day; for all-day series only the date counts (Google returns both).
        const bool wholeDay = m_allDay || !until->hasTime;
        const qint64 wall = wallMs(until->date, wholeDay ? QTime(0, 0) : until->time);
        rule.wall.until = m_allDay ? wall : wholeDay ? wall + dayMs - 1 : wall;
        if (!wholeDay && until->utc) {
            // Where clocks change, one wall time stands for two instants: the rule may run a little longer,
            // and the instant decides.
            rule.untilInstant = wall;
            rule.wall.until = wallAt(wall) + dayMs;
        }
    }
    rule.wall.parts = *parts;
    (line.kind == "RRULE"_L1 ? m_rules : m_exRules).append(rule);
}

void Series::readDates(const RecurrenceLine &line)
{
    const QByteArray tzid = line.parameters.value(u"TZID"_s).toUtf8();
    const QTimeZone zone = tzid.isEmpty() ? m_zone : zoneNamed(tzid).value_or(m_zone);
    const bool exclude = line.kind == "EXDATE"_L1;
    for (const QString &text : line.values()) {
        const auto value = parseBasicTime(text);
        if (!value)
            continue;
        const qint64 midnight = wallMs(value->date, QTime(0, 0));
        if (m_allDay || !value->hasTime) {
            // In a timed series a bare date stands for the occurrence of that day.
            const qint64 wall = m_allDay ? midnight : midnight + (m_start.wall - dayOf(m_start.wall));
            if (exclude)
                m_excludedDays.insert(midnight);
            else
                m_extra.append({ instantOf(wall), wall });
            continue;
        }
        const qint64 wall = midnight + value->time.msecsSinceStartOfDay();
        const qint64 instant = value->utc ? wall : instantOfWall(wall, zone).ms;
        if (exclude)
            m_excludedInstants.insert(instant);
        else
            m_extra.append({ instant, wallAt(instant) });
    }
}

qint64 Series::instantOf(qint64 wall) const
{
    return instantOfWall(wall, m_zone).ms;
}

qint64 Series::wallAt(qint64 instant) const
{
    return wallOf(QDateTime::fromMSecsSinceEpoch(instant, Qt::UTC), m_zone).toMSecsSinceEpoch();
}

bool Series::isExcluded(const Start &start) const
{
    return m_excludedInstants.contains(start.instant)
        || (!m_excludedDays.isEmpty() && m_excludedDays.contains(dayOf(start.wall)));
}

EventTime Series::timeOf(const Start &start) const
{
    if (m_allDay)
        return EventTime(QDateTime::fromMSecsSinceEpoch(start.wall, Qt::UTC).date());
    ZonedTime time = m_zoned;
    time.utc = QDateTime::fromMSecsSinceEpoch(start.instant, Qt::UTC);
    return EventTime(time);
}

QList<EventTime> Series::starts(qint64 from, qint64 to, bool reach, int limit) const
{
    Work work(std::max<qint64>(Work::ofSeries, limit * Work::ofStart * 2));
    StartSequence sequence(*this, from, to, reach, work);
    QList<EventTime> result;
    while (result.size() < limit) {
        const auto start = sequence.next();
        if (!start)
            break;
        result.append(*start);
    }
    return result;
}

bool Series::hasStartAt(qint64 instant) const
{
    return !starts(instant, instant + 1, false, 1).isEmpty();
}

qint64 Series::firstStart() const
{
    return m_extra.isEmpty() ? m_start.instant : std::min(m_start.instant, m_extra.first().instant);
}

std::optional<qint64> Series::lastEnd() const
{
    qint64 last = m_extra.isEmpty() ? m_start.wall : std::max(m_start.wall, m_extra.last().wall);
    for (const Rule &rule : m_rules) {
        if (rule.wall.until) {
            last = std::max(last, *rule.wall.until);
            continue;
        }
        if (!rule.wall.counts())
            return std::nullopt;
        if (const auto known = RuleSequence::lastOf(rule.wall, m_start.wall)) {
            last = std::max(last, *known);
            continue;
        }
        Work work(Work::ofSeries);
        RuleSequence walls(rule.wall, m_start.wall, m_allDay, wallMs(QDate(2200, 1, 1), QTime(0, 0)));
        for (auto wall = walls.next(work); wall; wall = walls.next(work))
            last = std::max(last, *wall);
        if (work.isSpent())
            return std::nullopt;
    }
    if (last > wallMs(QDate(2190, 1, 1), QTime(0, 0)))
        return std::nullopt;
    return instantOf(last) + m_duration + (m_allDay ? dayMs : 0);
}

} // namespace aria::calendar
