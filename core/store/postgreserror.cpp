#include "store/postgreserror.h"

#include "store/dialect.h"

#include "base/logging.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

using namespace std::chrono_literals;

Error refused(const QString &why)
{
    return { ErrorCategory::Precondition, u"database_refused"_s, why };
}

QString reasonOf(const QString &state)
{
    if (state == u"22007" || state == u"22008")
        return u"the database cannot hold a date or time in it"_s;
    if (state == u"22003")
        return u"the database cannot hold a number in it"_s;
    if (state == u"22021" || state == u"22P05" || state == u"22001" || state == u"54000")
        return u"the database cannot hold a text in it"_s;
    return u"the database cannot hold a value in it (%1)"_s.arg(state);
}

} // namespace

Error postgresError(const QString &state, const QString &words)
{
    if (!words.isEmpty())
        qCDebug(lcStore) << "PostgreSQL state" << state << words;
    // serialization_failure, deadlock_detected
    if (state == u"40001" || state == u"40P01")
        return { ErrorCategory::Unavailable, u"database_contended"_s,
            u"others change the same events at the same time"_s, 1s };
    // disk_full, out_of_memory and the like
    if (state == u"53100")
        return { ErrorCategory::Unavailable, u"disk_full"_s, u"the disk of the database is full"_s, 10s };
    // lock_not_available; query_canceled is what statement_timeout says
    if (state == u"55P03" || state == u"57014")
        return { ErrorCategory::Unavailable, u"database_busy"_s,
            u"the database is busy with something else"_s, 1s };
    if (state == u"23505")
        return { ErrorCategory::Conflict, u"duplicate"_s,
            u"there is such an entry in the database already"_s };
    // Data exceptions, broken constraints, program limits (an index entry that is too long).
    if (state.startsWith(u"22") || state.startsWith(u"23") || state.startsWith(u"54"))
        return { ErrorCategory::InvalidInput, u"database_value"_s, reasonOf(state) };
    // undefined_table, invalid_schema_name, undefined_column, undefined_function
    if (state == u"42P01" || state == u"3F000" || state == u"42703" || state == u"42883")
        return databaseLost();
    if (state.startsWith(u"28")) // invalid_authorization_specification, invalid_password
        return refused(u"the database refuses the user name or password"_s);
    if (state == u"3D000")
        return refused(u"there is no database of this name"_s);
    if (state == u"42501")
        return refused(u"the database role lacks a right it needs"_s);
    // Connection exceptions (08), insufficient resources (53), operator intervention (57P: shutting down or
    // starting up), system errors (58, XX001, XX002: broken files), read_only_sql_transaction (a standby
    // after a failover), idle_in_transaction_session_timeout.
    if (state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"53") || state.startsWith(u"57P")
        || state.startsWith(u"58") || state == u"XX001" || state == u"XX002" || state == u"25006"
        || state == u"25P03")
        return databaseAway(5s);
    return { ErrorCategory::Internal, u"database_statement"_s, u"the database refused a statement"_s };
}

Error databaseAway(std::chrono::milliseconds tryAgainIn)
{
    return { ErrorCategory::Unavailable, u"database_away"_s,
        u"the database cannot be reached at the moment"_s, tryAgainIn };
}

} // namespace aria::store
