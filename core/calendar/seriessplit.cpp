#include "calendar/seriessplit.h"

#include "calendar/recurrence.h"
#include "calendar/recurrencelines.h"
#include "calendar/series.h"
#include "calendar/walltime.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

constexpr int comparedStarts = 2000;
const QString recurrenceMember = u"recurrence"_s;
const QString exdateKind = u"EXDATE"_s;

qint64 instantOf(const EventTime &time, const QTimeZone &zone)
{
    return time.instant(zone).toMSecsSinceEpoch();
}

// Where the times of the series are on the wall clock.
class Wall
{
public:
    Wall(const EventTime &start, const QTimeZone &floatingZone)
        : m_allDay(start.isDate())
        , m_zone(m_allDay ? floatingZone : zoneOf(start.zoned()))
    {
    }
    bool isAllDay() const { return m_allDay; }
    qint64 of(const EventTime &time) const
    {
        if (time.isDate())
            return QDateTime(time.date(), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
        return wallOf(time.zoned().utc, m_zone).toMSecsSinceEpoch();
    }
    // As the series reads it: a date in a timed series means all of that day.
    qint64 of(const BasicTime &time, const QTimeZone &zone) const
    {
        if (m_allDay || !time.hasTime)
            return QDateTime(time.date, QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
        const QDateTime utc =
            time.utc ? QDateTime(time.date, time.time, Qt::UTC) : wallToUtc(time.date, time.time, zone);
        return wallOf(utc, m_zone).toMSecsSinceEpoch();
    }
    const QTimeZone &zone() const { return m_zone; }

private:
    bool m_allDay;
    QTimeZone m_zone;
};

// UNTIL in UTC for a timed series, as a date for an all-day one (Calendar API, Events: recurrence).
QString justBefore(const EventTime &from)
{
    if (from.isDate())
        return from.date().addDays(-1).toString(u"yyyyMMdd"_s);
    return from.zoned().utc.toUTC().addSecs(-1).toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
}

// The rule with another bound (UNTIL or COUNT); its other parts stay as they are written.
QString withBound(const RecurrenceLine &line, const QString &bound)
{
    QStringList parts;
    for (const QString &part : line.value.split(u';', Qt::SkipEmptyParts)) {
        const QString name = part.section(u'=', 0, 0).trimmed().toUpper();
        if (name != "COUNT"_L1 && name != "UNTIL"_L1)
            parts.append(part);
    }
    if (!bound.isEmpty())
        parts.append(bound);
    return line.kind + u':' + parts.join(u';');
}

class Splitter
{
public:
    Splitter(const Event &master, const EventTime &from, const QTimeZone &floatingZone)
        : m_wall(master.start(), floatingZone)
        , m_start(m_wall.of(master.start()))
        , m_from(m_wall.of(from))
        , m_until(justBefore(from))
    {
    }

    // False if it cannot be decided.
    bool add(const QString &text)
    {
        const auto line = parseRecurrenceLine(text);
        if (!line)
            return false;
        if (line->kind == "RRULE"_L1)
            return addRule(text, *line);
        if (line->isRule()) {
            m_split.earlier.append(text);
            m_split.later.append(text);
        } else {
            addDates(text, *line);
        }
        return true;
    }
    const SeriesSplit &split() const { return m_split; }

private:
    bool addRule(const QString &text, const RecurrenceLine &line)
    {
        auto parts = line.ruleParts();
        if (!parts)
            return false;
        const auto until = parseBasicTime(parts->take(u"UNTIL"_s));
        if (until && m_wall.of(*until, m_wall.zone()) < m_from && !startsOn(*until)) {
            m_split.earlier.append(text); // it had ended before
            return true;
        }
        m_split.earlier.append(withBound(line, u"UNTIL="_s + m_until));
        const WallRule rule{ *parts, std::nullopt };
        const auto count = rule.count();
        if (!count) {
            m_split.later.append(text);
            return true;
        }
        // A start that the rule does not yield is extra and not counted, in either half.
        const auto used = countBefore(rule);
        if (!used)
            return false;
        if (const qint64 left = *count - *used; left > 0)
            m_split.later.append(withBound(line, u"COUNT=%1"_s.arg(left)));
        return true;
    }

    bool startsOn(const BasicTime &until) const
    {
        constexpr qint64 day = 86'400'000;
        const qint64 midnight = QDateTime(until.date, QTime(0, 0), Qt::UTC).toMSecsSinceEpoch();
        return !until.hasTime && m_from >= midnight && m_from < midnight + day;
    }

    std::optional<qint64> countBefore(const WallRule &rule) const
    {
        Work work(10 * Work::ofSeries);
        RuleSequence walls(rule, m_start, m_wall.isAllDay(), m_from - 1);
        qint64 visited = 0;
        while (walls.next(work))
            ++visited;
        return work.isSpent() ? std::nullopt : std::optional(visited);
    }

    void addDates(const QString &text, const RecurrenceLine &line)
    {
        const QByteArray tzid = line.parameters.value(u"TZID"_s).toUtf8();
        const QTimeZone zone = tzid.isEmpty() ? m_wall.zone() : zoneNamed(tzid).value_or(m_wall.zone());
        QStringList earlier;
        QStringList later;
        for (const QString &value : line.values()) {
            const auto time = parseBasicTime(value);
            if (!time)
                continue;
            if (time->hasTime || m_wall.isAllDay()) {
                (m_wall.of(*time, zone) < m_from ? earlier : later).append(value);
            } else if (startsOn(*time)) { // a day that may be in both halves
                earlier.append(value);
                later.append(value);
            } else {
                (m_wall.of(*time, zone) < m_from ? earlier : later).append(value);
            }
        }
        const QString head = text.left(text.indexOf(u':') + 1);
        if (!earlier.isEmpty())
            m_split.earlier.append(head + earlier.join(u','));
        if (!later.isEmpty())
            m_split.later.append(head + later.join(u','));
    }

    const Wall m_wall;
    const qint64 m_start;
    const qint64 m_from;
    const QString m_until;
    SeriesSplit m_split;
};

// All starts, or the first ones.
QList<EventTime> startsOf(const Event &event, qint64 from, qint64 to, const QTimeZone &zone)
{
    if (!event.isMaster()) {
        const qint64 instant = instantOf(event.start(), zone);
        return instant >= from && instant < to ? QList<EventTime>{ event.start() } : QList<EventTime>();
    }
    return Series(event, zone).starts(from, to, false, comparedStarts);
}

bool sameStarts(const QList<EventTime> &a, const QList<EventTime> &b, const QTimeZone &zone)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [&](const EventTime &x, const EventTime &y) { return instantOf(x, zone) == instantOf(y, zone); });
}

} // namespace

