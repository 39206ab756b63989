// Session: writing many events with few statements, where a statement is a journey to a server.
#include "store/session.h"

#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/statements.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace aria::store {

namespace {

// One statement's share: far below its time limit also on a slow server.
constexpr qsizetype rowsTogether = 500;

Unexpected rowIsGone()
{
    return makeError(ErrorCategory::Internal, QStringLiteral("row_missing"),
        QStringLiteral("an event that was to be written is not in the database any more"));
}

QString text(const QJsonArray &rows)
{
    return QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact));
}

// How many from `first` on can be written together: no row twice, because the last one has to win.
qsizetype together(const QList<EventRecord> &records, qsizetype first)
{
    QSet<qint64> seen;
    qsizetype count = 0;
    while (first + count < records.size() && count < rowsTogether) {
        const auto id = records.at(first + count).localId;
        if (id != 0 && seen.contains(id))
            break;
        seen.insert(id);
        ++count;
    }
    return count;
}

} // namespace

Expected<void> Session::save(QList<EventRecord> &records)
{
    if (records.size() < 2 || m_texts->upsertEvents.isEmpty()) {
        for (auto &record : records) {
            if (auto saved = save(record); !saved)
                return saved;
        }
        return {};
    }
    auto saved = records; // the caller's ids change only if all rows were written
    for (qsizetype first = 0; first < saved.size();) {
        const auto count = together(saved, first);
        const auto part = std::span(saved.data() + first, static_cast<size_t>(count));
        if (auto done = saveTogether(part); !done)
            return done;
        first += count;
    }
    for (qsizetype i = 0; i < records.size(); ++i) {
        records[i].localId = saved.at(i).localId;
        records[i].syncId = saved.at(i).syncId;
    }
    return {};
}

Expected<void> Session::giveIds(std::span<EventRecord> records)
{
    qint64 missing = 0;
    for (const auto &record : records)
        missing += record.localId == 0 ? 1 : 0;
    if (missing == 0)
        return {};
    auto query = m_statements->execute(m_dialect.newEventIds(), { missing });
    if (!query)
        return Unexpected(query.error());
    for (auto &record : records) {
        if (record.localId == 0 && (*query)->next())
            record.localId = (*query)->value(0).toLongLong();
    }
    const auto error = (*query)->lastError();
    (*query)->finish();
    return error.isValid() ? Unexpected(m_dialect.toError(error)) : Expected<void>();
}

Expected<void> Session::saveTogether(std::span<EventRecord> records)
{
    if (auto given = giveIds(records); !given)
        return given;
    QJsonArray newEvents;
    QJsonArray events;
    QJsonArray syncs;
    for (const auto &record : records) {
        auto row = rowOf(eventColumns(), eventValues(record), m_dialect);
        row.insert(QStringLiteral("id"), record.localId);
        (record.syncId == 0 ? newEvents : events) << row;
        if (record.syncId != 0) {
            auto sync = rowOf(syncColumns(), syncValues(record), m_dialect);
            sync.insert(QStringLiteral("id"), record.syncId);
            syncs << sync;
        }
    }
    if (auto done = changeRows(m_texts->upsertEvents, newEvents); !done)
        return done;
    if (auto done = changeRows(m_texts->updateEvents, events); !done)
        return done;
    if (auto done = changeRows(m_texts->updateSyncs, syncs); !done)
        return done;
    return insertSyncs(records);
}

Expected<void> Session::insertSyncs(std::span<EventRecord> records)
{
    QJsonArray rows;
    QHash<qint64, EventRecord *> byLocalId;
    for (auto &record : records) {
        if (record.syncId != 0)
            continue;
        rows << rowOf(syncColumns(), syncValues(record), m_dialect);
        byLocalId.insert(record.localId, &record);
    }
    if (rows.isEmpty())
        return {};
    auto query = m_statements->execute(m_texts->insertSyncs, { text(rows) });
    if (!query)
        return Unexpected(query.error());
    while ((*query)->next()) {
        if (auto *record = byLocalId.value((*query)->value(0).toLongLong()))
            record->syncId = (*query)->value(1).toLongLong();
    }
    const auto error = (*query)->lastError();
    (*query)->finish();
    return error.isValid() ? Unexpected(m_dialect.toError(error)) : Expected<void>();
}

Expected<void> Session::changeRows(const QString &sql, const QJsonArray &rows)
{
    if (rows.isEmpty())
        return {};
    const auto changed = m_statements->change(sql, { text(rows) });
    if (!changed)
        return Unexpected(changed.error());
    return *changed == rows.size() ? Expected<void>() : rowIsGone();
}

} // namespace aria::store
