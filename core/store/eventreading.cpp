#include "store/eventreading.h"

#include "store/eventrows.h"
#include "store/statements.h"

namespace aria::store {

Expected<QList<EventRecord>> EventReading::all(const QString &sql, const QVariantList &values)
{
    return m_statements.rows(sql, values, eventOf);
}

Expected<std::optional<EventRecord>> EventReading::first(const QString &sql, const QVariantList &values)
{
    auto found = all(sql, values);
    if (!found)
        return Unexpected(found.error());
    return found->isEmpty() ? std::optional<EventRecord>() : std::optional(found->takeFirst());
}

} // namespace aria::store
