// Repairs for single rows, so that one of them cannot stop the others. Inside Store::write.
#pragma once

#include "store/records.h"

#include "base/error.h"

namespace aria::store {

class Savepoints;
class Dialect;
class Occurrences;
class Statements;

class Repair
{
public:
    Repair(Statements &statements, const Dialect &dialect, Savepoints &savepoints, Occurrences &occurrences)
        : m_statements(statements)
        , m_dialect(dialect)
        , m_savepoints(savepoints)
        , m_occurrences(occurrences)
    {
    }

    // Gives a fresh id to rows that SQL wrote with an unusable one, and changes all references to them: 0 means "not
    // stored yet" here, and after the highest possible id SQLite gives no new ones.
    Expected<void> tameIds();
    // For an event that cannot be written as it should be: writes only the status error and the reason. A row that
    // ARIA's SQL inserted gets its link, with the record's Google id.
    Expected<void> markError(const EventRecord &record, const QString &why);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
    Savepoints &m_savepoints;
    Occurrences &m_occurrences;
};

} // namespace aria::store
