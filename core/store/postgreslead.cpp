#include "store/postgreslead.h"

namespace aria::store {

namespace {

// Two numbers name the lock. The table's own one keeps services in other schemas of the same database out.
QString lockOf(const char *function)
{
    return QStringLiteral("SELECT %1('aria_calendar_metadata'::regclass::oid::int, hashtext(?))")
        .arg(QLatin1String(function));
}

} // namespace

LeadStatements postgresLeadStatements()
{
    LeadStatements statements;
    statements.take = lockOf("pg_try_advisory_lock");
    statements.giveUp = lockOf("pg_advisory_unlock");
    statements.easeCommit = QStringLiteral("SELECT set_config('synchronous_commit', 'off', true)");
    statements.beat =
        QStringLiteral("INSERT INTO aria_calendar_metadata (key, calendar_id, value, updated_at)"
                       " VALUES (?, ?, ?, clock_timestamp())"
                       " ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value,"
                       " updated_at = excluded.updated_at");
    statements.signOfLife = QStringLiteral("SELECT set_config('synchronous_commit', 'off', true);"
                                           " UPDATE aria_calendar_metadata SET updated_at = clock_timestamp()"
                                           " WHERE key = '%1' AND calendar_id IN (%2)");
    // A long transaction of a living leader keeps its report back; the statements in it are signs of life too. One
    // that is being executed comes to its end whatever the client does, unless the server waits for the client.
    statements.endSilentLeader = QStringLiteral(
        "SELECT l.pid, CASE WHEN l.pid = ? THEN pg_terminate_backend(l.pid) END FROM pg_locks l"
        " LEFT JOIN pg_stat_activity a ON a.pid = l.pid"
        " LEFT JOIN aria_calendar_metadata m ON m.key = ? AND m.calendar_id = ?"
        " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
        " AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())"
        " AND l.classid = 'aria_calendar_metadata'::regclass::oid AND l.objid = hashtext(?)::oid"
        " AND clock_timestamp() - greatest(m.updated_at, CASE WHEN a.state <> 'idle' THEN a.state_change "
        "END) > interval '%1 seconds'"
        " AND NOT COALESCE(a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Client', false)");
    statements.report =
        QStringLiteral("SELECT m.value FROM aria_calendar_metadata m WHERE m.key = ? AND m.calendar_id = ?"
                       " AND m.updated_at > clock_timestamp() - interval '%1 milliseconds'");
    statements.wakeOthers = QStringLiteral("SELECT pg_notify('aria_calendar_changed', ?)");
    statements.forgetCommands =
        QStringLiteral("DELETE FROM aria_calendar_metadata WHERE calendar_id = ? AND key LIKE 'command/%'"
                       " AND updated_at < clock_timestamp() - interval '%1 seconds'");
    return statements;
}

} // namespace aria::store
