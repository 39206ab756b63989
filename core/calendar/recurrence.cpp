#include "calendar/recurrence.h"

#include "calendar/instanceid.h"
#include "calendar/series.h"
#include "calendar/walltime.h"

using namespace Qt::StringLiterals;

namespace aria::calendar {

namespace {

// How long before and after its date in UTC an all-day event can take place somewhere on earth (UTC+14 to UTC-12).
constexpr qint64 earliestZone = 14 * 3'600'000LL;
constexpr qint64 latestZone = 12 * 3'600'000LL;
// The longest time that an occurrence replaced by an exception may have been meant to run: only the master knows how
// long, the exception does not.
constexpr qint64 replacedReach = 31 * 86'400'000LL;

qint64 ms(const QDateTime &time)
{
    return time.toMSecsSinceEpoch();
}

QDateTime utc(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

EventTime withInstant(const EventTime &time, const QDateTime &utc)
{
    ZonedTime zoned = time.zoned();
    zoned.utc = utc;
    return EventTime(zoned);
}

// The original start, in the form and zone of the master's start.
EventTime inFormOf(const EventTime &masterStart, const EventTime &time)
{
    if (masterStart.isDate() && time.isTimed())
        return EventTime(time.zoned().utc.date());
    if (masterStart.isTimed() && time.isDate())
        return time;
    return time.isDate() ? time : withInstant(masterStart, time.zoned().utc);
}

struct Bounds
{
    qint64 first;
    qint64 last;
};

Bounds boundsOf(const EventTime &start, const EventTime &end)
{
    if (start.isTimed())
        return { ms(start.zoned().utc), ms(end.isTimed() ? end.zoned().utc : start.zoned().utc) };
    const qint64 first = ms(start.instant(QTimeZone::utc()));
    const qint64 last = end.isDate() ? ms(end.instant(QTimeZone::utc())) : first + 86'400'000LL;
    return { first - earliestZone, std::max(last, first + 86'400'000LL) + latestZone };
}

} // namespace

QList<EventTime> expandStarts(
    const Event &master, const QDateTime &from, const QDateTime &to, const QTimeZone &floatingZone, int limit)
{
    return Series(master, floatingZone).starts(ms(from), ms(to), true, limit);
}

bool hasOccurrence(const Event &master, const EventTime &originalStart, const QTimeZone &floatingZone)
{
    const Series series(master, floatingZone);
    if (originalStart.isNull() || originalStart.isDate() != series.isAllDay())
        return false;
    return series.hasStartAt(ms(originalStart.instant(floatingZone)));
}

struct LostOccurrences::Both
{
    Series before;
    Series after;
};

LostOccurrences::LostOccurrences(const Event &before, const Event &after)
{
    const QTimeZone utc = QTimeZone::utc();
    const EventTime start = after.start();
    const bool staysInPlace = before.isMaster() && after.isMaster() && !start.isNull()
        && before.start().isDate() == start.isDate() && before.start().instant(utc) == start.instant(utc);
    if (staysInPlace && before.recurrence() != after.recurrence())
        m_both = std::make_shared<const Both>(Both{ Series(before, utc), Series(after, utc) });
}

bool LostOccurrences::contains(const EventTime &originalStart) const
{
    if (!m_both || originalStart.isNull() || originalStart.isDate() != m_both->after.isAllDay())
        return false;
    const qint64 instant = ms(originalStart.instant(QTimeZone::utc()));
    return m_both->before.hasStartAt(instant) && !m_both->after.hasStartAt(instant);
}

Event occurrenceOf(const Event &master, const EventTime &originalStart)
{
    const EventTime masterStart = master.start();
    const EventTime masterEnd = master.end();
    const EventTime start = inFormOf(masterStart, originalStart);
    EventTime end;
    if (start.isDate() && masterEnd.isDate()) {
        end = EventTime(start.date().addDays(masterStart.date().daysTo(masterEnd.date())));
    } else if (start.isTimed() && masterEnd.isTimed()) {
        const qint64 duration = masterStart.zoned().utc.msecsTo(masterEnd.zoned().utc);
        end = withInstant(masterEnd, start.zoned().utc.addMSecs(duration));
    }
    Event occurrence = master;
    occurrence.set(u"id"_s, instanceIdOf(master.id(), start));
    occurrence.set(u"recurringEventId"_s, master.id());
    occurrence.set(u"originalStartTime"_s, start.toGoogle());
    occurrence.set(u"recurrence"_s, {});
    occurrence.set(u"etag"_s, {});
    occurrence.setTimes(start, end);
    return occurrence;
}

Span spanOf(const Event &event, const QTimeZone &floatingZone)
{
    const EventTime start = event.start();
    const EventTime original = event.originalStart();
    if (start.isNull() && original.isNull())
        return {};
    if (event.isMaster()) {
        const Series series(event, floatingZone);
        const qint64 margin = series.isAllDay() ? earliestZone + latestZone : 0;
        const auto last = series.lastEnd();
        return { utc(series.firstStart() - margin),
            last ? std::optional(utc(*last + margin)) : std::nullopt };
    }
    Bounds bounds = boundsOf(start.isNull() ? original : start, start.isNull() ? EventTime() : event.end());
    if (!original.isNull()) {
        // The occurrence it replaces must be found as well; otherwise that one would be shown in its old place.
        const Bounds replaced = boundsOf(original, {});
        bounds = { std::min(bounds.first, replaced.first),
            std::max(bounds.last, replaced.last + replacedReach) };
    }
    return { utc(bounds.first), utc(bounds.last) };
}

QList<EventTime> nextStarts(
    const Event &master, const QDateTime &from, int count, const QTimeZone &floatingZone)
{
    const Series series(master, floatingZone);
    QList<EventTime> result;
    // Most series have an answer within a year; only rare ones are worth a longer search.
    for (const int years : { 1, 10, 100 }) {
        result = series.starts(ms(from), ms(from.addYears(years)), false, count);
        if (result.size() >= count)
            break;
    }
    return result;
}

} // namespace aria::calendar
