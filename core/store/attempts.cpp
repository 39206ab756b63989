#include "store/attempts.h"

#include "store/statements.h"

namespace aria::store {

bool concernsRows(const Error &error)
{
    return error.code == u"database_value" || error.code == u"database_statement"
        || error.code == u"duplicate" || error.code == u"row_missing";
}

Expected<void> Attempts::begin()
{
    if (auto begun = m_statements.command(QStringLiteral("SAVEPOINT attempt_%1").arg(m_depth)); !begun)
        return begun;
    ++m_depth;
    return {};
}

Expected<void> Attempts::end(bool keep)
{
    const auto name = QStringLiteral("attempt_%1").arg(--m_depth);
    if (!keep) {
        if (auto undone = m_statements.command(QStringLiteral("ROLLBACK TO SAVEPOINT ") + name); !undone)
            return undone;
    }
    return m_statements.command(QStringLiteral("RELEASE SAVEPOINT ") + name);
}

} // namespace aria::store
