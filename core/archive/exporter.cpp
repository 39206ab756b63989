#include "archive/exporter.h"

#include "archive/archivefiles.h"
#include "archive/archivetables.h"
#include "archive/archivevalues.h"
#include "archive/calendarfiles.h"
#include "archive/ownconnection.h"

#include "base/clock.h"
#include "store/dialect.h"
#include "store/migrations.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;

namespace aria::archive {

namespace {

// Up to here ids count on; beyond it somebody chose one (store/dialect.h).
constexpr qint64 highestCounted = qint64(1) << 52;

Expected<QJsonObject> exportTable(OwnConnection &connection, const QString &folder, const Table &table)
{
    QStringList expressions;
    for (const Column &column : table.columns)
        expressions.append(readExpression(column, connection.isPostgres()));
    QString sql = u"SELECT %1 FROM %2"_s.arg(expressions.join(u", "), table.name);
    if (table.name == u"aria_calendar_metadata"_s)
        sql += u" WHERE "_s + isArchivedKey();
    sql += u" ORDER BY "_s + table.key.join(u", ");

    LineWriter file(tablePath(folder, table.name));
    if (auto opened = file.open(); !opened)
        return Unexpected(opened.error());
    QSqlQuery query(connection.database());
    query.setForwardOnly(true); // else all rows would be in memory
    if (!query.exec(sql))
        return Unexpected(connection.dialect().toError(query.lastError()));
    while (query.next()) {
        QJsonObject row;
        for (int i = 0; i < table.columns.size(); ++i)
            row.insert(table.columns.at(i).name, fromColumn(table.columns.at(i).kind, query.value(i)));
        if (auto written = file.write(row); !written)
            return Unexpected(written.error());
    }
    if (query.lastError().isValid())
        return Unexpected(connection.dialect().toError(query.lastError()));
    return file.close();
}

// The highest id that was ever given, also to rows that are gone; history refers to them.
Expected<qint64> counterOf(OwnConnection &connection, const QString &table)
{
    const auto last = connection.isPostgres()
        ? connection.value(
            u"SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('%1', 'id')::regclass), 0)"_s.arg(
                table))
        : connection.value(u"SELECT seq FROM sqlite_sequence WHERE name = '%1'"_s.arg(table));
    if (!last)
        return Unexpected(last.error());
    return last->toLongLong() <= highestCounted ? last->toLongLong() : 0;
}

Expected<Exported> exportAll(OwnConnection &connection, const QString &folder)
{
    Exported exported;
    QJsonObject tables;
    for (const Table &table : archivedTables()) {
        auto entry = exportTable(connection, folder, table);
        if (!entry)
            return Unexpected(entry.error());
        exported.rows += entry->value(u"rows"_s).toInteger();
        if (table.hasCounter) {
            const auto counter = counterOf(connection, table.name);
            if (!counter)
                return Unexpected(counter.error());
            entry->insert(u"counter"_s, *counter);
        }
        tables.insert(table.name, *entry);
    }
    const auto calendars = writeCalendarFiles(connection, folder);
    if (!calendars)
        return Unexpected(calendars.error());
    QJsonArray files;
    for (const CalendarFile &file : *calendars) {
        files.append(QJsonObject{
            { u"calendar_id"_s, file.calendarId }, { u"file"_s, file.name }, { u"events"_s, file.events } });
        exported.unreadable += file.unreadable;
    }
    exported.calendars = files.size();
    const auto schema = store::schemaVersion(connection.database(), connection.dialect());
    if (!schema)
        return Unexpected(schema.error());
    const QJsonObject manifest{ { u"format"_s, archiveFormat }, { u"version"_s, archiveVersion },
        { u"program"_s, QStringLiteral(ARIA_VERSION) }, { u"made_at"_s, toRfc3339(SystemClock().nowUtc()) },
        { u"database"_s, connection.isPostgres() ? u"postgresql"_s : u"sqlite"_s },
        { u"schema_version"_s, *schema }, { u"tables"_s, tables }, { u"calendars"_s, files } };
    if (auto written = writeFile(folder + u"/manifest.json"_s, QJsonDocument(manifest).toJson()); !written)
        return Unexpected(written.error());
    return exported;
}

} // namespace

Expected<Exported> exportTo(const QString &databaseUrl, const QString &folder)
{
    const auto connection = OwnConnection::open(databaseUrl, store::Access::ReadOnly);
    if (!connection)
        return Unexpected(connection.error());
    if (auto prepared = prepareFolder(folder); !prepared)
        return Unexpected(prepared.error());
    if (auto begun = (*connection)->begin(); !begun)
        return Unexpected(begun.error());
    auto exported = exportAll(**connection, folder);
    if (!exported)
        return exported;
    if (auto done = (*connection)->commit(); !done)
        return Unexpected(done.error());
    return exported;
}

} // namespace aria::archive
