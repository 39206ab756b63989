#include "calendar/horizon.h"

#include "calendar/originalstart.h"
#include "calendar/series.h"
#include "calendar/startsequence.h"

#include <algorithm>

namespace aria::calendar {

namespace {

// More than a meeting every two hours.
constexpr qsizetype mostOccurrences = 5'000;
constexpr int margin = 1; // days, of all-day ones

EventTime endOf(const EventTime &start, const EventTime &end)
{
    if (start.isDate())
        return EventTime(std::max(start.date().addDays(1), end.isDate() ? end.date() : QDate(start.date())));
    const QDateTime startsAt = start.zoned().utc;
    const QDateTime endsAt = end.isTimed() ? std::max(startsAt, end.zoned().utc) : startsAt;
    return EventTime(ZonedTime{ endsAt, {} });
}

bool reachesInto(const EventTime &start, const EventTime &end, const QDateTime &from, const QDateTime &until)
{
    const QTimeZone utc = QTimeZone::utc();
    const QDateTime startsAt = start.instant(utc);
    return startsAt < until && (startsAt >= from || end.instant(utc) > from);
}

// Those from `from` on; false: there are more of them.
bool unfoldSeries(const Series &series, const QDateTime &from, const QDateTime &until,
    const QSet<QString> &replaced, QList<Occurrence> &occurrences)
{
    Work work(Work::ofSeries);
    StartSequence starts(series, from.toMSecsSinceEpoch(), until.toMSecsSinceEpoch(), true, work);
    for (auto start = starts.next(); start; start = starts.next()) {
        if (!replaced.isEmpty() && replaced.contains(originalStartKey(*start)))
            continue;
        if (occurrences.size() == mostOccurrences)
            return false;
        const EventTime end = start->isDate()
            ? EventTime(start->date().addDays(series.duration() / 86'400'000))
            : EventTime(ZonedTime{ start->zoned().utc.addMSecs(series.duration()), {} });
        occurrences.append({ *start, end, *start });
    }
    return !work.isSpent();
}

} // namespace

Horizon Horizon::around(const QDateTime &now)
{
    const QDate today = now.toUTC().date();
    return { QDateTime(today.addDays(-pastDays), QTime(0, 0), Qt::UTC),
        QDateTime(today.addDays(futureDays), QTime(0, 0), Qt::UTC) };
}

bool Horizon::isOutdated(const QDateTime &now) const
{
    // Clocks are set back by a few days now and then; that needs no other horizon.
    return !isValid() || now >= from.addDays(pastDays + 1) || now < from.addDays(pastDays - 7);
}

Unfolded unfold(const Event &event, const Horizon &horizon, const QSet<QString> &replaced)
{
    Unfolded result;
    const EventTime start = event.start();
    if (start.isNull() || !horizon.isValid())
        return result;
    const int days = start.isDate() ? margin : 0;
    const QDateTime from = horizon.from.addDays(-days);
    const QDateTime until = horizon.until.addDays(days);
    if (!event.isMaster()) {
        const EventTime end = endOf(start, event.end());
        if (reachesInto(start, end, from, until))
            result.occurrences.append({ start, end, {} });
        return result;
    }
    const Series series(event, QTimeZone::utc());
    result.isWhole = unfoldSeries(series, from, until, replaced, result.occurrences);
    if (!result.isWhole) {
        result.occurrences.clear();
        unfoldSeries(series, horizon.soon().addDays(-days), until, replaced, result.occurrences);
    }
    return result;
}

} // namespace aria::calendar
