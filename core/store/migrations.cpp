#include "store/migrations.h"

#include "store/dialect.h"

#include <QDir>
#include <QSqlQuery>

namespace aria::store {

namespace {

Expected<void> execute(const QSqlDatabase &database, const Dialect &dialect, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement))
        return Unexpected(dialect.toError(query.lastError()));
    return {};
}

Expected<void> failed(const Migration &migration, const Error &error)
{
    if (isTransient(error) || error.category == ErrorCategory::Precondition)
        return Unexpected(error);
    return makeError(ErrorCategory::Internal, QStringLiteral("migration_failed"),
        QStringLiteral("the database could not be brought to schema version %1").arg(migration.version));
}

Expected<void> storeVersion(const QSqlDatabase &database, const Dialect &dialect, int version)
{
    return execute(database, dialect,
        QStringLiteral(
            "INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '%1')"
            " ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = %2")
            .arg(version)
            .arg(dialect.now()));
}

Expected<void> runScript(const QSqlDatabase &database, const Dialect &dialect, const Migration &migration)
{
    QFile file(migration.path);
    if (!file.open(QIODevice::ReadOnly)) {
        return makeError(ErrorCategory::Internal, QStringLiteral("migration_failed"),
            QStringLiteral("the script of schema version %1 is missing").arg(migration.version));
    }
    for (const auto &statement : dialect.statements(QString::fromUtf8(file.readAll()))) {
        if (auto done = execute(database, dialect, statement); !done)
            return failed(migration, done.error());
    }
    return storeVersion(database, dialect, migration.version);
}

// In the transaction the caller has begun.
Expected<void> applyMissing(const QSqlDatabase &database, const Dialect &dialect, const Migration &migration)
{
    // Looked at again under the lock: another instance may have been faster.
    const auto version = schemaVersion(database, dialect);
    if (!version)
        return Unexpected(version.error());
    return *version >= migration.version ? Expected<void>() : runScript(database, dialect, migration);
}

} // namespace

QList<Migration> migrationsIn(const QString &folder)
{
    QList<Migration> migrations;
    const QDir directory(folder);
    for (const auto &name : directory.entryList({ QStringLiteral("*.sql") }, QDir::Files, QDir::Name)) {
        if (const int version = name.section(u'_', 0, 0).toInt(); version > 0)
            migrations << Migration{ version, directory.filePath(name) };
    }
    return migrations;
}

Expected<int> schemaVersion(const QSqlDatabase &database, const Dialect &dialect)
{
    QSqlQuery query(database);
    if (!query.exec(dialect.hasMetadata()) || !query.next())
        return Unexpected(dialect.toError(query.lastError()));
    if (!query.value(0).toBool())
        return 0;
    if (!query.exec(QStringLiteral(
            "SELECT value FROM aria_calendar_metadata WHERE key = 'schema_version' AND calendar_id = ''")))
        return Unexpected(dialect.toError(query.lastError()));
    return query.next() ? query.value(0).toInt() : 0;
}

Expected<void> migrate(QSqlDatabase &database, const Dialect &dialect, const QList<Migration> &migrations)
{
    const auto version = schemaVersion(database, dialect);
    if (!version)
        return Unexpected(version.error());
    const int newest = migrations.isEmpty() ? 0 : migrations.last().version;
    if (*version > newest) {
        return makeError(ErrorCategory::Precondition, QStringLiteral("schema_newer"),
            QStringLiteral(
                "the database has schema version %1, this program knows versions up to %2; use the newer"
                " program")
                .arg(*version)
                .arg(newest));
    }
    for (const auto &migration : migrations) {
        if (migration.version <= *version)
            continue;
        Expected<void> done;
        for (const auto &statement : dialect.beginMigration()) {
            if (done)
                done = execute(database, dialect, statement);
        }
        if (done)
            done = applyMissing(database, dialect, migration);
        if (done)
            done = execute(database, dialect, QStringLiteral("COMMIT"));
        if (!done) {
            // The error that counts is the first one; a rollback that fails too leaves nothing behind either,
            // because nothing was committed.
            execute(database, dialect, QStringLiteral("ROLLBACK"));
            return done;
        }
    }
    return {};
}

} // namespace aria::store
