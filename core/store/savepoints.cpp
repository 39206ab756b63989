#include "store/savepoints.h"

#include "store/statements.h"

using namespace Qt::StringLiterals;

namespace aria::store {

bool concernsRows(const Error &error)
{
    return error.code == u"database_value" || error.code == u"database_statement"
        || error.code == u"duplicate" || error.code == u"row_missing";
}

Expected<void> Savepoints::begin()
{
    if (auto begun = m_statements.command(u"SAVEPOINT attempt_%1"_s.arg(m_depth)); !begun)
        return begun;
    ++m_depth;
    return {};
}

Expected<void> Savepoints::end(bool keep)
{
    const auto name = u"attempt_%1"_s.arg(--m_depth);
    if (!keep) {
        m_hasUndone = true;
        if (auto undone = m_statements.command(u"ROLLBACK TO SAVEPOINT "_s + name); !undone)
            return undone;
    }
    return m_statements.command(u"RELEASE SAVEPOINT "_s + name);
}

} // namespace aria::store
