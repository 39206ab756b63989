// The prepared statements of one connection, each prepared once.
#pragma once

#include "base/error.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <unordered_map>

namespace aria::store {

class Dialect;
class Watchdog;

// Used on the connection's thread. Destroyed after release() and after the connection has been removed; otherwise the
// driver would tell a server that may be gone about each statement, and wait for it.
class Statements
{
public:
    Statements(QSqlDatabase database, const Dialect &dialect, Watchdog &watchdog)
        : m_database(std::move(database))
        , m_dialect(dialect)
        , m_watchdog(watchdog)
    {
    }

    // Executes `sql` with its ?-parameters. The query belongs to this object; call finish() on it when its rows have
    // been read, otherwise the transaction stays open.
    Expected<QSqlQuery *> execute(const QString &sql, const QVariantList &values);

    // For statements without rows: returns how many rows were changed.
    Expected<qint64> change(const QString &sql, const QVariantList &values);

    // For what PostgreSQL cannot prepare: savepoints.
    Expected<void> command(const QString &sql);

    // The first column of the first row; nullopt if there is none.
    Expected<std::optional<QVariant>> value(const QString &sql, const QVariantList &values);

    // Releases the connection; nothing can be executed any more.
    void release() { m_database = {}; }

    QStringList texts() const;

private:
    QSqlDatabase m_database;
    const Dialect &m_dialect;
    Watchdog &m_watchdog; // armed again for each statement; disarmed by whoever ends the transaction
    std::unordered_map<QString, QSqlQuery> m_queries;
};

} // namespace aria::store
