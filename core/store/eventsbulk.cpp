// Events: many written with few statements, where a statement is a journey to a server.
#include "store/dialect.h"
#include "store/eventlog.h"
#include "store/eventrows.h"
#include "store/events.h"
#include "store/eventtexts.h"
#include "store/occurrences.h"
#include "store/statements.h"

#include <QJsonArray>
#include <QSet>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// One statement's share: far below its time limit also on a slow server.
constexpr qsizetype rowsTogether = 500;
constexpr int mostIdTries = 100; // to get ids that nobody has

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

QList<qint64> idsOf(std::span<const EventRecord> records)
{
    QList<qint64> ids;
    for (const auto &record : records)
        ids << record.localId;
    return ids;
}

} // namespace

Expected<void> Events::save(QList<EventRecord> &records)
{
    auto saved = records; // the caller's ids change only if all rows were written
    for (qsizetype first = 0; first < saved.size();) {
        const auto count = together(saved, first);
        const auto part = std::span(saved.data() + first, static_cast<size_t>(count));
        if (auto noted = m_log.willWrite(idsOf(part)); !noted)
            return noted;
        if (auto done = saveTogether(part); !done)
            return done;
        const auto before = std::span(std::as_const(records).data() + first, static_cast<size_t>(count));
        if (auto done = indexWords(part, before); !done)
            return done;
        m_log.wrote(part);
        if (auto done = m_occurrences.refresh(part); !done)
            return done;
        first += count;
    }
    for (qsizetype i = 0; i < records.size(); ++i) {
        records[i].localId = saved.at(i).localId;
        records[i].syncId = saved.at(i).syncId;
    }
    return {};
}

Expected<void> Events::giveIds(std::span<EventRecord> records)
{
    QList<EventRecord *> missing;
    for (auto &record : records) {
        if (record.localId == 0)
            missing.append(&record);
    }
    // Ids that others chose are left out, so there may be fewer than were asked for.
    for (int tries = 0; !missing.isEmpty() && tries < mostIdTries; ++tries) {
        const auto ids = m_statements.rows(m_dialect.newEventIds(), { missing.size() },
            [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
        if (!ids)
            return Unexpected(ids.error());
        for (const qint64 id : *ids) {
            if (!missing.isEmpty())
                missing.takeLast()->localId = id;
        }
    }
    return missing.isEmpty() ? Expected<void>()
                             : makeError(ErrorCategory::Internal, u"no_free_id"_s,
                                 u"the database gives no free id for a new event"_s);
}

Expected<void> Events::saveTogether(std::span<EventRecord> records)
{
    if (records.size() < 2 || m_texts.upsertEvents.isEmpty()) {
        for (auto &record : records) {
            if (auto saved = saveRows(record); !saved)
                return saved;
        }
        return {};
    }
    if (auto given = giveIds(records); !given)
        return given;
    QJsonArray newEvents;
    QJsonArray events;
    QJsonArray syncs;
    for (const auto &record : records) {
        auto row = rowOf(eventColumns(), eventValues(record), m_dialect);
        row.insert(u"id"_s, record.localId);
        (record.syncId == 0 ? newEvents : events) << row;
        if (record.syncId != 0) {
            auto sync = rowOf(syncColumns(), syncValues(record), m_dialect);
            sync.insert(u"id"_s, record.syncId);
            syncs << sync;
        }
    }
    if (auto done = m_statements.changeRows(m_texts.upsertEvents, newEvents); !done)
        return done;
    if (auto done = m_statements.changeRows(m_texts.updateEvents, events); !done)
        return done;
    if (auto done = m_statements.changeRows(m_texts.updateSyncs, syncs); !done)
        return done;
    return insertSyncs(records);
}

Expected<void> Events::insertSyncs(std::span<EventRecord> records)
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
    return m_statements.each(m_texts.insertSyncs, { asText(rows) }, [&byLocalId](const QSqlQuery &row) {
        if (auto *record = byLocalId.value(row.value(0).toLongLong()))
            record->syncId = row.value(1).toLongLong();
    });
}

} // namespace aria::store
