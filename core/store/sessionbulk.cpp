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
constexpr int mostTries = 100; // to get ids that nobody has

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
    QList<EventRecord *> missing;
    for (auto &record : records) {
        if (record.localId == 0)
            missing.append(&record);
    }
    // Ids that others chose are left out, so there may be fewer than were asked for.
    for (int tries = 0; !missing.isEmpty() && tries < mostTries; ++tries) {
        auto query = m_statements->execute(m_dialect.newEventIds(), { missing.size() });
        if (!query)
            return Unexpected(query.error());
        while (!missing.isEmpty() && (*query)->next())
            missing.takeLast()->localId = (*query)->value(0).toLongLong();
        const auto error = (*query)->lastError();
        (*query)->finish();
        if (error.isValid())
            return Unexpected(m_dialect.toError(error));
    }
    return missing.isEmpty() ? Expected<void>()
                             : makeError(ErrorCategory::Internal, QStringLiteral("no_free_id"),
                                 QStringLiteral("the database gives no free id for a new event"));
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
