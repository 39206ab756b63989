// What happens in a stretch of time, from aria_calendar_occurrences.
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

    // What overlaps [from, to), within the horizon; dates are days of `zone`. The first `limit` by start, and all that
    // start at the same moment as the last of them: their order is for whoever knows their titles. `exceptSeries`: local
    // ids of series and single events that are left out, with their changed occurrences. `startsFrom`: nothing that starts
    // before; invalid: also what goes on at `from`.
    Expected<QList<OccurrenceRow>> overlapping(const QStringList &calendarIds, const QDateTime &from,
        const QDateTime &to, const QTimeZone &zone, qsizetype limit, const QList<qint64> &exceptSeries,
        const QDateTime &startsFrom = {});

    // Events whose rows are not, or not all, in the table; at most `limit`.
    Expected<QList<qint64>> unsettled(int limit);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
};

} // namespace aria::store
