#include "store/postgreslead.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// Two numbers name the lock. The table's own one keeps services in other schemas of the same database out.
QString lockOf(const char *function)
{
    return u"SELECT %1('aria_calendar_metadata'::regclass::oid::int, hashtext(?))"_s.arg(
        QLatin1String(function));
}

} // namespace

LeadStatements postgresLeadStatements()
{
    LeadStatements statements;
    statements.take = lockOf("pg_try_advisory_lock");
    statements.giveUp = lockOf("pg_advisory_unlock");
    statements.easeCommit = u"SELECT set_config('synchronous_commit', 'off', true)"_s;
    statements.beat = u"INSERT INTO aria_calendar_metadata (key, calendar_id, value, updated_at)"
                      u" VALUES (?, ?, ?, clock_timestamp())"
                      u" ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value,"
                      u" updated_at = excluded.updated_at"_s;
    statements.signOfLife = u"SELECT set_config('synchronous_commit', 'off', true);"
                            u" UPDATE aria_calendar_metadata SET updated_at = clock_timestamp()"
                            u" WHERE key = '%1' AND calendar_id IN (%2)"_s;
    // A long transaction of a living leader keeps its report back; the statements in it are signs of life too. One
    // that is being executed comes to its end whatever the client does, unless the server waits for the client.
    statements.endSilentLeader =
        u"SELECT l.pid, CASE WHEN l.pid = ? THEN pg_terminate_backend(l.pid) END FROM pg_locks l"
        u" LEFT JOIN pg_stat_activity a ON a.pid = l.pid"
        u" LEFT JOIN aria_calendar_metadata m ON m.key = ? AND m.calendar_id = ?"
        u" WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
        u" AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())"
        u" AND l.classid = 'aria_calendar_metadata'::regclass::oid AND l.objid = hashtext(?)::oid"
        u" AND clock_timestamp() - greatest(m.updated_at, CASE WHEN a.state <> 'idle' THEN a.state_change "
        u"END) > interval '%1 seconds'"
        u" AND NOT COALESCE(a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Client', false)"_s;
    statements.report = u"SELECT m.value FROM aria_calendar_metadata m WHERE m.key = ? AND m.calendar_id = ?"
                        u" AND m.updated_at > clock_timestamp() - interval '%1 milliseconds'"_s;
    statements.wakeOthers = u"SELECT pg_notify('aria_calendar_changed', ?)"_s;
    statements.forgetCommands =
        u"DELETE FROM aria_calendar_metadata WHERE calendar_id = ? AND key LIKE 'command/%'"
        u" AND updated_at < clock_timestamp() - interval '%1 seconds'"_s;
    return statements;
}

} // namespace aria::store
