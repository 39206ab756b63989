// Session: the history read back.
#include "store/session.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/statements.h"

#include "base/clock.h"

namespace aria::store {

namespace {

// What really happened. Rows of other writers (n8n) have no side and are not ours to show.
QString selectHistory(const Dialect &dialect)
{
    return QStringLiteral(
        "SELECT h.id, h.calendar_id, h.google_event_id, h.local_event_id, h.side, h.operation,"
        " h.before_event, h.after_event, h.reason, h.outcome, h.error_message, h.revision,"
        " %1 FROM aria_calendar_sync_history h ")
        .arg(dialect.instant(QStringLiteral("h.created_at")));
}

QString happened()
{
    return QStringLiteral("h.outcome = 'done' AND h.side IN ('aria', 'google') ");
}

HistoryRecord recordOf(const QSqlQuery &query)
{
    HistoryRecord record;
    record.id = query.value(0).toLongLong();
    record.calendarId = query.value(1).toString();
    record.googleEventId = toText(query.value(2));
    record.localId = query.value(3).toLongLong();
    record.side = query.value(4).toString();
    record.operation = query.value(5).toString();
    record.before = toObject(query.value(6));
    record.after = toObject(query.value(7));
    record.reason = toText(query.value(8));
    record.outcome = query.value(9).toString();
    record.error = toText(query.value(10));
    record.revision = query.value(11).toLongLong();
    record.createdAt = toInstant(query.value(12));
    return record;
}

} // namespace

Expected<QList<HistoryRecord>> Session::historyRows(const QString &sql, const QVariantList &values)
{
    auto query = m_statements->execute(sql, values);
    if (!query)
        return Unexpected(query.error());
    QList<HistoryRecord> records;
    while ((*query)->next())
        records.append(recordOf(**query));
    const auto error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return Unexpected(m_dialect.toError(error));
    return records;
}

Expected<QList<HistoryRecord>> Session::history(
    const QStringList &calendarIds, const QString &googleEventId, qint64 before, int limit)
{
    const qint64 bound = before > 0 ? before : std::numeric_limits<qint64>::max();
    QString sql = selectHistory(m_dialect) + QStringLiteral("WHERE h.id < ? AND ");
    QVariantList values{ bound };
    if (!googleEventId.isEmpty()) {
        sql += QStringLiteral("h.google_event_id = ? AND ");
        values.append(googleEventId);
    }
    if (!calendarIds.isEmpty()) {
        sql += m_dialect.isTextIn(QStringLiteral("h.calendar_id")) + QStringLiteral(" AND ");
        values.append(m_dialect.list(calendarIds));
    }
    values.append(limit);
    return historyRows(sql + happened() + QStringLiteral("ORDER BY h.id DESC LIMIT ?"), values);
}

Expected<std::optional<HistoryRecord>> Session::historyById(qint64 id)
{
    auto rows =
        historyRows(selectHistory(m_dialect) + QStringLiteral("WHERE h.id = ? AND ") + happened(), { id });
    if (!rows)
        return Unexpected(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(rows->constFirst());
}

Expected<QList<HistoryRecord>> Session::historySince(const QStringList &calendarIds, const QDateTime &since)
{
    return historyRows(selectHistory(m_dialect)
            + QStringLiteral("WHERE h.created_at >= ? AND %1 AND ")
                  .arg(m_dialect.isTextIn(QStringLiteral("h.calendar_id")))
            + happened() + QStringLiteral("ORDER BY h.id DESC"),
        { toRfc3339(since), m_dialect.list(calendarIds) });
}

} // namespace aria::store
