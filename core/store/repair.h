// What one row holds is in nobody else's way. Inside Store::write.
#pragma once

#include "store/records.h"

#include "base/error.h"

namespace aria::store {

class Attempts;
class Dialect;
class Occurrences;
class Statements;

class Repair
{
public:
    Repair(Statements &statements, const Dialect &dialect, Attempts &attempts, Occurrences &occurrences)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_attempts(attempts)
        , m_occurrences(occurrences)
    {
    }

    // What SQL wrote with an id that nothing can go on from (0 is "not stored yet" to us; behind SQLite's last one it
    // gives no other) gets a fresh one, wherever it is referred to.
    Expected<void> tameIds();
    // Of an event that cannot be written as it should be, only this is: status error, and why. A row that ARIA's SQL
    // inserted gets its link with the record's Google id.
    Expected<void> markError(const EventRecord &record, const QString &why);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
    Attempts &m_attempts;
    Occurrences &m_occurrences;
};

} // namespace aria::store
