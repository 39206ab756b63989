#include "store/backlog.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventlocks.h"
#include "store/eventtexts.h"
#include "store/occurrences.h"
#include "store/statements.h"

#include "base/clock.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// Rows of statistics(): how many of a kind there are, and whether they live.
void addTo(Statistics &statistics, const QString &kind, bool isLiving, qint64 count)
{
    if (kind == u"total") {
        statistics.total = count;
        statistics.synced += count;
        return;
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

} // namespace

Expected<QList<EventRecord>> Backlog::pendingToGoogle(
    const QString &calendarId, const QDateTime &now, const QList<qint64> &exceptLocalIds, int limit)
{
    const auto sql = m_texts.fromSync
        + u"WHERE s.calendar_id = ? AND s.sync_status = 'pending_to_google'"
          u" AND (s.next_attempt_at IS NULL OR s.next_attempt_at <= ?) AND %1"
          u" ORDER BY e.recurring_event_id IS NOT NULL, e.updated_at, e.id LIMIT ?"_s.arg(
              m_dialect.isNumberNotIn(u"s.local_event_id"_s));
    return m_rows.all(sql, { calendarId, toRfc3339(now), m_dialect.list(exceptLocalIds), limit });
}

Expected<std::optional<QDateTime>> Backlog::nextAttemptAt(const QString &calendarId)
{
    const auto value = m_statements.value(
        u"SELECT %1 FROM aria_calendar_sync s WHERE s.calendar_id = ?"
        u" AND s.sync_status = 'pending_to_google' AND s.next_attempt_at IS NOT NULL"_s.arg(
            m_dialect.instant(u"min(s.next_attempt_at)"_s)),
        { calendarId });
    if (!value)
        return Unexpected(value.error());
    const auto instant = toInstant(value->value_or(QVariant()));
    return instant.isValid() ? std::optional(instant) : std::nullopt;
}

Expected<QList<EditTime>> Backlog::editsOfOthers(const QString &calendarId, const QString &epoch)
{
    // Each status by its own index.
    const auto of = [this](const char *status) {
        return u"SELECT s.local_event_id, e.revision, %1, s.edit_revision, s.edit_clock"
               u" FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id"
               u" WHERE s.calendar_id = ? AND s.sync_status = '%2' AND s.base_event IS NOT NULL"
               u" AND (s.edit_revision <> e.revision OR CAST(s.edit_clock AS TEXT) NOT LIKE ?)"_s.arg(
                   m_dialect.instant(u"e.updated_at"_s), QLatin1String(status));
    };
    const QString clock = u'%' + epoch + u'%';
    return m_statements.rows(of("pending_to_google") + u" UNION ALL "_s + of("conflict"),
        { calendarId, clock, calendarId, clock }, [](const QSqlQuery &row) {
            return EditTime{ row.value(0).toLongLong(), row.value(1).toLongLong(), toInstant(row.value(2)),
                row.value(3).toLongLong(), toObject(row.value(4)) };
        });
}

Expected<qint64> Backlog::pendingDeletions(const QString &calendarId)
{
    const auto count =
        m_statements.value(u"SELECT count(*) FROM aria_calendar_sync s JOIN aria_calendar_events e"
                           u" ON e.id = s.local_event_id WHERE s.calendar_id = ?"
                           u" AND s.sync_status = 'pending_to_google' AND e.deleted_at IS NOT NULL"
                           u" AND COALESCE(e.recurring_event_id, '') = '' AND NOT %1"_s.arg(
                               m_dialect.isTrueIn(u"s.push_options"_s, u"deletionApproved"_s)),
            { calendarId });
    if (!count)
        return Unexpected(count.error());
    return count->value_or(QVariant(0)).toLongLong();
}

Expected<QList<EventRecord>> Backlog::conflicts(const QStringList &calendarIds)
{
    const auto sql = m_texts.fromSync
        + u"WHERE %1 AND s.sync_status = 'conflict' ORDER BY e.updated_at, e.id"_s.arg(
            m_dialect.isTextIn(u"s.calendar_id"_s));
    return m_rows.all(sql, { m_dialect.list(calendarIds) });
}

Expected<QList<EventRecord>> Backlog::heldDeletions(const QString &calendarId)
{
    const auto sql =
        m_texts.fromSync + u"WHERE s.calendar_id = ? AND s.sync_status = 'pending_to_aria' ORDER BY e.id"_s;
    return m_rows.all(sql, { calendarId });
}

Expected<QList<EventRecord>> Backlog::unadopted(const QString &calendarId, int limit)
{
    const auto sql = m_texts.fromEvents
        + u"WHERE e.service_stamp = 0 AND e.calendar_id = ? AND s.id IS NULL AND e.id <> 0"
          u" AND e.deleted_at IS NULL AND (e.status <> 'cancelled' OR e.recurring_event_id <> '')"
          u" ORDER BY COALESCE(e.recurring_event_id, '') <> '', e.id LIMIT ?"_s;
    return m_rows.all(sql, { calendarId, limit });
}

Expected<QList<EventRecord>> Backlog::unseen(const QString &calendarId, qint64 generation, Agreed agreed)
{
    const auto sql = m_texts.fromSync
        + u"WHERE s.calendar_id = ? AND s.seen_generation < ? AND s.base_generation %1 ?"
          u" AND s.base_event IS NOT NULL"
          u" AND s.sync_status IN ('synced', 'pending_to_google', 'error', 'conflict') ORDER BY e.id"_s.arg(
              agreed == Agreed::Before ? u"<"_s : u">="_s);
    return m_rows.all(sql, { calendarId, generation, generation });
}

Expected<Statistics> Backlog::statistics(const QStringList &calendarIds)
{
    // All events by an index of nothing else; then the few that wait, each kind by its own index, and what the service
    // has not taken up. The others are in step.
    const auto ofLinks = m_dialect.isTextIn(u"s.calendar_id"_s);
    const auto ofEvents = m_dialect.isTextIn(u"e.calendar_id"_s);
    const auto calendars = m_dialect.list(calendarIds);
    QStringList parts{
        u"SELECT 'total' AS kind, 1 AS is_living, count(*) FROM aria_calendar_events e"
        u" WHERE %1 AND (e.deleted_at IS NULL AND e.status <> 'cancelled') IS TRUE"_s.arg(ofEvents),
        u"SELECT 'pending_to_google', CASE WHEN e.status <> 'cancelled' THEN 1 ELSE 0 END, count(*)"
        u" FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"
        u" WHERE %1 AND e.service_stamp <= 0 AND s.id IS NULL AND e.deleted_at IS NULL GROUP BY 2"_s.arg(
            ofEvents),
    };
    QVariantList values{ calendars, calendars };
    for (const auto status :
        { SyncStatus::PendingToGoogle, SyncStatus::PendingToAria, SyncStatus::Conflict, SyncStatus::Error }) {
        parts
            << u"SELECT '%1', CASE WHEN e.deleted_at IS NULL AND e.status <> 'cancelled' THEN 1 ELSE 0 END, "
               u"count(*)"
               u" FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id"
               u" WHERE %2 AND s.sync_status = '%1' GROUP BY 2"_s.arg(toString(status), ofLinks);
        values << calendars;
    }
    Statistics statistics;
    const auto counted =
        m_statements.each(parts.join(u" UNION ALL "_s), values, [&statistics](const QSqlQuery &row) {
            addTo(statistics, row.value(0).toString(), row.value(1).toBool(), row.value(2).toLongLong());
        });
    return counted ? Expected<Statistics>(statistics) : Unexpected(counted.error());
}

Expected<void> Backlog::saveEditTimes(const QList<EditTime> &edits)
{
    QList<qint64> localIds;
    for (const EditTime &edit : edits)
        localIds.append(edit.localId);
    if (auto locked = lockEvents(m_statements, m_dialect, localIds); !locked)
        return locked;
    for (const EditTime &edit : edits) {
        const auto changed = m_statements.change(
            u"UPDATE aria_calendar_sync SET edit_revision = ?, edit_clock = ? WHERE local_event_id = ?"_s,
            { edit.notedRevision, fromJson(edit.clock), edit.localId });
        if (!changed)
            return Unexpected(changed.error());
    }
    return {};
}

Expected<void> Backlog::shortenWaits(const QString &calendarId, const QDateTime &latest)
{
    const auto changed =
        m_statements.change(u"UPDATE aria_calendar_sync SET next_attempt_at = ? WHERE calendar_id = ?"
                            u" AND sync_status = 'pending_to_google' AND next_attempt_at > ?"_s,
            { toRfc3339(latest), calendarId, toRfc3339(latest) });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<qint64> Backlog::retryErrors(const QStringList &calendarIds)
{
    // The copy first, as long as the link still says which rows are meant.
    const auto mirrored = m_statements.change(
        u"UPDATE aria_calendar_events SET sync_status = 'pending_to_google' WHERE id IN"
        u" (SELECT s.local_event_id FROM aria_calendar_sync s"
        u" WHERE %1 AND s.sync_status = 'error')"_s.arg(m_dialect.isTextIn(u"s.calendar_id"_s)),
        { m_dialect.list(calendarIds) });
    if (!mirrored)
        return mirrored;
    // A pending edit may take occurrences from a series, one in error does not.
    const auto inError = m_statements.rows(
        u"SELECT s.local_event_id FROM aria_calendar_sync s WHERE %1 AND s.sync_status = 'error'"_s.arg(
            m_dialect.isTextIn(u"s.calendar_id"_s)),
        { m_dialect.list(calendarIds) }, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    if (!inError)
        return Unexpected(inError.error());
    if (auto marked = m_occurrences.mark(*inError); !marked)
        return Unexpected(marked.error());
    return m_statements.change(
        u"UPDATE aria_calendar_sync SET sync_status = 'pending_to_google', attempts = 0,"
        u" next_attempt_at = NULL, error_message = NULL"
        u" WHERE %1 AND sync_status = 'error'"_s.arg(m_dialect.isTextIn(u"calendar_id"_s)),
        { m_dialect.list(calendarIds) });
}

} // namespace aria::store
