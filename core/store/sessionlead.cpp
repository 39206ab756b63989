// Session: who of several services leads, and how they speak to each other.
#include "store/session.h"

#include "store/dialect.h"
#include "store/statements.h"

namespace aria::store {

namespace {

// Two numbers name the lock. The table's own one keeps services in other schemas of the same database out.
QString lockOf(const char *function)
{
    return QStringLiteral("SELECT %1('aria_calendar_metadata'::regclass::oid::int, hashtext(?))")
        .arg(QLatin1String(function));
}

const QString leaderKey = QStringLiteral("leader");

} // namespace

Expected<bool> Session::tryLead(const QString &calendarId)
{
    if (leads(calendarId))
        return true;
    const auto taken = m_statements->value(lockOf("pg_try_advisory_lock"), { calendarId });
    if (!taken)
        return Unexpected(taken.error());
    if (!taken->value_or(false).toBool())
        return false;
    m_leads.insert(calendarId);
    return true;
}

bool Session::leads(const QString &calendarId) const
{
    return !m_dialect.isShared() || m_leads.contains(calendarId);
}

Expected<void> Session::stopLeading(const QString &calendarId)
{
    if (!m_leads.remove(calendarId))
        return {};
    const auto released = m_statements->value(lockOf("pg_advisory_unlock"), { calendarId });
    if (!released)
        return Unexpected(released.error());
    return removeMetadata(leaderKey, calendarId);
}

Expected<void> Session::beat(const QString &calendarId, const QString &report)
{
    if (!m_dialect.isShared())
        return {};
    // A sign of life that a crash of the server takes along is not missed, so nobody waits for its disk.
    const auto eased =
        m_statements->value(QStringLiteral("SELECT set_config('synchronous_commit', 'off', true)"), {});
    if (!eased)
        return Unexpected(eased.error());
    const auto told = m_statements->change(
        QStringLiteral("INSERT INTO aria_calendar_metadata (key, calendar_id, value, updated_at)"
                       " VALUES (?, ?, ?, clock_timestamp())"
                       " ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value,"
                       " updated_at = excluded.updated_at"),
        { leaderKey, calendarId, report });
    return told ? Expected<void>() : Unexpected(told.error());
}

QString Session::signOfLife() const
{
    if (!m_dialect.isShared() || m_leads.isEmpty())
        return {};
    QStringList calendars;
    for (QString calendarId : m_leads)
        calendars.append(u'\'' + calendarId.replace(u'\'', QStringLiteral("\'\'")) + u'\'');
    return QStringLiteral("SELECT set_config('synchronous_commit', 'off', true);"
                          " UPDATE aria_calendar_metadata SET updated_at = clock_timestamp()"
                          " WHERE key = '%1' AND calendar_id IN (%2)")
        .arg(leaderKey, calendars.join(u", "));
}

Expected<qint64> Session::endSilentLeader(
    const QString &calendarId, std::chrono::seconds silence, qint64 suspect)
{
    if (!m_dialect.isShared())
        return 0;
    // A long transaction of a living leader keeps its report back; the statements in it are signs of life too. One
    // that is being executed comes to its end whatever the client does, unless the server waits for the client.
    const auto sql = QStringLiteral(
        "SELECT l.pid, CASE WHEN l.pid = ? THEN pg_terminate_backend(l.pid) END FROM pg_locks l"
        " LEFT JOIN pg_stat_activity a ON a.pid = l.pid"
        " LEFT JOIN aria_calendar_metadata m ON m.key = ? AND m.calendar_id = ?"
        " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2"
        " AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())"
        " AND l.classid = 'aria_calendar_metadata'::regclass::oid AND l.objid = hashtext(?)::oid"
        " AND clock_timestamp() - greatest(m.updated_at, CASE WHEN a.state <> 'idle' THEN a.state_change "
        "END) > interval '%1 seconds'"
        " AND NOT COALESCE(a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Client', false)")
                         .arg(silence.count());
    const auto silent = m_statements->value(sql, { suspect, leaderKey, calendarId, calendarId });
    if (!silent)
        return Unexpected(silent.error());
    return silent->value_or(0).toLongLong();
}

Expected<std::optional<QString>> Session::leaderReport(
    const QString &calendarId, std::chrono::milliseconds age)
{
    if (!m_dialect.isShared())
        return std::nullopt;
    const auto report = m_statements->value(
        QStringLiteral("SELECT m.value FROM aria_calendar_metadata m WHERE m.key = ? AND m.calendar_id = ?"
                       " AND m.updated_at > clock_timestamp() - interval '%1 milliseconds'")
            .arg(age.count()),
        { leaderKey, calendarId });
    if (!report)
        return Unexpected(report.error());
    return report->has_value() ? std::optional((*report)->toString()) : std::nullopt;
}

Expected<void> Session::wakeOthers(const QString &calendarId)
{
    if (!m_dialect.isShared())
        return {};
    const auto woken =
        m_statements->value(QStringLiteral("SELECT pg_notify('aria_calendar_changed', ?)"), { calendarId });
    return woken ? Expected<void>() : Unexpected(woken.error());
}

Expected<QList<std::pair<QString, QString>>> Session::commands(const QString &calendarId)
{
    auto query = m_statements->execute(
        QStringLiteral("SELECT m.key, m.value FROM aria_calendar_metadata m"
                       " WHERE m.calendar_id = ? AND m.key LIKE 'command/%' ORDER BY m.updated_at, m.key"),
        { calendarId });
    if (!query)
        return Unexpected(query.error());
    QList<std::pair<QString, QString>> rows;
    while ((*query)->next())
        rows.emplaceBack((*query)->value(0).toString(), (*query)->value(1).toString());
    const auto error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return Unexpected(m_dialect.toError(error));
    return rows;
}

Expected<void> Session::forgetCommands(const QString &calendarId, std::chrono::seconds olderThan)
{
    if (!m_dialect.isShared())
        return {};
    const auto forgotten = m_statements->change(
        QStringLiteral("DELETE FROM aria_calendar_metadata WHERE calendar_id = ? AND key LIKE 'command/%'"
                       " AND updated_at < clock_timestamp() - interval '%1 seconds'")
            .arg(olderThan.count()),
        { calendarId });
    return forgotten ? Expected<void>() : Unexpected(forgotten.error());
}

} // namespace aria::store
