// The prepared statements of one connection, each prepared once.
#pragma once

#include "base/error.h"

#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

#include <functional>
#include <unordered_map>

namespace aria::store {

class CopyRows;
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

    // Reads every row of what `sql` selects.
    Expected<void> each(const QString &sql, const QVariantList &values,
        const std::function<void(const QSqlQuery &row)> &read);
    template <class Read> // T(const QSqlQuery &row)
    auto rows(const QString &sql, const QVariantList &values, const Read &read)
        -> Expected<QList<std::invoke_result_t<const Read &, const QSqlQuery &>>>;

    // For statements without rows: returns how many rows were changed.
    Expected<qint64> change(const QString &sql, const QVariantList &values);

    // Changes many rows, passed as one parameter (Dialect::rowsOf); an error if one of them does not exist.
    Expected<void> changeRows(const QString &sql, const QJsonArray &rows);

    // Writes many new rows at once; only if Dialect::copies().
    Expected<void> copyIn(const QString &into, const CopyRows &rows);

    // What PostgreSQL cannot prepare: savepoints.
    Expected<void> command(const QString &sql);

    // The first column of the first row; nullopt if there is none.
    Expected<std::optional<QVariant>> value(const QString &sql, const QVariantList &values);

    // Releases the connection; nothing can be executed any more.
    void release() { m_database = {}; }

    QStringList texts() const;

private:
    // Executes `sql` with its ?-parameters. The query belongs to this object; call finish() on it when its rows have
    // been read, otherwise the transaction stays open.
    Expected<QSqlQuery *> execute(const QString &sql, const QVariantList &values);

    QSqlDatabase m_database;
    const Dialect &m_dialect;
    Watchdog &m_watchdog; // armed again for each statement; disarmed by whoever ends the transaction
    std::unordered_map<QString, QSqlQuery> m_queries;
};

template <class Read>
auto Statements::rows(const QString &sql, const QVariantList &values, const Read &read)
    -> Expected<QList<std::invoke_result_t<const Read &, const QSqlQuery &>>>
{
    QList<std::invoke_result_t<const Read &, const QSqlQuery &>> items;
    const auto done = each(sql, values, [&items, &read](const QSqlQuery &row) { items << read(row); });
    if (!done)
        return Unexpected(done.error());
    return items;
}

// A list of rows as one parameter.
QString asText(const QJsonArray &rows);

} // namespace aria::store
