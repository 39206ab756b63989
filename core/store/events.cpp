#include "store/events.h"

#include "store/dialect.h"
#include "store/eventlocks.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/statements.h"

#include "base/clock.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// hit: rows that themselves reach into the window; master: the series among them and the series of the occurrences
// among them; wanted: those and all occurrences of these series. Each is computed once, and each CROSS JOIN begins with
// the few: left to itself SQLite walks through the whole table, which of its versions do it differs.
QString windowQuery(const QString &hits, const Dialect &dialect)
{
    return u"WITH hit (id, calendar_id, recurring_event_id) AS MATERIALIZED (%1),"
           u" master (id, calendar_id, google_event_id) AS MATERIALIZED ("
           u"SELECT s.local_event_id, s.calendar_id, s.google_event_id"
           u" FROM hit CROSS JOIN aria_calendar_sync s"
           u" WHERE s.local_event_id = hit.id AND hit.recurring_event_id IS NULL"
           u" UNION "
           u"SELECT s.local_event_id, s.calendar_id, s.google_event_id"
           u" FROM hit CROSS JOIN aria_calendar_sync s"
           u" WHERE s.calendar_id = hit.calendar_id AND s.google_event_id = hit.recurring_event_id"
           u"), wanted (id) AS MATERIALIZED ("
           u"SELECT id FROM hit UNION SELECT id FROM master UNION "
           u"SELECT x.id FROM master CROSS JOIN aria_calendar_events x"
           u" WHERE x.calendar_id = master.calendar_id"
           u" AND x.recurring_event_id = master.google_event_id) "_s.arg(hits)
        + selectEvent(dialect)
        // The last condition: nothing is left of a series that is deleted.
        + u"FROM wanted w CROSS JOIN aria_calendar_events e"
          u" LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"
          u" WHERE e.id = w.id AND (e.recurring_event_id IS NOT NULL OR (e.deleted_at IS NULL "
          u"AND e.status <> 'cancelled'))"
          u" AND NOT EXISTS (SELECT 1 FROM aria_calendar_sync ms JOIN aria_calendar_events me"
          u" ON me.id = ms.local_event_id WHERE ms.calendar_id = e.calendar_id"
          u" AND ms.google_event_id = e.recurring_event_id"
          u" AND (me.deleted_at IS NOT NULL OR me.status = 'cancelled'))"
          u" ORDER BY e.id"_s;
}

} // namespace

Expected<std::optional<EventRecord>> Events::byGoogleId(
    const QString &calendarId, const QString &googleEventId)
{
    const auto sql = m_texts.fromSync + u"WHERE s.calendar_id = ? AND s.google_event_id = ?"_s;
    return m_rows.first(sql, { calendarId, googleEventId });
}

Expected<std::optional<EventRecord>> Events::byLocalId(qint64 localId)
{
    const auto sql = m_texts.fromEvents + u"WHERE e.id = ?"_s;
    return m_rows.first(sql, { localId });
}

Expected<QHash<qint64, EventRecord>> Events::allByLocalId(const QList<qint64> &localIds)
{
    const auto sql = m_texts.fromEvents + u"WHERE "_s + m_dialect.isNumberIn(u"e.id"_s);
    auto found = m_rows.all(sql, { m_dialect.list(localIds) });
    if (!found)
        return Unexpected(found.error());
    QHash<qint64, EventRecord> byId;
    byId.reserve(found->size());
    for (auto &record : *found) {
        const auto id = record.localId;
        byId.insert(id, std::move(record));
    }
    return byId;
}

Expected<std::optional<EventRecord>> Events::byIdempotencyKey(const QString &key)
{
    const auto sql = m_texts.fromSync + u"WHERE s.idempotency_key = ?"_s;
    return m_rows.first(sql, { key });
}

Expected<QHash<QString, EventRecord>> Events::allByGoogleId(
    const QString &calendarId, const QStringList &googleEventIds)
{
    const auto sql = m_texts.fromSync
        + u"WHERE s.calendar_id = ? AND %1"_s.arg(m_dialect.isTextIn(u"s.google_event_id"_s));
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
        + u"WHERE e.calendar_id = ? AND e.recurring_event_id = ? ORDER BY e.original_start, e.id"_s;
    return m_rows.all(sql, { calendarId, masterGoogleId });
}

Expected<std::optional<EventRecord>> Events::exceptionAt(
    const QString &calendarId, const QString &masterGoogleId, const QString &originalStart)
{
    // A linked row first, should ARIA have inserted a second one by SQL.
    const auto sql = m_texts.fromEvents
        + u"WHERE e.calendar_id = ? AND e.recurring_event_id = ? AND e.original_start = ?"
          u" ORDER BY s.id IS NULL, e.id LIMIT 1"_s;
    return m_rows.first(sql, { calendarId, masterGoogleId, originalStart });
}

Expected<QList<EventRecord>> Events::inWindow(
    const QStringList &calendarIds, const QDateTime &from, const QDateTime &to)
{
    const auto hits = m_dialect.eventsReaching(calendarIds, toRfc3339(from), toRfc3339(to));
    return m_rows.all(windowQuery(hits.sql, m_dialect), hits.values);
}

Expected<QList<qint64>> Events::withWords(
    const QStringList &calendarIds, const QDateTime &from, const QDateTime &to, const QString &words)
{
    const auto hits = m_dialect.eventsReaching(calendarIds, toRfc3339(from), toRfc3339(to), words);
    return m_statements.rows(u"SELECT hit.id FROM (%1) AS hit"_s.arg(hits.sql), hits.values,
        [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
}

Expected<void> Events::lock(const QList<qint64> &localIds)
{
    return lockEvents(m_statements, m_dialect, localIds);
}

Expected<QList<EventRecord>> Events::familiesOf(const QList<qint64> &localIds)
{
    const auto hits = u"SELECT e.id, e.calendar_id, e.recurring_event_id FROM aria_calendar_events e WHERE "_s
        + m_dialect.isNumberIn(u"e.id"_s);
    return m_rows.all(windowQuery(hits, m_dialect), { m_dialect.list(localIds) });
}

} // namespace aria::store
