#include "soak/database.h"

#include "support/postgrescluster.h"

#include <QDir>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

namespace aria::soak {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<aria::test::PostgresCluster> postgres;

std::unique_ptr<QTemporaryDir> newFolder()
{
    const QString memory = u"/dev/shm"_s;
    auto folder = QDir(memory).exists() ? std::make_unique<QTemporaryDir>(memory + u"/aria-soak-XXXXXX"_s)
                                        : std::make_unique<QTemporaryDir>();
    QDir(folder->path()).mkdir(u"data"_s);
    QFile::setPermissions(
        folder->filePath(u"data"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return folder;
}

QString fileIn(const QTemporaryDir &folder)
{
    return folder.filePath(u"data/calendar.db"_s);
}

void copyDatabase(const QString &from, const QString &to)
{
    for (const QString &suffix : { QString(), u"-wal"_s })
        QFile::copy(from + suffix, to + suffix);
}

// An empty database with its tables, made once: migrations are tested elsewhere.
const QTemporaryDir &migrated()
{
    static const std::unique_ptr<QTemporaryDir> folder = [] {
        auto made = newFolder();
        if (!store::Store::open(u"sqlite://"_s + fileIn(*made)))
            qFatal("no database");
        return made;
    }();
    return *folder;
}

} // namespace

bool Database::isPostgres()
{
    return qEnvironmentVariable("ARIA_TEST_DATABASE") == "postgresql"_L1;
}

void Database::startServer()
{
    if (isPostgres() && !postgres)
        postgres = std::make_unique<aria::test::PostgresCluster>();
}

void Database::stopServer()
{
    postgres.reset();
}

Database::Database()
{
    if (isPostgres()) {
        m_name = postgres->createDatabase();
        return;
    }
    m_folder = newFolder();
    m_name = m_folder->path();
    copyDatabase(fileIn(migrated()), path());
}

Database::~Database()
{
    disconnect();
    if (isPostgres())
        postgres->dropDatabase(m_name);
}

QString Database::path() const
{
    return fileIn(*m_folder);
}

QString Database::url() const
{
    return isPostgres() ? postgres->url(m_name) : u"sqlite://"_s + path();
}

std::unique_ptr<store::Store> Database::open() const
{
    auto store = store::Store::open(url());
    if (!store)
        qFatal("%s", qPrintable(store.error().message));
    return std::move(*store);
}

void Database::killWith(store::Store &dying)
{
    disconnect();
    if (isPostgres()) {
        postgres->sql(u"ALTER DATABASE \"%1\" ALLOW_CONNECTIONS false"_s.arg(m_name));
        breakConnections();
        return;
    }
    m_next = newFolder();
    // In the writer's turn, so that no transaction is half done: SQLite itself survives that, a copy might not.
    const QString from = path();
    const QString to = fileIn(*m_next);
    dying
        .write([from, to](store::Session &) -> Expected<bool> {
            copyDatabase(from, to);
            return true;
        })
        .waitForFinished();
}

void Database::allowAgain()
{
    if (isPostgres()) {
        postgres->sql(u"ALTER DATABASE \"%1\" ALLOW_CONNECTIONS true"_s.arg(m_name));
        return;
    }
    m_folder = std::move(m_next);
}

void Database::breakConnections()
{
    if (!isPostgres())
        return;
    disconnect();
    postgres->sql(
        u"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '%1'"_s.arg(m_name));
}

QSqlDatabase Database::plain()
{
    if (QSqlDatabase::contains(m_name))
        return QSqlDatabase::database(m_name);
    auto database = QSqlDatabase::addDatabase(isPostgres() ? u"QPSQL"_s : u"QSQLITE"_s, m_name);
    if (isPostgres()) {
        database.setHostName(postgres->folder());
        database.setPort(postgres->port());
        database.setUserName(u"aria"_s);
        database.setDatabaseName(m_name);
    } else {
        database.setDatabaseName(path());
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    }
    if (!database.open())
        qFatal("the plain connection cannot be opened");
    return database;
}

void Database::disconnect()
{
    if (QSqlDatabase::contains(m_name)) {
        QSqlDatabase::database(m_name).close();
        QSqlDatabase::removeDatabase(m_name);
    }
}

bool Database::exec(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(plain());
    query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    const bool done = query.exec();
    if (!done)
        qWarning().noquote() << sql << query.lastError().text();
    return done;
}

QList<QVariantMap> Database::rows(const QString &sql)
{
    QSqlQuery query(plain());
    if (!query.exec(sql))
        qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
    QList<QVariantMap> result;
    while (query.next()) {
        QVariantMap row;
        const QSqlRecord record = query.record();
        for (int i = 0; i < record.count(); ++i)
            row.insert(record.fieldName(i), query.value(i));
        result.append(row);
    }
    return result;
}

} // namespace aria::soak
