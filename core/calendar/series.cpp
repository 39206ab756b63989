#include "calendar/series.h"

#include "calendar/recurrencelines.h"
#include "calendar/walltime.h"

#include <algorithm>

namespace aria::calendar {

namespace {

constexpr qint64 Day = 86'400'000;

qint64 dayOf(qint64 wall)
{
    return wall - ((wall % Day) + Day) % Day;
}

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
        m_start = wallMs(start.date(), QTime(0, 0));
        m_duration = end.isDate() ? std::max<qint64>(1, start.date().daysTo(end.date())) * Day : Day;
    } else if (m_valid) {
        m_tzid = start.zoned().tzid;
        m_zone = zoneNamed(m_tzid).value_or(QTimeZone::utc());
        m_start = wallOf(start.zoned().utc, m_zone).toMSecsSinceEpoch();
        m_duration = end.isTimed() ? std::max<qint64>(0, start.zoned().utc.msecsTo(end.zoned().utc)) : 0;
    }
    for (const QString &text : master.recurrence()) {
        if (const auto line = parseRecurrenceLine(text))
            line->isRule() ? readRule(*line) : readDates(*line);
    }
    const qint64 first = m_valid ? instantOf(m_start) : 0;
    const auto endsBeforeStart = [&](const Rule &rule) {
        return rule.untilInstant ? *rule.untilInstant < first : rule.wall.until.value_or(m_start) < m_start;
    };
    m_startBelongs = m_rules.isEmpty() || !std::all_of(m_rules.cbegin(), m_rules.cend(), endsBeforeStart);
}

void Series::readRule(const RecurrenceLine &line)
{
    auto parts = line.ruleParts();
    if (!parts)
        return;
    Rule rule;
    const QString text = parts->take(QStringLiteral("UNTIL"));
    if (const auto until = text.isEmpty() ? std::nullopt : parseBasicTime(text)) {
        // A date means all of that day; for all-day series only the date counts (both are what Google
        // returns).
        const bool wholeDay = m_allDay || !until->hasTime;
        const qint64 wall = wallMs(until->date, wholeDay ? QTime(0, 0) : until->time);
        rule.wall.until = m_allDay ? wall : wholeDay ? wall + Day - 1 : wall;
        if (!wholeDay && until->utc) {
            // Where clocks change, one wall time stands for two instants: the rule may run a little longer,
            // the instant decides.
            rule.untilInstant = wall;
            rule.wall.until =
                wallOf(QDateTime::fromMSecsSinceEpoch(wall, Qt::UTC), m_zone).toMSecsSinceEpoch() + Day;
        }
    }
    rule.wall.parts = *parts;
    (line.kind == QLatin1String("RRULE") ? m_rules : m_exRules).append(rule);
}

void Series::readDates(const RecurrenceLine &line)
{
    const QByteArray tzid = line.parameters.value(QStringLiteral("TZID")).toUtf8();
    const QTimeZone zone = tzid.isEmpty() ? m_zone : zoneNamed(tzid).value_or(m_zone);
    const bool exclude = line.kind == QLatin1String("EXDATE");
    for (const QString &text : line.values()) {
        const auto value = parseBasicTime(text);
        if (!value)
            continue;
        const qint64 midnight = wallMs(value->date, QTime(0, 0));
        if (m_allDay || !value->hasTime) {
            // A bare date in a timed series stands for the occurrence of that day.
            if (exclude)
                m_excludedDays.insert(midnight);
            else
                m_extra.append(m_allDay ? midnight : midnight + (m_start - dayOf(m_start)));
            continue;
        }
        const QDateTime utc = value->utc ? QDateTime(value->date, value->time, Qt::UTC)
                                         : wallToUtc(value->date, value->time, zone);
        if (exclude)
            m_excludedInstants.insert(utc.toMSecsSinceEpoch());
        else
            m_extra.append(wallOf(utc, m_zone).toMSecsSinceEpoch());
    }
}

