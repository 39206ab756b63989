// The wall clock of the calendar as SQL can read it: aria_calendar_clock.
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

    // The stretches of time around `now` (two years back to five ahead) and how far this zone is from UTC in each; before
    // and after them it is as in the first and the last.
    Expected<void> set(const QTimeZone &zone, const QDateTime &now); // inside Store::write
    Expected<bool> isSet(const QTimeZone &zone, const QDateTime &now);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
};

} // namespace aria::store
