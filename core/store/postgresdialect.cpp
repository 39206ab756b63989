#include "store/postgresdialect.h"

#include "store/postgreserror.h"
#include "store/postgresprobe.h"

#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlQuery>

#include <libpq-fe.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// Limits of one statement. Time stands in UTC; a plan is made for the values at hand, because one for all values
// may walk through a whole table. Nothing is far away in tables of this size.
constexpr auto commonSettings =
    "SET random_page_cost TO 1.1; SET TimeZone TO 'UTC'; SET DateStyle TO 'ISO, YMD'; SET "
    "standard_conforming_strings TO on;"
    " SET plan_cache_mode TO force_custom_plan; SET jit TO off; SET lock_timeout TO '4s';"
    " SET idle_in_transaction_session_timeout TO '60s'; SET client_min_messages TO warning;";
constexpr auto readerSettings = "SET statement_timeout TO '6s'; SET default_transaction_read_only TO on;";
constexpr auto writerSettings = "SET statement_timeout TO '12s'; LISTEN aria_calendar_changed;";

PGconn *connectionOf(const QSqlDatabase &database)
{
    const auto handle = database.driver()->handle();
    // PGconn is another name of struct pg_conn; Qt 6 tells the one or the other.
    const QByteArrayView type(handle.typeName());
    if (type != "PGconn*" && type != "pg_conn*")
        return nullptr;
    return *static_cast<PGconn *const *>(handle.constData());
}

Error errorOf(const PGresult *result)
{
    return postgresError(QString::fromLatin1(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
        QString::fromUtf8(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)));
}

// As libpq's connection strings quote values.
QString quoted(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + value + u'\'';
}

// Triggers and foreign keys have statements of their own, and run them for each row of a COPY. Planned anew each time, they
// took a fifth of the server's time. Each finds one row by its key, so a plan for all values serves them, as long as it
// was not made for a table that was nearly empty at the time.
QString underPlansForAll(const QString &copy)
{
    return u"SET LOCAL plan_cache_mode TO auto; SET LOCAL enable_seqscan TO off;"_s + copy
        + u"; SET LOCAL enable_seqscan TO on; SET LOCAL plan_cache_mode TO force_custom_plan"_s;
}

bool isJson(const QString &column)
{
    static const QStringList columns{ u"attendees"_s, u"reminders"_s, u"base_event"_s, u"google_event"_s,
        u"attempted_event"_s, u"push_options"_s, u"edit_clock"_s, u"before_event"_s, u"after_event"_s };
    return columns.contains(column);
}

QString typeOf(const QString &column)
{
    static const QStringList numbers{ u"id"_s, u"series_id"_s, u"event_id"_s, u"local_event_id"_s,
        u"revision"_s, u"attempted_revision"_s, u"attempts"_s, u"seen_generation"_s, u"base_generation"_s,
        u"edit_revision"_s };
    static const QStringList instants{ u"start_time"_s, u"end_time"_s, u"window_start"_s, u"window_end"_s,
        u"created_at"_s, u"updated_at"_s, u"deleted_at"_s, u"next_attempt_at"_s, u"last_synced"_s };
    if (numbers.contains(column))
        return u"bigint"_s;
    if (instants.contains(column))
        return u"timestamptz"_s;
    return column == u"all_day" ? u"boolean"_s : u"text"_s;
}

} // namespace

QString PostgresDialect::place() const
{
    const auto host = m_parameters.value(u"host"_s);
    const auto name = m_parameters.value(u"dbname"_s);
    return u"%1 on %2"_s.arg(
        name.isEmpty() ? u"(the role's own)"_s : name, host.isEmpty() ? u"this machine"_s : host);
}

bool PostgresDialect::mayPass(const Error &error) const
{
    // What a server refuses by name is refused the next time too.
    return error.category == ErrorCategory::Unavailable && error.code != u"database_lost"
        && (error.code != u"database_away" || connectionMayPass(m_parameters));
}

QStringList PostgresDialect::statements(const QString &script) const
{
    static const QRegularExpression forPsql(
        u"^(\\\\.*|BEGIN;|COMMIT;)[ \\t]*$"_s, QRegularExpression::MultilineOption);
    auto text = script;
    return { text.remove(forPsql) };
}