Expected<SeriesSplit> splitSeries(const Event &master, const EventTime &from, const QTimeZone &floatingZone)
{
    if (!hasOccurrence(master, from, floatingZone)) {
        return makeError(ErrorCategory::NotFound, u"not_found"_s, u"The series has no such occurrence."_s);
    }
    const Series series(master, floatingZone);
    const qint64 at = instantOf(from, floatingZone);
    const qint64 first = std::min(series.firstStart(), at);
    if (series.starts(first, at, false, 1).isEmpty()) {
        SeriesSplit whole;
        whole.isWhole = true;
        return whole;
    }
    const Unexpected impossible = makeError(ErrorCategory::Precondition, u"cannot_split"_s,
        u"This series repeats in a way that cannot be split; change one event or all of them."_s);
    Splitter splitter(master, from, floatingZone);
    for (const QString &line : master.recurrence()) {
        if (!splitter.add(line))
            return impossible;
    }
    // The proof: both halves together are the series.
    const qint64 end = from.instant(floatingZone).addYears(30).toMSecsSinceEpoch();
    Event earlier = master;
    earlier.set(recurrenceMember, QJsonArray::fromStringList(splitter.split().earlier));
    const Event later = laterHalf(master, splitter.split(), from);
    const bool same = sameStarts(startsOf(master, first, at, floatingZone),
                          startsOf(earlier, first, end, floatingZone), floatingZone)
        && sameStarts(
            startsOf(master, at, end, floatingZone), startsOf(later, first, end, floatingZone), floatingZone);
    if (!same)
        return impossible;
    return splitter.split();
}

Event laterHalf(const Event &master, const SeriesSplit &split, const EventTime &from)
{
    Event later = occurrenceOf(master, from);
    for (const auto *member : { "id", "recurringEventId", "originalStartTime", "etag", "iCalUID", "htmlLink",
             "sequence", "created", "updated", "hangoutLink", "conferenceData", "attachments" })
        later.set(QString::fromLatin1(member), {});
    later.set(recurrenceMember,
        split.later.isEmpty() ? QJsonValue() : QJsonValue(QJsonArray::fromStringList(split.later)));
    return later;
}

QList<EventTime> excludedStarts(const Event &series, const QTimeZone &floatingZone)
{
    const Wall wall(series.start(), floatingZone);
    QList<EventTime> result;
    for (const QString &text : series.recurrence()) {
        const auto line = parseRecurrenceLine(text);
        if (!line || line->kind != exdateKind)
            continue;
        const QByteArray tzid = line->parameters.value(u"TZID"_s).toUtf8();
        const QTimeZone zone = tzid.isEmpty() ? wall.zone() : zoneNamed(tzid).value_or(wall.zone());
        for (const QString &value : line->values()) {
            const auto time = parseBasicTime(value);
            if (!time)
                continue;
            if (wall.isAllDay()) {
                result.append(EventTime(time->date));
            } else if (time->hasTime) {
                const QDateTime utc = time->utc ? QDateTime(time->date, time->time, Qt::UTC)
                                                : wallToUtc(time->date, time->time, zone);
                result.append(EventTime(ZonedTime{ utc, series.start().zoned().tzid }));
            }
        }
    }
    return result;
}

bool hasPlaceFor(const Event &series, const EventTime &originalStart, const QTimeZone &floatingZone)
{
    Event rules = series;
    QStringList lines = series.recurrence();
    lines.removeIf([](const QString &text) {
        const auto line = parseRecurrenceLine(text);
        return line && line->kind == exdateKind;
    });
    rules.set(recurrenceMember, QJsonArray::fromStringList(lines));
    return hasOccurrence(rules, originalStart, floatingZone);
}

void excludeOccurrence(Event &series, const EventTime &originalStart)
{
    QStringList lines = series.recurrence();
    lines.append(originalStart.isDate()
            ? u"EXDATE;VALUE=DATE:"_s + originalStart.date().toString(u"yyyyMMdd"_s)
            : u"EXDATE:"_s + originalStart.zoned().utc.toUTC().toString(u"yyyyMMdd'T'HHmmss'Z'"_s));
    series.set(recurrenceMember, QJsonArray::fromStringList(lines));
}

} // namespace aria::calendar
