#include "store/pythonrows.h"

#include "store/dialect.h"
#include "store/eventlocks.h"
#include "store/eventlog.h"
#include "store/eventtexts.h"
#include "store/occurrences.h"
#include "store/statements.h"

#include "base/clock.h"

using namespace Qt::StringLiterals;

namespace aria::store {

Expected<QList<EventRecord>> PythonRows::unmatched(const QString &calendarId, qint64 afterLocalId, int limit)
{
    const auto sql = m_texts.fromEvents
        + u"WHERE e.service_stamp = -1 AND e.calendar_id = ? AND e.id > ? AND s.id IS NULL"
          u" AND e.deleted_at IS NULL ORDER BY e.id LIMIT ?"_s;
    return m_rows.all(sql, { calendarId, afterLocalId, limit });
}

Expected<qint64> PythonRows::releaseUnmatched(const QString &calendarId)
{
    return m_statements.change(u"UPDATE aria_calendar_events SET service_stamp = 0, google_event_id = NULL"
                               u" WHERE service_stamp = -1 AND calendar_id = ?"_s,
        { calendarId });
}

Expected<QList<EventRecord>> PythonRows::withoutBase(
    const QString &calendarId, qint64 afterLocalId, int limit)
{
    const auto sql = m_texts.fromSync
        + u"WHERE s.calendar_id = ? AND s.base_event IS NULL AND e.id > ? ORDER BY e.id LIMIT ?"_s;
    return m_rows.all(sql, { calendarId, afterLocalId, limit });
}

Expected<void> PythonRows::retire(const QList<qint64> &localIds, const QDateTime &now)
{
    if (auto noted = m_log.willWrite(localIds); !noted)
        return noted;
    m_log.wroteUnseen();
    if (auto locked = lockEvents(m_statements, m_dialect, localIds); !locked)
        return locked;
    const auto ids = m_dialect.list(localIds);
    const auto unlinked = m_statements.change(
        u"DELETE FROM aria_calendar_sync WHERE %1"_s.arg(m_dialect.isNumberIn(u"local_event_id"_s)), { ids });
    if (!unlinked)
        return Unexpected(unlinked.error());
    // Should ARIA bring such a row back, it is a new one.
    const auto deleted = m_statements.change(
        u"UPDATE aria_calendar_events SET deleted_at = ?, google_event_id = NULL,"
        u" sync_status = 'deleted', service_stamp = 0 WHERE %1"_s.arg(m_dialect.isNumberIn(u"id"_s)),
        { toRfc3339(now), ids });
    return deleted ? m_occurrences.mark(localIds) : Unexpected(deleted.error());
}

Expected<void> PythonRows::renameCalendar(const QString &from, const QString &to)
{
    for (const auto *table : { "aria_calendar_events", "aria_calendar_sync", "aria_calendar_occurrences" }) {
        const auto renamed = m_statements.change(
            u"UPDATE %1 SET calendar_id = ? WHERE calendar_id = ?"_s.arg(QLatin1String(table)), { to, from });
        if (!renamed)
            return Unexpected(renamed.error());
    }
    return {};
}

} // namespace aria::store
