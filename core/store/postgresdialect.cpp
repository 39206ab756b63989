#include "store/postgresdialect.h"

#include "store/postgreserror.h"
#include "store/postgresprobe.h"

#include <QRegularExpression>
#include <QSqlDriver>
#include <QSqlQuery>

#include <libpq-fe.h>

namespace aria::store {

namespace {

// Limits of one statement. Time stands in UTC; a plan is made for the values at hand, because one for all values
// may walk through a whole table. Nothing is far away in tables of this size.
constexpr auto commonSettings =
    "SET random_page_cost TO 1.1; SET TimeZone TO 'UTC'; SET DateStyle TO 'ISO, YMD'; SET "
    "standard_conforming_strings TO on;"
    " SET plan_cache_mode TO force_custom_plan; SET lock_timeout TO '4s';"
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

// As libpq's connection strings quote values.
QString quoted(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
    return u'\'' + value + u'\'';
}

bool isJson(const QString &column)
{
    static const QStringList columns{ QStringLiteral("attendees"), QStringLiteral("reminders"),
        QStringLiteral("base_event"), QStringLiteral("google_event"), QStringLiteral("attempted_event"),
        QStringLiteral("push_options"), QStringLiteral("edit_clock"), QStringLiteral("before_event"),
        QStringLiteral("after_event") };
    return columns.contains(column);
}

QString typeOf(const QString &column)
{
    static const QStringList numbers{ QStringLiteral("id"), QStringLiteral("local_event_id"),
        QStringLiteral("revision"), QStringLiteral("attempted_revision"), QStringLiteral("attempts"),
        QStringLiteral("seen_generation"), QStringLiteral("base_generation"),
        QStringLiteral("edit_revision") };
    static const QStringList instants{ QStringLiteral("start_time"), QStringLiteral("end_time"),
        QStringLiteral("window_start"), QStringLiteral("window_end"), QStringLiteral("created_at"),
        QStringLiteral("updated_at"), QStringLiteral("deleted_at"), QStringLiteral("next_attempt_at"),
        QStringLiteral("last_synced") };
    if (numbers.contains(column))
        return QStringLiteral("bigint");
    if (instants.contains(column))
        return QStringLiteral("timestamptz");
    return column == u"all_day" ? QStringLiteral("boolean") : QStringLiteral("text");
}

} // namespace

QString PostgresDialect::place() const
{
    const auto host = m_parameters.value(QStringLiteral("host"));
    const auto name = m_parameters.value(QStringLiteral("dbname"));
    return QStringLiteral("%1 on %2")
        .arg(name.isEmpty() ? QStringLiteral("(the role's own)") : name,
            host.isEmpty() ? QStringLiteral("this machine") : host);
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
        QStringLiteral("^(\\\\.*|BEGIN;|COMMIT;)[ \\t]*$"), QRegularExpression::MultilineOption);
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
    return { QStringLiteral("BEGIN ISOLATION LEVEL READ COMMITTED"),
        QStringLiteral("SET LOCAL statement_timeout TO 0; SET LOCAL lock_timeout TO '60s'"),
        // The same lock as in the scripts.
        QStringLiteral("SELECT pg_advisory_xact_lock(hashtext('aria_calendar_schema'))") };
}

QString PostgresDialect::hasMetadata() const
{
    return QStringLiteral("SELECT to_regclass('aria_calendar_metadata') IS NOT NULL");
}

QString PostgresDialect::list(const QStringList &items) const
{
    QStringList quotedItems;
    for (auto item : items) {
        item.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
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
    return column + QStringLiteral(" = ANY (?)");
}

QString PostgresDialect::isNumberIn(const QString &column) const
{
    return column + QStringLiteral(" = ANY (?)");
}

QString PostgresDialect::isNumberNotIn(const QString &column) const
{
    return column + QStringLiteral(" <> ALL (?)");
}

Fragment PostgresDialect::eventsReaching(
    const QStringList &calendarIds, const QString &from, const QString &until) const
{
    return { QStringLiteral("SELECT e.id, e.calendar_id, e.recurring_event_id FROM aria_calendar_events e"
                            " WHERE e.deleted_at IS NULL AND %1 AND e.status <> 'cancelled'"
                            " AND aria_calendar_window(e.window_start, e.window_end) && tstzrange(?, ?)")
                 .arg(isTextIn(QStringLiteral("e.calendar_id"))),
        { list(calendarIds), from, until } };
}

QString PostgresDialect::isTrueIn(const QString &column, const QString &member) const
{
    return QStringLiteral("COALESCE(%1 @> '{\"%2\": true}', false)").arg(column, member);
}

QString PostgresDialect::instant(const QString &expression) const
{
    // What to_char() has no form for, infinity and the years before Christ, is told in PostgreSQL's own words.
    return QStringLiteral("CASE WHEN isfinite(%1) AND %1 >= '0001-01-01 00:00:00+00'"
                          " THEN to_char(%1, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') ELSE %1::text END")
        .arg(expression);
}

QString PostgresDialect::eventTime(const QString &which) const
{
    return QStringLiteral(
        "CASE WHEN NOT (isfinite(e.%1_time) AND e.%1_time >= '0001-01-01 00:00:00+00')"
        " THEN COALESCE(CASE WHEN e.all_day THEN e.%1_date::text END, e.%1_time::text)"
        " WHEN e.all_day THEN to_char(e.%1_date, 'YYYY-MM-DD') ELSE"
        " replace(to_char(e.%1_time, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), '.000Z', 'Z') END")
        .arg(which);
}

QString PostgresDialect::rowsOf(const QStringList &columns) const
{
    QStringList definitions;
    for (const auto &column : columns)
        definitions << column + u' ' + typeOf(column);
    return QStringLiteral("json_to_recordset(?) AS r (%1)").arg(definitions.join(u", "));
}

QString PostgresDialect::valueIn(const QString &column) const
{
    return QStringLiteral("r.") + column + (isJson(column) ? QStringLiteral("::jsonb") : QString());
}

QString PostgresDialect::newEventIds() const
{
    return QStringLiteral("SELECT n.id FROM (SELECT nextval('aria_calendar_events_id_seq') AS id"
                          " FROM generate_series(1, ?)) n"
                          " WHERE NOT EXISTS (SELECT FROM aria_calendar_events e WHERE e.id = n.id)");
}

QString PostgresDialect::freshId(const QString &table) const
{
    return QStringLiteral("nextval(pg_get_serial_sequence('%1', 'id'))").arg(table);
}

QStringList PostgresDialect::mendCounters() const
{
    return { QStringLiteral("SELECT aria_calendar_mend_sequences()") };
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
