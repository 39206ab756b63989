#include "archive/importer.h"

#include "archive/archivefiles.h"
#include "archive/archivetables.h"
#include "archive/archivevalues.h"
#include "archive/ownconnection.h"

#include "base/clock.h"
#include "store/dialect.h"
#include "store/servicelock.h"
#include "store/session.h"

#include <QRegularExpression>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

// The triggers take a row with service_stamp 0 for ARIA's newest edit, and change it. So such rows come in with this
// stamp, and get their own once they are there: that is no edit.
constexpr qint64 stampOnTheWay = -4'611'686'018'427'387'904;

Error atRow(const Table &table, const LineReader &file, const QString &what)
{
    return Error{ ErrorCategory::InvalidInput, u"archive_value"_s,
        u"row %1 of %2 cannot be taken: %3"_s.arg(file.line()).arg(table.name, what) };
}

// A wall time in a zone, which SQLite keeps as ARIA wrote it until the service takes it up, has no place in PostgreSQL.
bool isWallTime(const QJsonObject &row, const QString &column)
{
    static const QRegularExpression withoutOffset(u"^\\d{4}-\\d{2}-\\d{2}[T ][0-9:.]+$"_s);
    const QString zone = row.value(u"time_zone"_s).toString();
    return !row.value(u"all_day"_s).toBool() && !zone.isEmpty() && zone != u"UTC"_s
        && withoutOffset.match(row.value(column).toString().trimmed()).hasMatch();
}

Expected<void> checkEmpty(OwnConnection &connection)
{
    for (const Table &table : archivedTables()) {
        QString sql = u"SELECT EXISTS (SELECT 1 FROM %1"_s.arg(table.name);
        if (table.name == u"aria_calendar_metadata"_s)
            sql += u" WHERE "_s + isArchivedKey();
        const auto found = connection.value(sql + u')');
        if (!found)
            return Unexpected(found.error());
        if (found->toBool()) {
            return makeError(ErrorCategory::Precondition, u"database_not_empty"_s,
                u"the database %1 is not empty (%2 has rows); an import needs a new one"_s.arg(
                    connection.dialect().place(), table.name));
        }
    }
    return {};
}

Expected<void> checkColumns(const Table &table, const QJsonObject &row, const LineReader &file)
{
    for (auto it = row.begin(); it != row.end(); ++it) {
        const bool isKnown = std::any_of(table.columns.begin(), table.columns.end(),
            [&](const Column &column) { return column.name == it.key(); });
        if (!isKnown) {
            return Unexpected(atRow(table, file,
                u"\"%1\" is no column that this program knows; a newer one may have written it"_s.arg(
                    it.key())));
        }
    }
    return {};
}

Expected<QVariant> valueFor(const OwnConnection &connection, const Table &table, const Column &column,
    const QJsonObject &row, const LineReader &file)
{
    const QJsonValue given = row.value(column.name);
    if (connection.isPostgres() && column.kind == Kind::EventTime && isWallTime(row, column.name)) {
        return Unexpected(atRow(table, file,
            u"%1 is \"%2\" in the zone %3 without an offset, which only the service can read. Start it once "
            u"on "
            "the old database, and export again"_s.arg(
                column.name, given.toString(), row.value(u"time_zone"_s).toString())));
    }
    if (column.name == u"service_stamp"_s && given.toInteger() == 0)
        return QVariant(stampOnTheWay);
    auto value = toColumn(column.kind, given, connection.isPostgres());
    if (!value)
        return Unexpected(atRow(table, file, u"%1 %2"_s.arg(column.name, value.error().message)));
    return value;
}

// Only the columns that the archive has: one of an older program leaves new ones to their defaults.
QList<Column> columnsIn(const Table &table, const QJsonObject &row)
{
    QList<Column> present;
    for (const Column &column : table.columns) {
        if (row.contains(column.name))
            present.append(column);
    }
    return present;
}

QString insertStatement(const OwnConnection &connection, const Table &table, const QList<Column> &columns)
{
    QStringList names;
    QStringList places;
    for (const Column &column : columns) {
        names.append(column.name);
        places.append(writePlaceholder(column, connection.isPostgres()));
    }
    return u"INSERT INTO %1 (%2) VALUES (%3)"_s.arg(table.name, names.join(u", "), places.join(u", "));
}

