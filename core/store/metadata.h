// What the service remembers: a text by key and calendar ('' is the whole database).
#pragma once

#include "base/error.h"

#include <QDateTime>

namespace aria::store {

class Dialect;
class Statements;

class Metadata
{
public:
    Metadata(Statements &statements, const Dialect &dialect)
        : m_statements(statements)
        , m_dialect(dialect)
    {
    }

    // When anything was last noted here, by the database's clock; invalid: never.
    Expected<QDateTime> lastWritten();
    Expected<std::optional<QString>> value(const QString &key, const QString &calendarId);
    Expected<void> set(const QString &key, const QString &calendarId, const QString &value);
    Expected<void> remove(const QString &key, const QString &calendarId);

private:
    Statements &m_statements;
    const Dialect &m_dialect;
};

} // namespace aria::store
