// Session: events by what is to be done with them.
#include "store/session.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/statements.h"

#include "base/clock.h"

namespace aria::store {

namespace {

// hit: rows that themselves reach into the window; master: the series among them and the series of the occurrences
// among them; wanted: those and all occurrences of these series. Each is computed once, and each CROSS JOIN begins with
// the few: left to itself SQLite walks through the whole table, which of its versions do it differs.
QString windowQuery(const QString &hits, const Dialect &dialect)
{
    return QStringLiteral(
               "WITH hit (id, calendar_id, recurring_event_id) AS MATERIALIZED (%1),"
               " master (id, calendar_id, google_event_id) AS MATERIALIZED ("
               "SELECT s.local_event_id, s.calendar_id, s.google_event_id"
               " FROM hit CROSS JOIN aria_calendar_sync s"
               " WHERE s.local_event_id = hit.id AND hit.recurring_event_id IS NULL"
               " UNION "
               "SELECT s.local_event_id, s.calendar_id, s.google_event_id"
               " FROM hit CROSS JOIN aria_calendar_sync s"
               " WHERE s.calendar_id = hit.calendar_id AND s.google_event_id = hit.recurring_event_id"
               "), wanted (id) AS MATERIALIZED ("
               "SELECT id FROM hit UNION SELECT id FROM master UNION "
               "SELECT x.id FROM master CROSS JOIN aria_calendar_events x"
               " WHERE x.calendar_id = master.calendar_id"
               " AND x.recurring_event_id = master.google_event_id) ")
               .arg(hits)
        + selectEvent(dialect)
        + QStringLiteral("FROM wanted w CROSS JOIN aria_calendar_events e"
                         " LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"
                         " WHERE e.id = w.id AND (e.recurring_event_id IS NOT NULL OR (e.deleted_at IS NULL "
                         "AND e.status <> 'cancelled'))"
                         // Nothing is left of a series that is deleted.
                         " AND NOT EXISTS (SELECT 1 FROM aria_calendar_sync ms JOIN aria_calendar_events me"
                         " ON me.id = ms.local_event_id WHERE ms.calendar_id = e.calendar_id"
                         " AND ms.google_event_id = e.recurring_event_id"
                         " AND (me.deleted_at IS NOT NULL OR me.status = 'cancelled'))"
                         " ORDER BY e.id");
}

} // namespace

Expected<QList<EventRecord>> Session::eventsInWindow(
    const QStringList &calendarIds, const QDateTime &from, const QDateTime &to)
{
    const auto hits = m_dialect.eventsReaching(calendarIds, toRfc3339(from), toRfc3339(to));
    return events(windowQuery(hits.sql, m_dialect), hits.values);
}

Expected<QList<EventRecord>> Session::pendingToGoogle(
    const QString &calendarId, const QDateTime &now, const QList<qint64> &exceptLocalIds, int limit)
{
    const auto sql = m_texts->fromSync
        + QStringLiteral("WHERE s.calendar_id = ? AND s.sync_status = 'pending_to_google'"
                         " AND (s.next_attempt_at IS NULL OR s.next_attempt_at <= ?) AND %1"
                         " ORDER BY e.recurring_event_id IS NOT NULL, e.updated_at, e.id LIMIT ?")
              .arg(m_dialect.isNumberNotIn(QStringLiteral("s.local_event_id")));
    return events(sql, { calendarId, toRfc3339(now), m_dialect.list(exceptLocalIds), limit });
}

Expected<std::optional<QDateTime>> Session::nextAttemptAt(const QString &calendarId)
{
    const auto value = m_statements->value(
        QStringLiteral("SELECT %1 FROM aria_calendar_sync s WHERE s.calendar_id = ?"
                       " AND s.sync_status = 'pending_to_google' AND s.next_attempt_at IS NOT NULL")
            .arg(m_dialect.instant(QStringLiteral("min(s.next_attempt_at)"))),
        { calendarId });
    if (!value)
        return Unexpected(value.error());
    const auto instant = toInstant(value->value_or(QVariant()));
    return instant.isValid() ? std::optional(instant) : std::nullopt;
}

Expected<QList<EditTime>> Session::editsOfOthers(const QString &calendarId, const QString &epoch)
{
    // Each status by its own index.
    const auto of = [this](const char *status) {
        return QStringLiteral(
            "SELECT s.local_event_id, e.revision, %1, s.edit_revision, s.edit_clock"
            " FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id"
            " WHERE s.calendar_id = ? AND s.sync_status = '%2' AND s.base_event IS NOT NULL"
            " AND (s.edit_revision <> e.revision OR CAST(s.edit_clock AS TEXT) NOT LIKE ?)")
            .arg(m_dialect.instant(QStringLiteral("e.updated_at")), QLatin1String(status));
    };
    const QString clock = u'%' + epoch + u'%';
    auto query =
        m_statements->execute(of("pending_to_google") + QStringLiteral(" UNION ALL ") + of("conflict"),
            { calendarId, clock, calendarId, clock });
    if (!query)
        return Unexpected(query.error());
    QList<EditTime> edits;
    while ((*query)->next()) {
        const auto &row = **query;
        edits.append({ row.value(0).toLongLong(), row.value(1).toLongLong(), toInstant(row.value(2)),
            row.value(3).toLongLong(), toObject(row.value(4)) });
    }
    const auto error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return Unexpected(m_dialect.toError(error));
    return edits;
}

Expected<qint64> Session::pendingDeletions(const QString &calendarId)
{
    const auto count = m_statements->value(
        QStringLiteral("SELECT count(*) FROM aria_calendar_sync s JOIN aria_calendar_events e"
                       " ON e.id = s.local_event_id WHERE s.calendar_id = ?"
                       " AND s.sync_status = 'pending_to_google' AND e.deleted_at IS NOT NULL"
                       " AND COALESCE(e.recurring_event_id, '') = ''"
                       " AND COALESCE(CAST(s.push_options AS TEXT), '') NOT LIKE '%deletionApproved%'"),
        { calendarId });
    if (!count)
        return Unexpected(count.error());
    return count->value_or(QVariant(0)).toLongLong();
}

Expected<QList<EventRecord>> Session::conflicts(const QStringList &calendarIds)
{
    const auto sql = m_texts->fromSync
        + QStringLiteral("WHERE %1 AND s.sync_status = 'conflict' ORDER BY e.updated_at, e.id")
              .arg(m_dialect.isTextIn(QStringLiteral("s.calendar_id")));
    return events(sql, { m_dialect.list(calendarIds) });
}

Expected<QList<EventRecord>> Session::heldDeletions(const QString &calendarId)
{
    const auto sql = m_texts->fromSync
        + QStringLiteral("WHERE s.calendar_id = ? AND s.sync_status = 'pending_to_aria' ORDER BY e.id");
    return events(sql, { calendarId });
}

Expected<QList<EventRecord>> Session::unadopted(const QString &calendarId, int limit)
{
    const auto sql = m_texts->fromEvents
        + QStringLiteral("WHERE e.service_stamp = 0 AND e.calendar_id = ? AND s.id IS NULL AND e.id <> 0"
                         " AND COALESCE(e.recurring_event_id, '') = '' AND e.deleted_at IS NULL"
                         " AND e.status <> 'cancelled' ORDER BY e.id LIMIT ?");
    return events(sql, { calendarId, limit });
}

Expected<QList<EventRecord>> Session::unseen(const QString &calendarId, qint64 generation, Agreed agreed)
{
    const auto sql = m_texts->fromSync
        + QStringLiteral(
            "WHERE s.calendar_id = ? AND s.seen_generation < ? AND s.base_generation %1 ?"
            " AND s.base_event IS NOT NULL"
            " AND s.sync_status IN ('synced', 'pending_to_google', 'error', 'conflict') ORDER BY e.id")
              .arg(agreed == Agreed::Before ? QStringLiteral("<") : QStringLiteral(">="));
    return events(sql, { calendarId, generation, generation });
}

Expected<Statistics> Session::statistics(const QStringList &calendarIds)
{
    // All events by an index of nothing else; then the few that wait, each kind by its own index, and what the service
    // has not taken up. The others are in step.
    const auto ofLinks = m_dialect.isTextIn(QStringLiteral("s.calendar_id"));
    const auto ofEvents = m_dialect.isTextIn(QStringLiteral("e.calendar_id"));
    const auto calendars = m_dialect.list(calendarIds);
    QStringList parts{
        QStringLiteral("SELECT 'total' AS kind, 1 AS is_living, count(*) FROM aria_calendar_events e"
                       " WHERE %1 AND (e.deleted_at IS NULL AND e.status <> 'cancelled') IS TRUE")
            .arg(ofEvents),
        QStringLiteral(
            "SELECT 'pending_to_google', CASE WHEN e.status <> 'cancelled' THEN 1 ELSE 0 END, count(*)"
            " FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"
            " WHERE %1 AND e.service_stamp <= 0 AND s.id IS NULL AND e.deleted_at IS NULL GROUP BY 2")
            .arg(ofEvents),
    };
    QVariantList values{ calendars, calendars };
    for (const auto status :
        { SyncStatus::PendingToGoogle, SyncStatus::PendingToAria, SyncStatus::Conflict, SyncStatus::Error }) {
        parts << QStringLiteral(
            "SELECT '%1', CASE WHEN e.deleted_at IS NULL AND e.status <> 'cancelled' THEN 1 ELSE 0 END, "
            "count(*)"
            " FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id"
            " WHERE %2 AND s.sync_status = '%1' GROUP BY 2")
                     .arg(toString(status), ofLinks);
        values << calendars;
    }
    auto query = m_statements->execute(parts.join(QStringLiteral(" UNION ALL ")), values);
    if (!query)
        return Unexpected(query.error());
    Statistics statistics;
    while ((*query)->next()) {
        const auto kind = (*query)->value(0).toString();
        const bool isLiving = (*query)->value(1).toBool();
        const auto count = (*query)->value(2).toLongLong();
        if (kind == u"total") {
            statistics.total = count;
            statistics.synced += count;
            continue;
        }
        statistics.synced -= isLiving ? count : 0;
        // What waits counts also where it is a deletion.
        const auto status = syncStatusFromString(kind);
        if (status == SyncStatus::PendingToGoogle)
            statistics.pendingToGoogle += count;
        else if (status == SyncStatus::PendingToAria)
            statistics.pendingToAria += count;
        else if (status == SyncStatus::Conflict)
            statistics.conflicts += count;
        else if (status == SyncStatus::Error)
            statistics.errors += count;
    }
    const auto error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return Unexpected(m_dialect.toError(error));
    return statistics;
}

} // namespace aria::store
