#include "store/repair.h"

#include "store/dialect.h"
#include "store/eventlocks.h"
#include "store/occurrences.h"
#include "store/savepoints.h"
#include "store/statements.h"

using namespace Qt::StringLiterals;

namespace aria::store {

Expected<void> Repair::tameIds()
{
    for (const auto &statement : m_dialect.lowerCounters()) {
        if (const auto done = m_statements.change(statement, {}); !done)
            return Unexpected(done.error());
    }
    struct Reference
    {
        const char *table;
        const char *column;
    };
    static const QList<std::pair<const char *, QList<Reference>>> tables{
        { "aria_calendar_events",
            { { "aria_calendar_sync", "local_event_id" },
                { "aria_calendar_sync_history", "local_event_id" } } },
        { "aria_calendar_sync", {} },
        { "aria_calendar_sync_history", {} },
    };
    for (const auto &[table, references] : tables) {
        const auto name = QLatin1String(table);
        while (true) {
            const auto stray = m_statements.value(
                u"SELECT id FROM %1 WHERE %2 LIMIT 1"_s.arg(name, m_dialect.isStrayId()), {});
            if (!stray)
                return Unexpected(stray.error());
            if (!stray->has_value())
                break;
            if (const auto defer = m_dialect.deferReferences(); !defer.isEmpty() && !references.isEmpty()) {
                if (auto deferred = m_statements.command(defer); !deferred)
                    return deferred;
            }
            const auto fresh = m_statements.value(u"SELECT "_s + m_dialect.freshId(name), {});
            if (!fresh)
                return Unexpected(fresh.error());
            auto places = references;
            places.prepend({ table, "id" });
            for (const auto &place : std::as_const(places)) {
                const auto moved =
                    m_statements.change(u"UPDATE %1 SET %2 = ? WHERE %2 = ?"_s.arg(
                                            QLatin1String(place.table), QLatin1String(place.column)),
                        { **fresh, **stray });
                if (!moved)
                    return Unexpected(moved.error());
            }
            if (references.isEmpty())
                continue; // nothing happens under that id
            if (auto renamed = m_occurrences.rename((*stray)->toLongLong(), (*fresh)->toLongLong()); !renamed)
                return renamed;
        }
    }
    return {};
}

Expected<void> Repair::markError(const EventRecord &record, const QString &why)
{
    if (auto locked = lockEvents(m_statements, m_dialect, { record.localId }); !locked)
        return locked;
    const auto status = toString(SyncStatus::Error);
    const auto isLinked = m_statements.value(
        u"SELECT s.id FROM aria_calendar_sync s WHERE s.local_event_id = ?"_s, { record.localId });
    if (!isLinked)
        return Unexpected(isLinked.error());
    const auto marked = isLinked->has_value()
        ? m_statements.change(u"UPDATE aria_calendar_sync SET sync_status = ?, error_message = ?"
                              u" WHERE local_event_id = ?"_s,
            { status, why, record.localId })
        : m_statements.change(
            u"INSERT INTO aria_calendar_sync"
            u" (id, calendar_id, google_event_id, local_event_id, sync_status, error_message)"
            u" VALUES (%1, ?, ?, ?, ?, ?)"_s.arg(m_dialect.newId(u"aria_calendar_sync"_s)),
            { record.calendarId, record.googleEventId, record.localId, status, why });
    if (!marked)
        return Unexpected(marked.error());
    // Its edit may have taken occurrences from a series: not any more.
    if (auto noted = m_occurrences.mark({ record.localId }); !noted)
        return noted;
    // The copy in ARIA's row. The row itself may be what nobody can write any more.
    const auto stamped = m_savepoints.attempt([&] {
        return m_statements.change(u"UPDATE aria_calendar_events SET sync_status = ?,"
                                   u" service_stamp = abs(service_stamp % 1000000000) + 1 WHERE id = ?"_s,
            { status, record.localId });
    });
    return stamped || concernsRows(stamped.error()) ? Expected<void>() : Unexpected(stamped.error());
}

} // namespace aria::store
