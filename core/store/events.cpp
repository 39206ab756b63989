#include "store/events.h"

#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"

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

Expected<std::optional<EventRecord>> Events::byGoogleId(
    const QString &calendarId, const QString &googleEventId)
{
    const auto sql = m_texts.fromSync + QStringLiteral("WHERE s.calendar_id = ? AND s.google_event_id = ?");
    return m_rows.first(sql, { calendarId, googleEventId });
}

Expected<std::optional<EventRecord>> Events::byLocalId(qint64 localId)
{
    const auto sql = m_texts.fromEvents + QStringLiteral("WHERE e.id = ?");
    return m_rows.first(sql, { localId });
}

Expected<std::optional<EventRecord>> Events::byIdempotencyKey(const QString &key)
{
    const auto sql = m_texts.fromSync + QStringLiteral("WHERE s.idempotency_key = ?");
    return m_rows.first(sql, { key });
}

Expected<QHash<QString, EventRecord>> Events::allByGoogleId(
    const QString &calendarId, const QStringList &googleEventIds)
{
    const auto sql = m_texts.fromSync
        + QStringLiteral("WHERE s.calendar_id = ? AND %1")
              .arg(m_dialect.isTextIn(QStringLiteral("s.google_event_id")));
    auto found = m_rows.all(sql, { calendarId, m_dialect.list(googleEventIds) });
    if (!found)
        return Unexpected(found.error());
    QHash<QString, EventRecord> byId;
    byId.reserve(found->size());
    for (auto &record : *found) {
        const auto id = record.googleEventId;
        byId.insert(id, std::move(record));
    }
    return byId;
}

Expected<QList<EventRecord>> Events::exceptionsOf(const QString &calendarId, const QString &masterGoogleId)
{
    const auto sql = m_texts.fromEvents
        + QStringLiteral(
            "WHERE e.calendar_id = ? AND e.recurring_event_id = ? ORDER BY e.original_start, e.id");
    return m_rows.all(sql, { calendarId, masterGoogleId });
}

Expected<std::optional<EventRecord>> Events::exceptionAt(
    const QString &calendarId, const QString &masterGoogleId, const QString &originalStart)
{
    // A linked row first, should ARIA have inserted a second one by SQL.
    const auto sql = m_texts.fromEvents
        + QStringLiteral("WHERE e.calendar_id = ? AND e.recurring_event_id = ? AND e.original_start = ?"
                         " ORDER BY s.id IS NULL, e.id LIMIT 1");
    return m_rows.first(sql, { calendarId, masterGoogleId, originalStart });
}

Expected<QList<EventRecord>> Events::inWindow(
    const QStringList &calendarIds, const QDateTime &from, const QDateTime &to)
{
    const auto hits = m_dialect.eventsReaching(calendarIds, toRfc3339(from), toRfc3339(to));
    return m_rows.all(windowQuery(hits.sql, m_dialect), hits.values);
}

} // namespace aria::store
