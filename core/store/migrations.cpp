#include "store/migrations.h"

#include "store/dialect.h"

#include <QDir>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

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
    return makeError(ErrorCategory::Internal, u"migration_failed"_s,
        u"the database could not be brought to schema version %1"_s.arg(migration.version));
}

Expected<void> storeVersion(const QSqlDatabase &database, const Dialect &dialect, int version)
{
    return execute(database, dialect,
        u"INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('schema_version', '', '%1')"
        u" ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = %2"_s
            .arg(version)
            .arg(dialect.now()));
}

Expected<void> runScript(const QSqlDatabase &database, const Dialect &dialect, const Migration &migration)
{
    QFile file(migration.path);
    if (!file.open(QIODevice::ReadOnly)) {
        return makeError(ErrorCategory::Internal, u"migration_failed"_s,
            u"the script of schema version %1 is missing"_s.arg(migration.version));
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
    for (const auto &name : directory.entryList({ u"*.sql"_s }, QDir::Files, QDir::Name)) {
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
    if (!query.exec(
            u"SELECT value FROM aria_calendar_metadata WHERE key = 'schema_version' AND calendar_id = ''"_s))
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
        return makeError(ErrorCategory::Precondition, u"schema_newer"_s,
            u"the database has schema version %1, this program knows versions up to %2; use the newer"
            u" program"_s.arg(*version)
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
            done = execute(database, dialect, u"COMMIT"_s);
        if (!done) {
            // The error that counts is the first one; a rollback that fails too leaves nothing behind either,
            // because nothing was committed.
            execute(database, dialect, u"ROLLBACK"_s);
            return done;
        }
    }
    return {};
}

} // namespace aria::store
