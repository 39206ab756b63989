// Looks up what happens in a period of time in aria_calendar_occurrences.
#pragma once

#include "base/error.h"

#include <QDateTime>
#include <QTimeZone>

namespace aria::store {

class Dialect;
struct OccurrenceRow;
class Statements;

class OccurrenceLookup
{
public:
    OccurrenceLookup(Statements &statements, const Dialect &dialect)
        : m_statements(statements)
        , m_dialect(dialect)
    {
    }

    // What overlaps [from, to), within the horizon; dates are days of `zone`. Returns the first `limit` by start, and
    // all others that start at the same moment as the last of them, because only their titles decide their order.
    // `exceptSeries`: local ids of series and single events that are left out, with their changed occurrences.
    // `startsFrom`: leaves out what starts earlier; invalid: includes what is already running at `from`.
    Expected<QList<OccurrenceRow>> overlapping(const QStringList &calendarIds, const QDateTime &from,
        const QDateTime &to, const QTimeZone &zone, qsizetype limit, const QList<qint64> &exceptSeries,
        const QDateTime &startsFrom = {});

    // Local ids of events whose rows are not, or not all, in the table; at most `limit`.
    Expected<QList<qint64>> unsettled(int limit);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
};

} // namespace aria::store
