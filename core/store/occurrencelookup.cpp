#include "store/occurrencelookup.h"

#include "store/dialect.h"
#include "store/occurrencerows.h"
#include "store/statements.h"

#include "base/clock.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::store {

using calendar::EventTime;

namespace {

// As in the migration: what takes at most so long, by the column reach.
struct Reach
{
    int number;
    int hours; // 0: any time
};

// One kind of occurrences, as the table has them: they start before `until`, and at `from` or later or end after
// `endsAfter`.
struct Stretch
{
    QList<Reach> reaches;
    QDateTime from;
    QDateTime until;
    QDateTime endsAfter;
    bool allDay;
    QDateTime startsAfter = {}; // invalid: whenever it starts

    QString textOf(const QDateTime &time) const
    {
        return allDay ? time.date().toString(Qt::ISODate) : toRfc3339(time);
    }
    QString earliest(const Reach &reach) const
    {
        const QDateTime first(QDate(1, 1, 1), QTime(0, 0), Qt::UTC);
        // A minute more where the table counts days in fractions.
        const QDateTime reaching =
            reach.hours == 0 ? first : endsAfter.addSecs(-reach.hours * 3600LL - (allDay ? 0 : 60));
        return textOf(startsAfter.isValid() ? std::max(reaching, startsAfter) : std::max(reaching, first));
    }
};

Stretch timed(const QDateTime &from, const QDateTime &to)
{
    return { { { 0, 1 }, { 1, 4 }, { 2, 24 }, { 3, 4 * 24 }, { 4, 16 * 24 }, { 5, 64 * 24 }, { 6, 256 * 24 },
                 { 7, 0 } },
        from.toUTC(), to.toUTC(), from.toUTC(), false };
}

// The first day that begins at `moment` or later.
QDate firstDayFrom(const QDateTime &moment, const QTimeZone &zone)
{
    QDate day = moment.toTimeZone(zone).date().addDays(-1);
    while (EventTime(day).instant(zone) < moment)
        day = day.addDays(1);
    return day;
}

Stretch allDay(const QDateTime &from, const QDateTime &to, const QTimeZone &zone)
{
    const auto midnight = [](const QDate &day) { return QDateTime(day, QTime(0, 0), Qt::UTC); };
    // What goes on at `from` ends at the beginning of a later day.
    const QDate next = firstDayFrom(from.addMSecs(1), zone);
    return { { { 10, 24 }, { 11, 4 * 24 }, { 12, 16 * 24 }, { 13, 64 * 24 }, { 14, 256 * 24 }, { 15, 0 } },
        midnight(next), midnight(firstDayFrom(to, zone)), midnight(next.addDays(-1)), true };
}

// The conditions that all of its statements share, and their values. Written as a case because SQLite would look for
// both sides of an OR by themselves, for everything that starts later among it.
Fragment conditions(const Stretch &stretch, const QStringList &calendarIds, const QList<qint64> &exceptSeries,
    const Dialect &dialect)
{
    Fragment shared{ u"CASE WHEN o.start_time >= ? THEN true ELSE o.end_time > ? END AND "_s
            + dialect.isTextIn(u"o.calendar_id"_s),
        { stretch.textOf(stretch.from), stretch.textOf(stretch.endsAfter), dialect.list(calendarIds) } };
    if (!exceptSeries.isEmpty()) {
        shared.sql += u" AND "_s + dialect.isNumberNotIn(u"o.series_id"_s);
        shared.values << dialect.list(exceptSeries);
    }
    return shared;
}

// The first ones of each reach.
Fragment firstOf(const Stretch &stretch, const Fragment &shared, qsizetype limit, const Dialect &dialect)
{
    Fragment all;
    QStringList parts;
    for (const auto &reach : stretch.reaches) {
        parts << selectOccurrence(dialect, u"found"_s)
                + u"FROM (SELECT * FROM aria_calendar_occurrences o WHERE o.reach = %1"
                  u" AND o.start_time > ? AND o.start_time < ? AND %2"
                  u" ORDER BY o.start_time LIMIT ?) AS found"_s.arg(reach.number)
                      .arg(shared.sql);
        all.values << stretch.earliest(reach) << stretch.textOf(stretch.until) << shared.values
                   << qint64(limit);
    }
    all.sql = parts.join(u" UNION ALL "_s);
    return all;
}

// All that start at that moment.
Fragment startingAt(
    const Stretch &stretch, const QDateTime &start, const Fragment &shared, const Dialect &dialect)
{
    QStringList numbers;
    for (const auto &reach : stretch.reaches)
        numbers << QString::number(reach.number);
    return { selectOccurrence(dialect, u"o"_s)
            + u"FROM aria_calendar_occurrences o WHERE o.reach IN (%1) AND o.start_time = ? AND %2"_s.arg(
                numbers.join(u", "), shared.sql),
        QVariantList{ stretch.textOf(start) } + shared.values };
}

} // namespace

Expected<QList<OccurrenceRow>> OccurrenceLookup::overlapping(const QStringList &calendarIds,
    const QDateTime &from, const QDateTime &to, const QTimeZone &zone, qsizetype limit,
    const QList<qint64> &exceptSeries, const QDateTime &startsFrom)
{
    QList<OccurrenceRow> found;
    for (auto stretch : { allDay(from, to, zone), timed(from, to) }) {
        if (startsFrom.isValid()) {
            stretch.startsAfter = stretch.allDay
                ? QDateTime(firstDayFrom(startsFrom, zone).addDays(-1), QTime(0, 0), Qt::UTC)
                : startsFrom.toUTC().addMSecs(-1);
        }
        const auto shared = conditions(stretch, calendarIds, exceptSeries, m_dialect);
        const auto first = firstOf(stretch, shared, limit, m_dialect);
        auto rows = m_statements.rows(first.sql, first.values, occurrenceOf);
        if (!rows)
            return rows;
        if (rows->size() >= limit && limit > 0) {
            std::nth_element(rows->begin(), rows->begin() + limit - 1, rows->end(),
                [](const OccurrenceRow &a, const OccurrenceRow &b) { return a.start < b.start; });
            const auto last = rows->at(limit - 1).start;
            const auto ties = startingAt(stretch, last, shared, m_dialect);
            const auto atLast = m_statements.rows(ties.sql, ties.values, occurrenceOf);
            if (!atLast)
                return atLast;
            rows->removeIf([&last](const OccurrenceRow &row) { return row.start >= last; });
            *rows << *atLast;
        }
        found << *rows;
    }
    return found;
}

Expected<QList<qint64>> OccurrenceLookup::unsettled(int limit)
{
    return m_statements.rows(
        u"SELECT u.event_id FROM aria_calendar_unfolding u WHERE u.is_due IN (true, false) LIMIT ?"_s,
        { limit }, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
}

} // namespace aria::store