Expected<void> PostgresDialect::open(QSqlDatabase &database, Access access, Storage /*storage*/) const
{
    QStringList options;
    for (auto it = m_parameters.cbegin(); it != m_parameters.cend(); ++it) {
        if (it.key() == u"host")
            database.setHostName(it.value());
        else if (it.key() == u"dbname")
            database.setDatabaseName(it.value());
        else if (it.key() == u"user")
            database.setUserName(it.value());
        else if (it.key() == u"password")
            database.setPassword(it.value());
        else
            options << it.key() + u'=' + quoted(it.value());
    }
    database.setConnectOptions(options.join(u' '));
    if (!database.open()) {
        auto error = toError(database.lastError());
        // libpq tells no SQLSTATE here. Its words name hosts, roles and databases, never a password, and go no further
        // than to whoever starts the program: later on, a lost connection is all that is said.
        error.message = database.lastError().databaseText().simplified();
        return Unexpected(error);
    }
    QSqlQuery query(database);
    const auto settings = QLatin1String(commonSettings)
        + QLatin1String(access == Access::ReadWrite ? writerSettings : readerSettings);
    if (!query.exec(settings))
        return Unexpected(toError(query.lastError()));
    return {};
}

Expected<void> PostgresDialect::checkRoom(const QSqlDatabase &database) const
{
    QSqlQuery query(database);
    Expected<void> room;
    for (const auto &text : { u"BEGIN"_s,
             u"CREATE TEMPORARY TABLE aria_calendar_room AS"
             u" SELECT repeat('x', 1900) AS filling FROM generate_series(1, 512)"_s }) {
        if (room && !query.exec(text))
            room = Unexpected(toError(query.lastError()));
    }
    query.exec(u"ROLLBACK"_s);
    return room || room.error().category == ErrorCategory::Unavailable ? room : Expected<void>();
}

Expected<qint64> PostgresDialect::outsideVersion(const QSqlDatabase &database, qint64 before) const
{
    auto *connection = connectionOf(database);
    if (!connection || PQconsumeInput(connection) == 0 || PQstatus(connection) != CONNECTION_OK)
        return Unexpected(postgresError({}, {}));
    qint64 version = before;
    while (auto *notification = PQnotifies(connection)) {
        if (notification->be_pid != PQbackendPID(connection))
            ++version;
        PQfreemem(notification);
    }
    return version;
}

int PostgresDialect::socket(const QSqlDatabase &database) const
{
    auto *connection = connectionOf(database);
    return connection ? PQsocket(connection) : -1;
}

QStringList PostgresDialect::beginMigration() const
{
    return { u"BEGIN ISOLATION LEVEL READ COMMITTED"_s,
        u"SET LOCAL statement_timeout TO 0; SET LOCAL lock_timeout TO '60s'"_s,
        // The same lock as in the scripts.
        u"SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'))"_s };
}

QString PostgresDialect::hasMetadata() const
{
    return u"SELECT to_regclass('aria_calendar_metadata') IS NOT NULL"_s;
}

QString PostgresDialect::list(const QStringList &items) const
{
    QStringList quotedItems;
    for (auto item : items) {
        item.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
        quotedItems << u'"' + item + u'"';
    }
    return u'{' + quotedItems.join(u',') + u'}';
}

QString PostgresDialect::list(const QList<qint64> &items) const
{
    QStringList numbers;
    for (const auto item : items)
        numbers << QString::number(item);
    return u'{' + numbers.join(u',') + u'}';
}

QString PostgresDialect::isTextIn(const QString &column) const
{
    return column + u" = ANY (?)"_s;
}

QString PostgresDialect::isNumberIn(const QString &column) const
{
    return column + u" = ANY (?)"_s;
}

QString PostgresDialect::lockEvents() const
{
    return u"SELECT e.id FROM aria_calendar_events e WHERE e.id = ANY (?) ORDER BY e.id FOR NO KEY UPDATE"_s;
}

QString PostgresDialect::isNumberNotIn(const QString &column) const
{
    return column + u" <> ALL (?)"_s;
}

Fragment PostgresDialect::eventsReaching(
    const QStringList &calendarIds, const QString &from, const QString &until, const QString &words) const
{
    Fragment hits{ u"SELECT e.id, e.calendar_id, e.recurring_event_id FROM aria_calendar_events e"
                   u" WHERE e.deleted_at IS NULL AND %1 AND e.status <> 'cancelled'"
                   u" AND aria_calendar_window(e.window_start, e.window_end) && tstzrange(?, ?)"_s.arg(
                       isTextIn(u"e.calendar_id"_s)),
        { list(calendarIds), from, until } };
    if (!words.isEmpty()) {
        hits.sql += u" AND aria_calendar_event_words(e.title, e.description, e.location, e.attendees)"
                    u" @@ aria_calendar_words_query(?)"_s;
        hits.values << words;
    }
    return hits;
}

