// Events: saved and removed.
#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventlocks.h"
#include "store/eventlog.h"
#include "store/eventrows.h"
#include "store/events.h"
#include "store/eventtexts.h"
#include "store/occurrences.h"
#include "store/statements.h"

using namespace Qt::StringLiterals;

namespace aria::store {

Expected<void> Events::saveEvent(EventRecord &record)
{
    auto values = eventValues(record);
    if (record.localId == 0) {
        const auto id = m_statements.value(m_texts.insertEvent, values);
        if (!id)
            return Unexpected(id.error());
        record.localId = id->value_or(QVariant(0)).toLongLong();
        return {};
    }
    values << record.localId;
    const auto changed =
        m_statements.change(record.syncId == 0 ? m_texts.upsertEvent : m_texts.updateEvent, values);
    if (!changed)
        return Unexpected(changed.error());
    return *changed == 1 ? Expected<void>() : rowIsGone();
}

Expected<void> Events::saveSync(EventRecord &record)
{
    auto values = syncValues(record, m_texts.json);
    if (record.syncId == 0) {
        const auto id = m_statements.value(m_texts.insertSync, values);
        if (!id)
            return Unexpected(id.error());
        record.syncId = id->value_or(QVariant(0)).toLongLong();
        return {};
    }
    values << record.syncId;
    const auto changed = m_statements.change(m_texts.updateSync, values);
    if (!changed)
        return Unexpected(changed.error());
    return *changed == 1 ? Expected<void>() : rowIsGone();
}

Expected<void> Events::saveRows(EventRecord &record)
{
    auto done = saveEvent(record);
    return done ? saveSync(record) : done;
}

Expected<void> Events::save(EventRecord &record)
{
    auto saved = record; // the caller's ids change only if all rows were written
    if (auto noted = m_log.willWrite({ saved.localId }); !noted)
        return noted;
    if (auto done = saveRows(saved); !done)
        return done;
    if (auto done = indexWords({ &saved, 1 }, { &record, 1 }); !done)
        return done;
    m_log.wrote({ &saved, 1 });
    if (auto done = m_occurrences.refresh({ &saved, 1 }); !done)
        return done;
    record.localId = saved.localId;
    record.syncId = saved.syncId;
    return {};
}

// Of those that were new before they were saved; the triggers see to all others.
Expected<void> Events::indexWords(std::span<const EventRecord> records, std::span<const EventRecord> asBefore)
{
    const QString sql = m_dialect.indexWords();
    QList<qint64> fresh;
    for (size_t i = 0; i < records.size() && !sql.isEmpty(); ++i) {
        if (asBefore[i].syncId == 0)
            fresh << records[i].localId;
    }
    if (fresh.isEmpty())
        return {};
    const auto indexed = m_statements.change(sql, { m_dialect.list(fresh) });
    return indexed ? Expected<void>() : Unexpected(indexed.error());
}

Expected<void> Events::markSeen(
    const QString &calendarId, const QStringList &googleEventIds, qint64 generation)
{
    const auto sql = u"UPDATE aria_calendar_sync SET seen_generation = ?"
                     u" WHERE calendar_id = ? AND %1"_s.arg(m_dialect.isTextIn(u"google_event_id"_s));
    const auto changed = m_statements.change(sql, { generation, calendarId, m_dialect.list(googleEventIds) });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<void> Events::removeAll(const QList<qint64> &localIds)
{
    const auto series = m_statements.rows(
        u"SELECT DISTINCT s.local_event_id FROM aria_calendar_events e JOIN aria_calendar_sync s"
        u" ON s.calendar_id = e.calendar_id AND s.google_event_id = e.recurring_event_id WHERE "_s
            + m_dialect.isNumberIn(u"e.id"_s),
        { m_dialect.list(localIds) }, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    if (!series)
        return Unexpected(series.error());
    if (auto noted = m_log.willWrite(localIds); !noted)
        return noted;
    m_log.removed(localIds);
    if (auto locked = lockEvents(m_statements, m_dialect, localIds); !locked)
        return locked;
    // The link first: a row without one may go (see the delete trigger).
    for (const auto &[table, column] :
        { std::pair{ "aria_calendar_sync", "local_event_id" }, std::pair{ "aria_calendar_events", "id" } }) {
        const auto sql = u"DELETE FROM %1 WHERE %2"_s.arg(
            QLatin1String(table), m_dialect.isNumberIn(QLatin1String(column)));
        if (const auto changed = m_statements.change(sql, { m_dialect.list(localIds) }); !changed)
            return Unexpected(changed.error());
    }
    return m_occurrences.refreshById(*series);
}

Expected<void> Events::remove(qint64 localId)
{
    return removeAll({ localId });
}

Expected<qint64> Events::removeDeleted(int days, const QDateTime &now)
{
    // Deleted and agreed upon, or never linked; not what a living series needs to know its cancelled
    // occurrences. Cancelled occurrences of a series that goes now go with it.
    const auto sql = u"WITH due (id, calendar_id, google_event_id) AS MATERIALIZED ("
                     u"SELECT e.id, s.calendar_id, s.google_event_id FROM aria_calendar_events e"
                     u" LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"
                     u" WHERE e.deleted_at IS NOT NULL AND e.deleted_at < ? AND COALESCE(s.sync_status, "
                     u"'deleted') = 'deleted'"
                     u" AND NOT EXISTS (SELECT 1 FROM aria_calendar_sync ms JOIN aria_calendar_events me"
                     u" ON me.id = ms.local_event_id WHERE ms.calendar_id = e.calendar_id"
                     u" AND ms.google_event_id = e.recurring_event_id AND me.deleted_at IS NULL))"
                     u" SELECT id FROM due UNION "
                     u"SELECT x.id FROM due d CROSS JOIN aria_calendar_events x"
                     u" WHERE x.calendar_id = d.calendar_id AND x.recurring_event_id = d.google_event_id"
                     u" AND x.status = 'cancelled' AND x.deleted_at IS NOT NULL"_s;
    const auto ids = m_statements.rows(sql, { fromInstant(now.addDays(-days)) },
        [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    if (!ids)
        return Unexpected(ids.error());
    if (auto removed = removeAll(*ids); !removed)
        return Unexpected(removed.error());
    return ids->size();
}

} // namespace aria::store
