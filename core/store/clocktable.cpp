#include "store/clocktable.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/statements.h"

#include "base/clock.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

struct Stretch
{
    QDateTime start;
    QDateTime end;
    int offset; // seconds east of UTC
    int offsetBefore;

    friend bool operator==(const Stretch &, const Stretch &) = default;
};

const QDateTime firstMoment(QDate(1, 1, 1), QTime(0, 0), Qt::UTC);
const QDateTime lastMoment(QDate(9999, 12, 31), QTime(0, 0), Qt::UTC);

QList<Stretch> stretchesOf(const QTimeZone &zone, const QDateTime &now)
{
    // Whole years, so that they stay as they are from day to day.
    const QDateTime from(QDate(now.date().year() - 2, 1, 1), QTime(0, 0), Qt::UTC);
    const QDateTime until(QDate(now.date().year() + 5, 1, 1), QTime(0, 0), Qt::UTC);
    const int before = zone.offsetFromUtc(from);
    QList<Stretch> stretches{ { firstMoment, lastMoment, before, before } };
    if (!zone.hasTransitions())
        return stretches;
    for (const auto &transition : zone.transitions(from, until)) {
        auto &last = stretches.last();
        if (transition.offsetFromUtc == last.offset)
            continue;
        last.end = transition.atUtc.toUTC();
        const Stretch next{ last.end, lastMoment, transition.offsetFromUtc, last.offset };
        stretches << next;
    }
    return stretches;
}

QString wallText(const QDateTime &utc, int offset)
{
    return utc.addSecs(offset).toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s);
}

} // namespace

Expected<bool> ClockTable::isSet(const QTimeZone &zone, const QDateTime &now)
{
    const auto known =
        m_statements.rows(u"SELECT %1, %2, c.offset_seconds, c.offset_before FROM aria_calendar_clock c"
                          u" WHERE c.starts_at >= ? ORDER BY c.starts_at"_s.arg(
                              m_dialect.instant(u"c.starts_at"_s), m_dialect.instant(u"c.ends_at"_s)),
            { toRfc3339(firstMoment) }, [](const QSqlQuery &row) {
                return Stretch{ toInstant(row.value(0)), toInstant(row.value(1)), row.value(2).toInt(),
                    row.value(3).toInt() };
            });
    if (!known)
        return Unexpected(known.error());
    return *known == stretchesOf(zone, now);
}

Expected<void> ClockTable::set(const QTimeZone &zone, const QDateTime &now)
{
    const auto gone = m_statements.change(
        u"DELETE FROM aria_calendar_clock WHERE starts_at >= ?"_s, { toRfc3339(firstMoment) });
    if (!gone)
        return Unexpected(gone.error());
    for (const auto &stretch : stretchesOf(zone, now)) {
        const auto written = m_statements.change(
            u"INSERT INTO aria_calendar_clock (starts_at, ends_at, offset_seconds, offset_before,"
            u" wall_until) VALUES (?, ?, ?, ?, ?)"_s,
            { toRfc3339(stretch.start), toRfc3339(stretch.end), stretch.offset, stretch.offsetBefore,
                wallText(stretch.end, stretch.offset) });
        if (!written)
            return Unexpected(written.error());
    }
    return {};
}

} // namespace aria::store
