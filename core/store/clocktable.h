// The calendar's wall clock in a form that SQL can read: aria_calendar_clock.
#pragma once

#include "base/error.h"

#include <QDateTime>
#include <QTimeZone>

namespace aria::store {

class Dialect;
class Statements;

class ClockTable
{
public:
    ClockTable(Statements &statements, const Dialect &dialect)
        : m_statements(statements)
        , m_dialect(dialect)
    {
    }

    // Stores the periods around `now` (from two years back to five ahead) with the zone's offset from UTC in each; the
    // first offset also holds before them, and the last one after them.
    Expected<void> set(const QTimeZone &zone, const QDateTime &now); // inside Store::write
    Expected<bool> isSet(const QTimeZone &zone, const QDateTime &now);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
};

} // namespace aria::store