Expected<qint64> importTable(
    OwnConnection &connection, const QString &folder, const Table &table, const QJsonObject &expected)
{
    LineReader file(tablePath(folder, table.name), expected);
    if (auto opened = file.open(); !opened)
        return Unexpected(opened.error());
    QSqlQuery query(connection.database());
    QList<Column> columns;
    while (true) {
        const auto row = file.next();
        if (!row)
            return Unexpected(row.error());
        if (!*row)
            return file.line();
        if (auto known = checkColumns(table, **row, file); !known)
            return Unexpected(known.error());
        if (file.line() == 1) {
            columns = columnsIn(table, **row);
            if (!query.prepare(insertStatement(connection, table, columns)))
                return Unexpected(connection.dialect().toError(query.lastError()));
        }
        for (int i = 0; i < columns.size(); ++i) {
            const auto value = valueFor(connection, table, columns.at(i), **row, file);
            if (!value)
                return Unexpected(value.error());
            query.bindValue(i, connection.dialect().storable(*value));
        }
        if (!query.exec()) {
            const Error error = connection.dialect().toError(query.lastError());
            if (error.category == ErrorCategory::Unavailable)
                return Unexpected(error);
            QString what = error.message;
            if (connection.isPostgres()
                && (**row).contains(u"id"_s)) { // SQLite holds what PostgreSQL does not
                what += u". Change the row with the id %1 in the old database, and export again"_s.arg(
                    (**row).value(u"id"_s).toInteger());
            }
            return Unexpected(atRow(table, file, what));
        }
    }
}

// Ids go on where they were, so that none is given again to something else.
Expected<void> setCounter(OwnConnection &connection, const QString &table, qint64 counter)
{
    if (counter <= 0)
        return {};
    if (connection.isPostgres()) {
        return connection.run(
            u"SELECT setval(pg_get_serial_sequence('%1', 'id'), %2)"_s.arg(table).arg(counter));
    }
    if (auto made = connection.run(
            u"INSERT INTO sqlite_sequence (name, seq) SELECT '%1', 0"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '%1')"_s.arg(table));
        !made)
        return made;
    return connection.run(
        u"UPDATE sqlite_sequence SET seq = max(seq, %2) WHERE name = '%1'"_s.arg(table).arg(counter));
}

// What follows from the events and is not made by triggers for rows that do not come from ARIA.
Expected<void> makeIndexes(OwnConnection &connection)
{
    if (auto due = connection.session().occurrences().rebuild(SystemClock().nowUtc()); !due)
        return due;
    if (connection.isPostgres()) // it keeps the words in an index of its own
        return {};
    return connection.run(
        u"INSERT INTO aria_calendar_words (rowid, words) SELECT id, words FROM aria_calendar_event_words"_s);
}

Expected<qint64> importAll(OwnConnection &connection, const QString &folder, const QJsonObject &manifest)
{
    if (connection.isPostgres()) { // a service that runs on it waits
        if (auto locked =
                connection.run(u"LOCK TABLE aria_calendar_events, aria_calendar_sync IN EXCLUSIVE MODE"_s);
            !locked)
            return Unexpected(locked.error());
    }
    if (auto empty = checkEmpty(connection); !empty)
        return Unexpected(empty.error());
    const QJsonObject tables = manifest.value(u"tables"_s).toObject();
    qint64 rows = 0;
    for (const Table &table : archivedTables()) {
        if (!tables.contains(table.name)) // of an older program, which had no such table
            continue;
        const QJsonObject entry = tables.value(table.name).toObject();
        const auto taken = importTable(connection, folder, table, entry);
        if (!taken)
            return taken;
        rows += *taken;
        if (auto set = setCounter(connection, table.name, entry.value(u"counter"_s).toInteger()); !set)
            return Unexpected(set.error());
    }
    if (auto set = connection.run(
            u"UPDATE aria_calendar_events SET service_stamp = 0 WHERE service_stamp = %1"_s.arg(
                stampOnTheWay));
        !set)
        return Unexpected(set.error());
    for (const QString &statement : connection.dialect().mendCounters()) {
        if (auto mended = connection.run(statement); !mended)
            return Unexpected(mended.error());
    }
    if (auto made = makeIndexes(connection); !made)
        return Unexpected(made.error());
    return rows;
}

Expected<void> checkTables(const QJsonObject &manifest)
{
    const QJsonObject tables = manifest.value(u"tables"_s).toObject();
    for (auto it = tables.begin(); it != tables.end(); ++it) {
        const bool isKnown = std::any_of(archivedTables().begin(), archivedTables().end(),
            [&](const Table &table) { return table.name == it.key(); });
        if (!isKnown) {
            return makeError(ErrorCategory::Precondition, u"archive_unusable"_s,
                u"the archive has a table %1, which this program does not know; a newer one wrote it"_s.arg(
                    it.key()));
        }
    }
    return {};
}

} // namespace

Expected<qint64> importFrom(const QString &databaseUrl, const QString &folder)
{
    Error error;
    const QJsonObject manifest = manifestOf(folder, error);
    if (manifest.isEmpty())
        return Unexpected(error);
    if (auto known = checkTables(manifest); !known)
        return Unexpected(known.error());
    const auto connection = OwnConnection::open(databaseUrl, store::Access::ReadWrite);
    if (!connection)
        return Unexpected(connection.error());
    const auto lock = store::ServiceLock::take(databaseUrl);
    if (!lock)
        return Unexpected(lock.error());
    if (auto begun = (*connection)->begin(); !begun)
        return Unexpected(begun.error());
    auto rows = importAll(**connection, folder, manifest);
    if (!rows)
        return rows; // and the connection's end rolls it back
    if (auto done = (*connection)->commit(); !done)
        return Unexpected(done.error());
    return rows;
}

} // namespace aria::archive
