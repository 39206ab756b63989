// Session: history and metadata.
#include "store/session.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/statements.h"

#include "base/clock.h"

#include <QJsonArray>

namespace aria::store {

namespace {

// '' stands for the whole database; a null QString would be bound as NULL.
QString keyed(const QString &calendarId)
{
    return calendarId.isNull() ? QStringLiteral("") : calendarId;
}

// In the order of historyColumns().
QVariantList valuesOf(const HistoryRecord &record)
{
    return { record.calendarId, fromText(record.googleEventId),
        record.localId ? QVariant(record.localId) : QVariant(), fromText(record.side),
        fromText(record.operation), fromJson(record.before), fromJson(record.after), fromText(record.reason),
        fromText(record.outcome), fromText(record.error), record.revision, fromInstant(record.createdAt) };
}

bool isIntendedPush(const HistoryRecord &record)
{
    return record.side == u"google" && record.outcome == u"intended";
}

} // namespace

Expected<qint64> Session::addHistory(const HistoryRecord &record)
{
    if (isIntendedPush(record)) {
        // After a crash the same push is tried again.
        const auto known = m_statements->value(
            QStringLiteral("SELECT h.id FROM aria_calendar_sync_history h WHERE h.local_event_id = ?"
                           " AND h.revision = ? AND h.side = 'google' AND h.outcome = 'intended'"),
            { record.localId, record.revision });
        if (!known)
            return Unexpected(known.error());
        if (known->has_value())
            return (*known)->toLongLong();
    }
    const auto table = QStringLiteral("aria_calendar_sync_history");
    const auto sql =
        QStringLiteral("INSERT INTO %1 (id, %2)"
                       " VALUES (%3, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, COALESCE(?, %4)) RETURNING id")
            .arg(table, historyColumns().join(u", "), m_dialect.newId(table), m_dialect.now());
    const auto id = m_statements->value(sql, valuesOf(record));
    if (!id)
        return Unexpected(id.error());
    return id->value_or(QVariant(0)).toLongLong();
}

Expected<void> Session::addHistory(const QList<HistoryRecord> &records)
{
    QJsonArray together;
    for (const auto &record : records) {
        if (!m_texts->insertHistory.isEmpty() && !isIntendedPush(record)) {
            together << rowOf(historyColumns(), valuesOf(record), m_dialect);
        } else if (const auto added = addHistory(record); !added) {
            return Unexpected(added.error());
        }
    }
    return together.isEmpty() ? Expected<void>() : changeRows(m_texts->insertHistory, together);
}

Expected<void> Session::finishHistory(
    qint64 localId, qint64 revision, const QString &outcome, const QString &error)
{
    const auto changed = m_statements->change(
        QStringLiteral(
            "UPDATE aria_calendar_sync_history SET outcome = ?, error_message = ?"
            " WHERE local_event_id = ? AND revision = ? AND side = 'google' AND outcome = 'intended'"),
        { outcome, fromText(error), localId, revision });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<void> Session::removeHistory(qint64 localId, qint64 revision)
{
    const auto changed = m_statements->change(
        QStringLiteral("DELETE FROM aria_calendar_sync_history WHERE local_event_id = ? AND revision = ?"),
        { localId, revision });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<qint64> Session::cleanupOldSyncHistory(int days, const QDateTime &now, int limit)
{
    // An intended push is not over, however old.
    return m_statements->change(
        QStringLiteral("DELETE FROM aria_calendar_sync_history WHERE id IN"
                       " (SELECT h.id FROM aria_calendar_sync_history h WHERE h.created_at < ?"
                       " AND (h.outcome IS NULL OR h.outcome <> 'intended') ORDER BY h.created_at LIMIT ?)"),
        { fromInstant(now.addDays(-days)), limit });
}

Expected<QDateTime> Session::now()
{
    const auto value =
        m_statements->value(QStringLiteral("SELECT %1").arg(m_dialect.instant(m_dialect.now())), {});
    if (!value)
        return Unexpected(value.error());
    return toInstant(value->value_or(QVariant()));
}

Expected<QDateTime> Session::lastWritten()
{
    const auto value = m_statements->value(
        QStringLiteral("SELECT %1 FROM aria_calendar_metadata m WHERE m.key <> 'schema_version'")
            .arg(m_dialect.instant(QStringLiteral("max(m.updated_at)"))),
        {});
    if (!value)
        return Unexpected(value.error());
    return toInstant(value->value_or(QVariant()));
}

Expected<std::optional<QString>> Session::metadata(const QString &key, const QString &calendarId)
{
    const auto value = m_statements->value(
        QStringLiteral("SELECT m.value FROM aria_calendar_metadata m WHERE m.key = ? AND m.calendar_id = ?"),
        { key, keyed(calendarId) });
    if (!value)
        return Unexpected(value.error());
    return value->has_value() ? std::optional(toText(**value)) : std::nullopt;
}

Expected<void> Session::setMetadata(const QString &key, const QString &calendarId, const QString &value)
{
    const auto sql = QStringLiteral(
        "INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES (?, ?, ?)"
        " ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = %1")
                         .arg(m_dialect.now());
    const auto changed = m_statements->change(sql, { key, keyed(calendarId), value });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<void> Session::removeMetadata(const QString &key, const QString &calendarId)
{
    const auto changed = m_statements->change(
        QStringLiteral("DELETE FROM aria_calendar_metadata WHERE key = ? AND calendar_id = ?"),
        { key, keyed(calendarId) });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<qint64> Session::nextGeneration(const QString &calendarId)
{
    const auto sql = QStringLiteral(
        "INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('generation', ?, '1')"
        " ON CONFLICT (key, calendar_id) DO UPDATE SET"
        " value = CAST(CAST(aria_calendar_metadata.value AS BIGINT) + 1 AS TEXT), updated_at = %1"
        " RETURNING value")
                         .arg(m_dialect.now());
    const auto value = m_statements->value(sql, { keyed(calendarId) });
    if (!value)
        return Unexpected(value.error());
    return value->value_or(QVariant(0)).toLongLong();
}

} // namespace aria::store
