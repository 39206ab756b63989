#include "archive/ownconnection.h"

#include "store/dialect.h"
#include "store/session.h"
#include "store/store.h"
#include "store/watchdog.h"

#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace aria::archive {

OwnConnection::OwnConnection(std::unique_ptr<store::Dialect> dialect, store::Access access)
    : m_dialect(std::move(dialect))
    , m_access(access)
    , m_name(store::freshConnectionName(u"aria-archive"_s))
    , m_database(QSqlDatabase::addDatabase(m_dialect->driver(), m_name))
    , m_watchdog(std::make_unique<store::Watchdog>())
    , m_session(std::make_unique<store::Session>(m_database, *m_dialect, *m_watchdog))
{
}

OwnConnection::~OwnConnection()
{
    m_session->release();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
    m_session.reset();
}

Expected<std::unique_ptr<OwnConnection>> OwnConnection::open(const QString &databaseUrl, store::Access access)
{
    {
        // Makes the schema what this program knows. A problem that may pass is one for a command.
        const auto store = store::Store::open(databaseUrl);
        if (!store)
            return Unexpected(store.error());
        if (const auto trouble = (*store)->trouble())
            return Unexpected(*trouble);
    }
    auto dialect = store::Dialect::forUrl(databaseUrl);
    if (!dialect)
        return Unexpected(dialect.error());
    std::unique_ptr<OwnConnection> connection(new OwnConnection(std::move(*dialect), access));
    if (auto opened = connection->m_dialect->open(connection->m_database, access, store::Storage::MustExist);
        !opened)
        return Unexpected(opened.error());
    if (connection->isPostgres()) {
        // The limits are for a service that others wait for.
        if (auto set = connection->run(
                u"SET statement_timeout TO 0; SET idle_in_transaction_session_timeout TO 0"_s);
            !set)
            return Unexpected(set.error());
    }
    return connection;
}

bool OwnConnection::isPostgres() const
{
    return m_dialect->isShared();
}

Expected<void> OwnConnection::begin()
{
    return run(m_access == store::Access::ReadWrite ? m_dialect->beginWrite() : m_dialect->beginRead());
}

Expected<void> OwnConnection::commit()
{
    return run(u"COMMIT"_s);
}

Expected<void> OwnConnection::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    if (values.isEmpty())
        return query.exec(sql) ? Expected<void>() : Unexpected(m_dialect->toError(query.lastError()));
    bool isDone = query.prepare(sql);
    for (const QVariant &bound : values)
        query.addBindValue(m_dialect->storable(bound));
    isDone = isDone && query.exec();
    return isDone ? Expected<void>() : Unexpected(m_dialect->toError(query.lastError()));
}

Expected<QVariant> OwnConnection::value(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    bool isDone = query.prepare(sql);
    for (const QVariant &bound : values)
        query.addBindValue(m_dialect->storable(bound));
    isDone = isDone && query.exec();
    if (!isDone)
        return Unexpected(m_dialect->toError(query.lastError()));
    return query.next() ? query.value(0) : QVariant();
}

} // namespace aria::archive