QString PostgresDialect::isTrueIn(const QString &column, const QString &member) const
{
    return u"COALESCE(%1 @> '{\"%2\": true}', false)"_s.arg(column, member);
}

QString PostgresDialect::instant(const QString &expression) const
{
    // What to_char() has no form for, infinity and the years before Christ, is told in PostgreSQL's own words.
    return u"CASE WHEN isfinite(%1) AND %1 >= '0001-01-01 00:00:00+00'"
           u" THEN to_char(%1, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') ELSE %1::text END"_s.arg(expression);
}

QString PostgresDialect::eventTime(const QString &which) const
{
    return u"CASE WHEN NOT (isfinite(e.%1_time) AND e.%1_time >= '0001-01-01 00:00:00+00')"
           u" THEN COALESCE(CASE WHEN e.all_day THEN e.%1_date::text END, e.%1_time::text)"
           u" WHEN e.all_day THEN to_char(e.%1_date, 'YYYY-MM-DD') ELSE"
           u" replace(to_char(e.%1_time, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), '.000Z', 'Z') END"_s.arg(
               which);
}

QString PostgresDialect::rowsOf(const QStringList &columns) const
{
    QStringList definitions;
    for (const auto &column : columns)
        definitions << column + u' ' + typeOf(column);
    return u"json_to_recordset(?) AS r (%1)"_s.arg(definitions.join(u", "));
}

QString PostgresDialect::valueIn(const QString &column) const
{
    return u"r."_s + column + (isJson(column) ? u"::jsonb"_s : QString());
}

Expected<void> PostgresDialect::copyIn(
    const QSqlDatabase &database, const QString &into, const QByteArray &rows) const
{
    constexpr qsizetype piece = 1 << 20;
    auto *connection = connectionOf(database);
    if (!connection)
        return Unexpected(postgresError({}, {}));
    auto *begun =
        PQexec(connection, underPlansForAll(u"COPY "_s + into + u" FROM STDIN"_s).toUtf8().constData());
    bool isTaken = PQresultStatus(begun) == PGRES_COPY_IN;
    Expected<void> done = isTaken ? Expected<void>() : Unexpected(errorOf(begun));
    PQclear(begun);
    for (qsizetype at = 0; isTaken && at < rows.size(); at += piece) {
        const auto size = std::min(piece, rows.size() - at);
        isTaken = PQputCopyData(connection, rows.constData() + at, static_cast<int>(size)) == 1;
    }
    if (done)
        PQputCopyEnd(connection, nullptr);
    while (auto *result = PQgetResult(connection)) {
        if (done && PQresultStatus(result) != PGRES_COMMAND_OK)
            done = Unexpected(errorOf(result));
        PQclear(result);
        if (PQstatus(connection) != CONNECTION_OK)
            break;
    }
    return done && (!isTaken || PQstatus(connection) != CONNECTION_OK) ? Unexpected(postgresError({}, {}))
                                                                       : done;
}

QString PostgresDialect::newEventIds() const
{
    return u"SELECT n.id FROM (SELECT nextval('aria_calendar_events_id_seq') AS id"
           u" FROM generate_series(1, ?)) n"
           u" WHERE NOT EXISTS (SELECT FROM aria_calendar_events e WHERE e.id = n.id)"_s;
}

QString PostgresDialect::takeMessageTurn() const
{
    // The table names the lock, so that services in another schema of the same database are not in the way.
    return u"SELECT pg_try_advisory_xact_lock('aria_calendar_event_log'::regclass::oid::int, 0)"_s;
}

QString PostgresDialect::rowsInLog(const QString &column, const QStringList & /*columns*/) const
{
    return u"SELECT l.entry, r.* FROM aria_calendar_event_log l"
           u" CROSS JOIN LATERAL jsonb_populate_record(NULL::aria_calendar_events, l.%1) r"
           u" WHERE l.id IS NULL AND l.entry <= ? AND l.%1 IS NOT NULL"_s.arg(column);
}

QString PostgresDialect::freshId(const QString &table) const
{
    // Looked for once in a statement, not for each row.
    return u"nextval((SELECT pg_get_serial_sequence('%1', 'id')::regclass))"_s.arg(table);
}

QStringList PostgresDialect::mendCounters() const
{
    return { u"SELECT aria_calendar_mend_sequences()"_s };
}

QVariant PostgresDialect::storable(const QVariant &value) const
{
    return stored(value, Escapes::ForPostgres);
}

Error PostgresDialect::toError(const QSqlError &error) const
{
    return postgresError(error.nativeErrorCode(), error.databaseText());
}

} // namespace aria::store
