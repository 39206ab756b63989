#include "diff/timewords.h"

#include <QCoreApplication>

namespace aria::diff {

using calendar::EventTime;

namespace {

struct TimeWords
{
    Q_DECLARE_TR_FUNCTIONS(TimeWords)
};

QDateTime inZone(const QDateTime &instant, const Viewer &viewer)
{
    return instant.toTimeZone(viewer.zone);
}

QString range(const QString &from, const QString &to)
{
    return TimeWords::tr("%1–%2", "from – to, of dates or times").arg(from, to);
}

QString dateAndClock(const QDate &date, const QString &clock, const Viewer &viewer)
{
    return TimeWords::tr("%1, %2", "date, time").arg(dateText(date, viewer), clock);
}

} // namespace

QString dateText(const QDate &date, const Viewer &viewer)
{
    return viewer.date(date);
}

QString clockText(const QDateTime &instant, const Viewer &viewer)
{
    return viewer.time(instant);
}

QDate dayOf(const EventTime &time, const Viewer &viewer)
{
    return time.isDate() ? time.date() : inZone(time.zoned().utc, viewer).date();
}

QString momentText(const EventTime &time, const Viewer &viewer)
{
    if (time.isNull())
        return {};
    if (time.isDate())
        return dateText(time.date(), viewer);
    return dateAndClock(dayOf(time, viewer), clockText(time.zoned().utc, viewer), viewer);
}

QString spanText(const EventTime &start, const EventTime &end, const Viewer &viewer)
{
    if (start.isNull() || end.isNull() || start.isDate() != end.isDate())
        return momentText(start, viewer);
    if (start.isDate()) {
        const QDate last = end.date().addDays(-1);
        if (last <= start.date())
            return dateText(start.date(), viewer);
        return range(dateText(start.date(), viewer), dateText(last, viewer));
    }
    if (start.zoned().utc == end.zoned().utc)
        return momentText(start, viewer);
    if (dayOf(start, viewer) == dayOf(end, viewer)) {
        const QString clocks =
            range(clockText(start.zoned().utc, viewer), clockText(end.zoned().utc, viewer));
        return dateAndClock(dayOf(start, viewer), clocks, viewer);
    }
    return TimeWords::tr("%1 – %2", "from – to, each with date and time")
        .arg(momentText(start, viewer), momentText(end, viewer));
}

} // namespace aria::diff