qint64 Series::instantOf(qint64 wall) const
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(wall, Qt::UTC);
    return wallToUtc(time.date(), time.time(), m_zone).toMSecsSinceEpoch();
}

qint64 Series::wallAt(qint64 instant) const
{
    return wallOf(QDateTime::fromMSecsSinceEpoch(instant, Qt::UTC), m_zone).toMSecsSinceEpoch();
}

bool Series::isExcluded(qint64 wall, qint64 instant) const
{
    return m_excludedInstants.contains(instant) || m_excludedDays.contains(dayOf(wall));
}

EventTime Series::timeOf(qint64 wall, qint64 instant) const
{
    if (m_allDay)
        return EventTime(QDateTime::fromMSecsSinceEpoch(wall, Qt::UTC).date());
    return EventTime(ZonedTime{ QDateTime::fromMSecsSinceEpoch(instant, Qt::UTC), m_tzid });
}

QList<EventTime> Series::starts(qint64 from, qint64 to, bool reach, int limit) const
{
    if (!m_valid || limit < 1 || from >= to)
        return {};
    // Wall clocks are at most a day away from each other; the exact test is made on instants.
    const qint64 fromWall = wallAt(from) - (reach ? m_duration : 0) - Day;
    const qint64 toWall = wallAt(to) + Day;

    QSet<qint64> excluded;
    for (const Rule &rule : m_exRules) {
        visitRule(rule.wall, m_start, m_allDay, fromWall, toWall, [&](qint64 wall) {
            excluded.insert(wall);
            return true;
        });
    }

    QMap<qint64, qint64> found; // instant → wall
    const auto consider = [&](qint64 wall, const Rule *rule) {
        const qint64 instant = instantOf(wall);
        if (rule && rule->untilInstant && instant > *rule->untilInstant)
            return false;
        const qint64 end = m_allDay ? instantOf(wall + m_duration) : instant + m_duration;
        const bool inside = instant < to && (instant >= from || (reach && end > from));
        if (!inside || excluded.contains(wall) || isExcluded(wall, instant))
            return false;
        found.insert(instant, wall);
        return true;
    };
    if (m_startBelongs && m_start >= fromWall && m_start <= toWall)
        consider(m_start, nullptr);
    for (const qint64 wall : m_extra) {
        if (wall >= fromWall && wall <= toWall)
            consider(wall, nullptr);
    }
    for (const Rule &rule : m_rules) {
        int accepted = 0;
        visitRule(rule.wall, m_start, m_allDay, fromWall, toWall, [&](qint64 wall) {
            accepted += consider(wall, &rule) ? 1 : 0;
            return accepted < limit;
        });
    }
    QList<EventTime> result;
    for (auto it = found.cbegin(); it != found.cend() && result.size() < limit; ++it)
        result.append(timeOf(it.value(), it.key()));
    return result;
}

qint64 Series::firstStart() const
{
    qint64 wall = m_start;
    for (const qint64 extra : m_extra)
        wall = std::min(wall, extra);
    return instantOf(wall);
}

std::optional<qint64> Series::lastEnd() const
{
    qint64 last = m_start;
    for (const qint64 extra : m_extra)
        last = std::max(last, extra);
    for (const Rule &rule : m_rules) {
        if (rule.wall.until) {
            last = std::max(last, *rule.wall.until);
            continue;
        }
        if (rule.wall.parts.value(QStringLiteral("COUNT")).toInt() < 1)
            return std::nullopt;
        const bool whole = visitRule(
            rule.wall, m_start, m_allDay, m_start, wallMs(QDate(2200, 1, 1), QTime(0, 0)), [&](qint64 wall) {
                last = std::max(last, wall);
                return true;
            });
        if (!whole || last > wallMs(QDate(2190, 1, 1), QTime(0, 0)))
            return std::nullopt;
    }
    return instantOf(last) + m_duration + (m_allDay ? Day : 0);
}

} // namespace aria::calendar
