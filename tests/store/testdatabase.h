// A database of its own for each test, a Store on it, and a second plain connection: ARIA's, n8n's or a
// person's SQL. Which kind of database is what ARIA_TEST_DATABASE says (sqlite, postgresql), so that the same
// suites run on both.
#pragma once

#include "store/store.h"

#include "support/postgrescluster.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QUrl>
#include <QtTest>

namespace aria::test {

inline bool isPostgres()
{
    return qEnvironmentVariable("ARIA_TEST_DATABASE") == u"postgresql";
}

// One server for all tests of a program.
inline PostgresCluster &cluster()
{
    static PostgresCluster cluster;
    return cluster;
}

enum class Content {
    Nothing,
    Tables, // as Store::open() makes them: migrating costs more than most tests, so it is done once and copied
};

class TestDatabase
{
public:
    explicit TestDatabase(Content content = Content::Nothing)
        : m_name(QStringLiteral("plain-%1").arg(quintptr(this)))
    {
        if (isPostgres())
            m_database = content == Content::Tables ? cluster().createDatabase(migrated().name())
                                                    : cluster().createDatabase();
        else if (content == Content::Tables)
            copyFile(migrated().path());
    }
    ~TestDatabase()
    {
        disconnect();
        if (isPostgres())
            cluster().dropDatabase(m_database);
    }
    Q_DISABLE_COPY_MOVE(TestDatabase)

    QString path() const { return m_directory.filePath(QStringLiteral("data/calendar.db")); } // SQLite
    QString name() const { return m_database; } // PostgreSQL
    QString url() const
    {
        return isPostgres() ? cluster().url(m_database) : QStringLiteral("sqlite://") + path();
    }

    // The connection of another program.
    QSqlDatabase plain()
    {
        if (QSqlDatabase::contains(m_name))
            return QSqlDatabase::database(m_name);
        auto database = QSqlDatabase::addDatabase(
            isPostgres() ? QStringLiteral("QPSQL") : QStringLiteral("QSQLITE"), m_name);
        if (isPostgres()) {
            database.setHostName(cluster().folder());
            database.setPort(cluster().port());
            database.setUserName(QStringLiteral("aria"));
            database.setDatabaseName(m_database);
        } else {
            database.setDatabaseName(path());
            database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
        }
        if (!database.open())
            qFatal("the plain connection cannot be opened");
        return database;
    }
    void disconnect()
    {
        if (QSqlDatabase::contains(m_name)) {
            QSqlDatabase::database(m_name).close();
            QSqlDatabase::removeDatabase(m_name);
        }
    }

    // A script (PostgreSQL).
    void load(const QString &file)
    {
        QFile script(file);
        if (!script.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file));
        cluster().sql(QString::fromUtf8(script.readAll()), m_database);
    }

    // Fails the test loudly when the SQL does not run.
    void sql(const QString &text)
    {
        QSqlQuery query(plain());
        if (!query.exec(text))
            qFatal("%s: %s", qPrintable(text), qPrintable(query.lastError().text()));
    }

    QVariantList row(const QString &text)
    {
        QSqlQuery query(plain());
        if (!query.exec(text))
            qFatal("%s: %s", qPrintable(text), qPrintable(query.lastError().text()));
        QVariantList values;
        if (query.next()) {
            for (int i = 0; i < query.record().count(); ++i)
                values << query.value(i);
        }
        return values;
    }
    QVariant one(const QString &text) { return row(text).value(0); }
    // The first column of all rows.
    QStringList texts(const QString &text)
    {
        QSqlQuery query(plain());
        if (!query.exec(text))
            qFatal("%s: %s", qPrintable(text), qPrintable(query.lastError().text()));
        QStringList values;
        while (query.next())
            values << query.value(0).toString();
        return values;
    }

private:
    static const TestDatabase &migrated()
    {
        static const auto made = [] {
            auto database = std::make_unique<TestDatabase>();
            if (const auto store = store::Store::open(database->url()); !store)
                qFatal("%s", qPrintable(store.error().message));
            return database;
        }();
        return *made;
    }
    void copyFile(const QString &from)
    {
        const auto folder = QFileInfo(path()).path();
        QDir().mkpath(folder);
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        if (!QFile::copy(from, path()) || QFile::exists(from + QStringLiteral("-wal")))
            qFatal("the empty database cannot be copied");
    }

    QTemporaryDir m_directory;
    QString m_database;
    QString m_name;
};

// pg_dump's text without the words it makes up for each run.
inline QString dumpOf(const QString &database, const QStringList &arguments = {})
{
    static const QRegularExpression madeUp(
        QStringLiteral("^\\\\(un)?restrict .*$"), QRegularExpression::MultilineOption);
    return QString::fromUtf8(cluster().run(QStringLiteral("pg_dump"), database, arguments)).remove(madeUp);
}

// The value of an Expected, or a failed test.
template <class T> T must(Expected<T> result)
{
    if (!result)
        qFatal("%s: %s", qPrintable(result.error().code), qPrintable(result.error().message));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

template <class T> T must(QFuture<Expected<T>> future)
{
    future.waitForFinished();
    return must(future.takeResult());
}

// Leaves no event marked.
inline void takeUpAll(store::Store &store)
{
    while (must(store.write([](store::Session &session) { return session.occurrences().takeUp(100); })) > 0) {
    }
}

inline QDateTime at(const QString &text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

// A synced single event of an hour.
inline store::EventRecord anEvent(
    const QString &googleId, const QString &start = QStringLiteral("2024-01-15T10:00:00Z"))
{
    store::EventRecord record;
    record.calendarId = QStringLiteral("primary");
    record.googleEventId = googleId;
    record.columns.title = QStringLiteral("Event ") + googleId;
    record.columns.startTime = start;
    record.windowStart = at(start);
    record.windowEnd = record.windowStart.addSecs(3600);
    record.columns.endTime = record.windowEnd.toString(Qt::ISODate);
    record.columns.status = QStringLiteral("confirmed");
    record.source = store::Side::Google;
    record.createdAt = at(QStringLiteral("2024-01-01T00:00:00Z"));
    record.updatedAt = record.createdAt;
    record.revision = 1;
    record.status = store::SyncStatus::Synced;
    record.base = QJsonObject{ { QStringLiteral("id"), googleId } };
    record.etag = QStringLiteral("\"1\"");
    record.syncCreatedAt = record.createdAt;
    return record;
}

} // namespace aria::test
