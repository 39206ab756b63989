#include "store/connection.h"

#include "store/migrations.h"

#include <QSqlQuery>

#include <atomic>

namespace aria::store {

namespace {

using namespace std::chrono_literals;

constexpr auto lookInterval = 1s;
constexpr auto firstBackoff = 250ms;
constexpr auto longestBackoff = 10s;

QString uniqueName()
{
    static std::atomic<int> count = 0; // QSqlDatabase's names are process-wide
    return QStringLiteral("aria-store-%1").arg(++count);
}

Error away()
{
    return { ErrorCategory::Unavailable, QStringLiteral("database_away"),
        QStringLiteral("the database cannot be reached at the moment"), firstBackoff };
}

} // namespace

Connection::Connection(std::shared_ptr<const Dialect> dialect, Access access)
    : m_dialect(std::move(dialect))
    , m_access(access)
    , m_name(uniqueName())
    , m_backoff(firstBackoff)
{
    m_lookTimer.setInterval(lookInterval);
    m_reopenTimer.setSingleShot(true);
    connect(&m_lookTimer, &QTimer::timeout, this, &Connection::look);
    connect(&m_reopenTimer, &QTimer::timeout, this, &Connection::reopen);
}

Expected<void> Connection::start()
{
    auto opened = open(Storage::Create);
    if (opened && m_access == Access::ReadWrite)
        m_lookTimer.start();
    return opened;
}

void Connection::stop()
{
    m_lookTimer.stop();
    m_reopenTimer.stop();
    close();
}

Expected<void> Connection::open(Storage storage)
{
    auto database = QSqlDatabase::addDatabase(m_dialect->driver(), m_name);
    auto opened = m_dialect->open(database, m_access, storage);
    if (opened)
        opened = prepareSchema(database);
    Expected<qint64> version = 0;
    if (opened && m_access == Access::ReadWrite) {
        version = m_dialect->outsideVersion(database);
        if (!version)
            opened = Unexpected(version.error());
    }
    if (!opened) {
        database = {};
        close();
        return opened;
    }
    m_outsideVersion = *version;
    m_identity = m_dialect->identity();
    m_session = std::make_unique<Session>(database, *m_dialect);
    return {};
}

Expected<void> Connection::prepareSchema(QSqlDatabase &database)
{
    const auto migrations = migrationsIn(m_dialect->migrationFolder());
    if (m_access == Access::ReadWrite)
        return migrate(database, *m_dialect, migrations);
    // The writer may not have seen yet that the database is another one.
    const auto version = schemaVersion(database, *m_dialect);
    if (!version)
        return Unexpected(version.error());
    return *version == migrations.last().version ? Expected<void>() : Unexpected(away());
}

void Connection::close()
{
    m_session.reset(); // its statements have to go before the connection
    if (QSqlDatabase::contains(m_name)) {
        QSqlDatabase::database(m_name, false).close();
        QSqlDatabase::removeDatabase(m_name);
    }
}

void Connection::lose()
{
    close();
    m_backoff = firstBackoff;
    m_reopenTimer.start(m_backoff);
    Q_EMIT healthChanged(false);
}

void Connection::reopen()
{
    m_reopenTimer.stop();
    const auto identity = m_identity;
    if (const auto opened = open(Storage::MustExist); !opened) {
        m_reopenTimer.start(m_backoff);
        m_backoff = std::min<std::chrono::milliseconds>(m_backoff * 2, longestBackoff);
        return;
    }
    m_backoff = firstBackoff;
    Q_EMIT healthChanged(true);
    // Nobody can tell what happened meanwhile.
    if (m_access == Access::ReadWrite)
        Q_EMIT changedOutside();
}

void Connection::look()
{
    if (!m_session)
        return;
    if (m_dialect->identity() != m_identity) {
        lose();
        return;
    }
    const auto version = m_dialect->outsideVersion(QSqlDatabase::database(m_name, false));
    if (!version) {
        if (meansConnectionLost(version.error()))
            lose();
        return;
    }
    if (*version != m_outsideVersion) {
        m_outsideVersion = *version;
        Q_EMIT changedOutside();
    }
}

void Connection::execute(Job &job)
{
    // A file that was replaced or removed would take writes that nobody ever finds again.
    if (m_session && m_dialect->identity() != m_identity) {
        lose();
        reopen();
    }
    const auto error = m_session ? perform(job) : std::optional(away());
    if (error && m_session && meansConnectionLost(*error))
        lose();
    job.finish(error);
}

std::optional<Error> Connection::perform(Job &job)
{
    const bool writes = m_access == Access::ReadWrite;
    if (const auto begun = statement(writes ? m_dialect->beginWrite() : m_dialect->beginRead()); !begun)
        return begun.error();
    auto error = job.run(*m_session);
    if (!error) {
        if (const auto committed = statement(QStringLiteral("COMMIT")); !committed)
            error = committed.error();
    }
    if (error) {
        // SQLite has rolled back by itself after some errors (disk full), so this may fail without harm; if
        // it fails otherwise, the next BEGIN fails too and says so.
        statement(QStringLiteral("ROLLBACK"));
    }
    return error;
}

Expected<void> Connection::statement(const QString &text)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    if (!query.exec(text))
        return Unexpected(m_dialect->toError(query.lastError()));
    return {};
}

} // namespace aria::store
