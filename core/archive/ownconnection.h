// A connection to the database beside the store's, for one command.
#pragma once

#include "base/error.h"
#include "store/access.h"

#include <QSqlDatabase>
#include <QVariantList>

#include <memory>

namespace aria::store {
class Dialect;
class Session;
class Watchdog;
} // namespace aria::store

namespace aria::archive {

// Blocks; on one thread. The database must exist and have this program's schema (store::Store::open makes it so).
class OwnConnection
{
public:
    static Expected<std::unique_ptr<OwnConnection>> open(const QString &databaseUrl, store::Access access);
    ~OwnConnection(); // rolls back what was not committed
    Q_DISABLE_COPY_MOVE(OwnConnection)

    QSqlDatabase &database() { return m_database; }
    const store::Dialect &dialect() const { return *m_dialect; }
    store::Session &session() { return *m_session; }
    bool isPostgres() const;

    Expected<void> begin(); // one snapshot (read) or the right to write
    Expected<void> commit();
    Expected<void> run(const QString &sql, const QVariantList &values = {});
    Expected<QVariant> value(
        const QString &sql, const QVariantList &values = {}); // of the first row; else null

private:
    OwnConnection(std::unique_ptr<store::Dialect> dialect, store::Access access);

    std::unique_ptr<store::Dialect> m_dialect;
    const store::Access m_access;
    const QString m_name;
    QSqlDatabase m_database;
    std::unique_ptr<store::Watchdog> m_watchdog;
    std::unique_ptr<store::Session> m_session;
};

} // namespace aria::archive
