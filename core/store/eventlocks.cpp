#include "store/eventlocks.h"

#include "store/dialect.h"
#include "store/statements.h"

namespace aria::store {

Expected<void> lockEvents(Statements &statements, const Dialect &dialect, const QList<qint64> &localIds)
{
    const QString sql = dialect.lockEvents();
    if (sql.isEmpty() || localIds.isEmpty())
        return {};
    return statements.each(sql, { dialect.list(localIds) }, [](const QSqlQuery &) {});
}

} // namespace aria::store
