#include "store/history.h"

#include "store/columntext.h"
#include "store/copyrows.h"
#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/statements.h"

#include "base/clock.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// What really happened. Rows of other writers (n8n) have no side and are not ours to show.
QString selectHistory(const Dialect &dialect)
{
    return u"SELECT h.id, h.calendar_id, h.google_event_id, h.local_event_id, h.side, h.operation,"
           u" h.before_event, h.after_event, h.reason, h.outcome, h.error_message, h.revision,"
           u" %1 FROM aria_calendar_sync_history h "_s.arg(dialect.instant(u"h.created_at"_s));
}

QString happened()
{
    return u"h.outcome = 'done' AND h.side IN ('aria', 'google') "_s;
}

HistoryRecord recordOf(const QSqlQuery &query)
{
    HistoryRecord record;
    record.id = query.value(0).toLongLong();
    record.calendarId = query.value(1).toString();
    record.googleEventId = toText(query.value(2));
    record.localId = query.value(3).toLongLong();
    record.side = sideFromString(query.value(4).toString()).value_or(Side::Aria);
    // Whatever a later version calls it, it is a change.
    record.operation = operationFromString(query.value(5).toString()).value_or(Operation::Update);
    record.before = toObject(query.value(6));
    record.after = toObject(query.value(7));
    record.reason = toText(query.value(8));
    record.outcome = outcomeFromString(query.value(9).toString()).value_or(Outcome::Done);
    record.error = toText(query.value(10));
    record.revision = query.value(11).toLongLong();
    record.createdAt = toInstant(query.value(12));
    return record;
}

// In the order of historyColumns().
QVariantList valuesOf(const HistoryRecord &record, JsonTexts &texts)
{
    return { record.calendarId, fromText(record.googleEventId),
        record.localId ? QVariant(record.localId) : QVariant(), toString(record.side),
        toString(record.operation), fromJson(record.before), fromJson(record.after, texts),
        fromText(record.reason), toString(record.outcome), fromText(record.error), record.revision,
        fromInstant(record.createdAt) };
}

QString insertOne(const Dialect &dialect)
{
    const auto table = u"aria_calendar_sync_history"_s;
    return u"INSERT INTO %1 (id, %2) VALUES (%3, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, COALESCE(?, %4))"_s.arg(
        table, historyColumns().join(u", "), dialect.newId(table), dialect.now());
}

bool isIntendedPush(const HistoryRecord &record)
{
    return record.side == Side::Google && record.outcome == Outcome::Intended;
}

} // namespace

Expected<qint64> History::add(const HistoryRecord &record)
{
    if (isIntendedPush(record)) {
        // After a crash the same push is tried again.
        const auto known =
            m_statements.value(u"SELECT h.id FROM aria_calendar_sync_history h WHERE h.local_event_id = ?"
                               u" AND h.revision = ? AND h.side = 'google' AND h.outcome = 'intended'"_s,
                { record.localId, record.revision });
        if (!known)
            return Unexpected(known.error());
        if (known->has_value())
            return (*known)->toLongLong();
    }
    const auto id =
        m_statements.value(insertOne(m_dialect) + u" RETURNING id"_s, valuesOf(record, m_texts.json));
    if (!id)
        return Unexpected(id.error());
    return id->value_or(QVariant(0)).toLongLong();
}

Expected<void> History::add(const QList<HistoryRecord> &records)
{
    CopyRows copies(m_dialect);
    QJsonArray together;
    for (const auto &record : records) {
        if (isIntendedPush(record)) {
            if (const auto added = add(record); !added)
                return Unexpected(added.error());
        } else if (m_dialect.copies() && record.createdAt.isValid()) {
            copies.add(valuesOf(record, m_texts.json));
        } else if (!m_texts.insertHistory.isEmpty()) {
            together << rowOf(historyColumns(), valuesOf(record, m_texts.json), m_dialect);
        } else if (const auto added =
                       m_statements.change(insertOne(m_dialect), valuesOf(record, m_texts.json));
                   !added) {
            return Unexpected(added.error());
        }
    }
    if (auto added = m_statements.changeRows(m_texts.insertHistory, together); !added)
        return added;
    return m_statements.copyIn(
        u"aria_calendar_sync_history (%1)"_s.arg(historyColumns().join(u", ")), copies);
}

Expected<void> History::finish(qint64 localId, qint64 revision, Outcome outcome, const QString &error)
{
    const auto changed = m_statements.change(
        u"UPDATE aria_calendar_sync_history SET outcome = ?, error_message = ?"
        u" WHERE local_event_id = ? AND revision = ? AND side = 'google' AND outcome = 'intended'"_s,
        { toString(outcome), fromText(error), localId, revision });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<void> History::remove(qint64 localId, qint64 first, qint64 last)
{
    const auto changed = m_statements.change(
        u"DELETE FROM aria_calendar_sync_history WHERE local_event_id = ? AND revision >= ? AND revision <= ?"_s,
        { localId, first, last });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<qint64> History::removeOld(int days, const QDateTime &now, int limit)
{
    // An intended push is not over, however old.
    return m_statements.change(
        u"DELETE FROM aria_calendar_sync_history WHERE id IN"
        u" (SELECT h.id FROM aria_calendar_sync_history h WHERE h.created_at < ?"
        u" AND (h.outcome IS NULL OR h.outcome <> 'intended') ORDER BY h.created_at LIMIT ?)"_s,
        { fromInstant(now.addDays(-days)), limit });
}

Expected<QList<HistoryRecord>> History::page(
    const QStringList &calendarIds, const QString &googleEventId, qint64 before, int limit)
{
    const qint64 bound = before > 0 ? before : std::numeric_limits<qint64>::max();
    QString sql = selectHistory(m_dialect) + u"WHERE h.id < ? AND "_s;
    QVariantList values{ bound };
    if (!googleEventId.isEmpty()) {
        sql += u"h.google_event_id = ? AND "_s;
        values.append(googleEventId);
    }
    if (!calendarIds.isEmpty()) {
        sql += m_dialect.isTextIn(u"h.calendar_id"_s) + u" AND "_s;
        values.append(m_dialect.list(calendarIds));
    }
    values.append(limit);
    return m_statements.rows(sql + happened() + u"ORDER BY h.id DESC LIMIT ?"_s, values, recordOf);
}

Expected<std::optional<HistoryRecord>> History::byId(qint64 id)
{
    const auto rows =
        m_statements.rows(selectHistory(m_dialect) + u"WHERE h.id = ? AND "_s + happened(), { id }, recordOf);
    if (!rows)
        return Unexpected(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(rows->constFirst());
}

Expected<QList<HistoryRecord>> History::since(const QStringList &calendarIds, const QDateTime &since)
{
    return m_statements.rows(selectHistory(m_dialect)
            + u"WHERE h.created_at >= ? AND %1 AND "_s.arg(m_dialect.isTextIn(u"h.calendar_id"_s))
            + happened() + u"ORDER BY h.id DESC"_s,
        { toRfc3339(since), m_dialect.list(calendarIds) }, recordOf);
}

} // namespace aria::store
