#include "store/postgreserror.h"

#include "store/dialect.h"

#include "base/logging.h"

namespace aria::store {

namespace {

using namespace std::chrono_literals;

Error refused(const QString &why)
{
    return { ErrorCategory::Precondition, QStringLiteral("database_refused"), why };
}

QString reasonOf(const QString &state)
{
    if (state == u"22007" || state == u"22008")
        return QStringLiteral("the database cannot hold a date or time in it");
    if (state == u"22003")
        return QStringLiteral("the database cannot hold a number in it");
    if (state == u"22021" || state == u"22P05" || state == u"22001" || state == u"54000")
        return QStringLiteral("the database cannot hold a text in it");
    return QStringLiteral("the database cannot hold a value in it (%1)").arg(state);
}

} // namespace

Error postgresError(const QString &state, const QString &words)
{
    if (!words.isEmpty())
        qCDebug(lcStore) << "PostgreSQL state" << state << words;
    // serialization_failure, deadlock_detected
    if (state == u"40001" || state == u"40P01")
        return { ErrorCategory::Unavailable, QStringLiteral("database_contended"),
            QStringLiteral("others change the same events at the same time"), 1s };
    // disk_full, out_of_memory and the like
    if (state == u"53100")
        return { ErrorCategory::Unavailable, QStringLiteral("disk_full"),
            QStringLiteral("the disk of the database is full"), 10s };
    // lock_not_available; query_canceled is what statement_timeout says
    if (state == u"55P03" || state == u"57014")
        return { ErrorCategory::Unavailable, QStringLiteral("database_busy"),
            QStringLiteral("the database is busy with something else"), 1s };
    if (state == u"23505")
        return { ErrorCategory::Conflict, QStringLiteral("duplicate"),
            QStringLiteral("there is such an entry in the database already") };
    // Data exceptions, broken constraints, program limits (an index entry that is too long).
    if (state.startsWith(u"22") || state.startsWith(u"23") || state.startsWith(u"54"))
        return { ErrorCategory::InvalidInput, QStringLiteral("database_value"), reasonOf(state) };
    // undefined_table, invalid_schema_name, undefined_column, undefined_function
    if (state == u"42P01" || state == u"3F000" || state == u"42703" || state == u"42883")
        return databaseLost();
    if (state.startsWith(u"28")) // invalid_authorization_specification, invalid_password
        return refused(QStringLiteral("the database refuses the user name or password"));
    if (state == u"3D000")
        return refused(QStringLiteral("there is no database of this name"));
    if (state == u"42501")
        return refused(QStringLiteral("the database role lacks a right it needs"));
    // Connection exceptions (08), insufficient resources (53), operator intervention (57P: shutting down or
    // starting up), system errors (58, XX001, XX002: broken files), read_only_sql_transaction (a standby after a
    // failover), idle_in_transaction_session_timeout.
    if (state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"53") || state.startsWith(u"57P")
        || state.startsWith(u"58") || state == u"XX001" || state == u"XX002" || state == u"25006"
        || state == u"25P03")
        return databaseAway(5s);
    return { ErrorCategory::Internal, QStringLiteral("database_statement"),
        QStringLiteral("the database refused a statement") };
}

Error databaseAway(std::chrono::milliseconds tryAgainIn)
{
    return { ErrorCategory::Unavailable, QStringLiteral("database_away"),
        QStringLiteral("the database cannot be reached at the moment"), tryAgainIn };
}

} // namespace aria::store
