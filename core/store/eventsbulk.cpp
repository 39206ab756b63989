// Events: many written with few statements, where a statement is a journey to a server.
#include "store/copyrows.h"
#include "store/dialect.h"
#include "store/eventlog.h"
#include "store/eventrows.h"
#include "store/events.h"
#include "store/eventtexts.h"
#include "store/occurrences.h"
#include "store/statements.h"

#include "base/parallel.h"

#include <QJsonArray>
#include <QSet>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// One statement's share: far below its time limit also on a slow server.
constexpr qsizetype rowsTogether = 500;
constexpr qsizetype madeTogether = 100; // rows' values
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

// The first of so many ids in a row that are nobody's; 0: there are none.
Expected<qint64> freeIds(
    Statements &statements, const Dialect &dialect, const QString &table, qsizetype count)
{
    const auto id = statements.value(
        u"SELECT f.id FROM (SELECT %1 AS id) f"
        u" WHERE NOT EXISTS (SELECT 1 FROM %2 taken WHERE taken.id >= f.id AND taken.id < f.id + ?)"_s.arg(
            dialect.freshId(table), table),
        { count });
    return id ? Expected<qint64>(id->value_or(QVariant(0)).toLongLong()) : Unexpected(id.error());
}

struct RowValues
{
    QList<QVariantList> events;
    QList<QVariantList> syncs;
    JsonTexts json;
};

RowValues valuesOf(const QList<EventRecord *> &records)
{
    RowValues values;
    for (const auto *record : records) {
        values.events << (eventValues(*record) << record->localId);
        values.syncs << (syncValues(*record, values.json) << record->syncId);
    }
    return values;
}

Expected<void> insertRows(Statements &statements, const EventTexts &texts, const RowValues &values)
{
    for (qsizetype i = 0; i < values.events.size(); ++i) {
        if (const auto event = statements.change(texts.insertEventAs, values.events.at(i)); !event)
            return Unexpected(event.error());
        if (const auto sync = statements.change(texts.insertSyncAs, values.syncs.at(i)); !sync)
            return Unexpected(sync.error());
    }
    return {};
}

// Inserts those that are new, where each statement is a call: their ids are taken together, and none has to be asked for.
// The others, which are all of them if there are few.
Expected<QList<EventRecord *>> insertNew(
    Statements &statements, const Dialect &dialect, const EventTexts &texts, std::span<EventRecord> records)
{
    QList<EventRecord *> fresh;
    QList<EventRecord *> others;
    for (auto &record : records)
        (record.localId == 0 && record.syncId == 0 ? fresh : others) << &record;
    if (fresh.size() < 2)
        return fresh + others;
    auto eventId = freeIds(statements, dialect, u"aria_calendar_events"_s, fresh.size());
    auto syncId = freeIds(statements, dialect, u"aria_calendar_sync"_s, fresh.size());
    if (!eventId || !syncId)
        return Unexpected(eventId ? syncId.error() : eventId.error());
    if (*eventId == 0 || *syncId == 0)
        return fresh + others;
    for (auto *record : std::as_const(fresh)) {
        record->localId = (*eventId)++;
        record->syncId = (*syncId)++;
    }
    // While some are written, the values of the next ones are made.
    RowValues values = valuesOf(fresh.first(std::min(madeTogether, fresh.size())));
    for (qsizetype at = 0; at < fresh.size(); at += madeTogether) {
        const auto rest = fresh.sliced(std::min(at + madeTogether, fresh.size()));
        RowValues next;
        Expected<void> written;
        if (rest.isEmpty()) {
            written = insertRows(statements, texts, values);
        } else {
            bothAtOnce([&] { written = insertRows(statements, texts, values); },
                [&] { next = valuesOf(rest.first(std::min(madeTogether, rest.size()))); });
        }
        if (!written)
            return Unexpected(written.error());
        texts.json.take(values.json);
        values = std::move(next);
    }
    return others;
}

// What COPY writes has all its values.
bool mayBeCopied(const EventRecord &record)
{
    return record.localId == 0 && record.syncId == 0 && record.createdAt.isValid()
        && record.updatedAt.isValid() && record.syncCreatedAt.isValid();
}

// Ids that nobody has; there may be fewer than were asked for.
Expected<QList<qint64>> manyIds(
    Statements &statements, const Dialect &dialect, const QString &table, qsizetype count)
{
    return statements.rows(u"SELECT n.id FROM (SELECT %1 AS id FROM generate_series(1, ?)) n"
                           u" WHERE NOT EXISTS (SELECT 1 FROM %2 taken WHERE taken.id = n.id)"_s.arg(
                               dialect.freshId(table), table),
        { count }, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
}

// Writes those that are new with two statements; the others are left.
Expected<QList<EventRecord *>> copyNew(
    Statements &statements, const Dialect &dialect, const EventTexts &texts, std::span<EventRecord> records)
{
    QList<EventRecord *> fresh;
    QList<EventRecord *> others;
    for (auto &record : records)
        (mayBeCopied(record) ? fresh : others) << &record;
    if (fresh.size() < 2)
        return fresh + others;
    const auto eventIds = manyIds(statements, dialect, u"aria_calendar_events"_s, fresh.size());
    const auto syncIds = manyIds(statements, dialect, u"aria_calendar_sync"_s, fresh.size());
    if (!eventIds || !syncIds)
        return Unexpected(eventIds ? syncIds.error() : eventIds.error());
    const auto count = std::min({ fresh.size(), eventIds->size(), syncIds->size() });
    others << fresh.mid(count);
    CopyRows events(dialect);
    CopyRows syncs(dialect);
    for (qsizetype i = 0; i < count; ++i) {
        auto &record = *fresh.at(i);
        record.localId = eventIds->at(i);
        record.syncId = syncIds->at(i);
        events.add(eventValues(record) + QVariantList{ record.localId, 1 });
    }
    // While the server takes the events, the rows of their links are made.
    Expected<void> done;
    bothAtOnce(
        [&] {
            done = statements.copyIn(
                u"aria_calendar_events (%1, id, service_stamp)"_s.arg(eventColumns().join(u", ")), events);
        },
        [&] {
            for (const auto *record : fresh.first(count))
                syncs.add(syncValues(*record, texts.json) << record->syncId);
        });
    if (!done)
        return Unexpected(done.error());
    if (auto done = statements.copyIn(u"aria_calendar_sync (%1, id)"_s.arg(syncColumns().join(u", ")), syncs);
        !done)
        return Unexpected(done.error());
    return others;
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
    if (records.size() < 2)
        return saveRows(records.front());
    if (m_texts.upsertEvents.isEmpty()) {
        const auto others = insertNew(m_statements, m_dialect, m_texts, records);
        if (!others)
            return Unexpected(others.error());
        for (auto *record : *others) {
            if (auto saved = saveRows(*record); !saved)
                return saved;
        }
        return {};
    }
    const auto others = copyNew(m_statements, m_dialect, m_texts, records);
    if (!others)
        return Unexpected(others.error());
    QList<EventRecord> rest;
    for (const auto *record : *others)
        rest << *record;
    if (auto given = giveIds(rest); !given)
        return given;
    QJsonArray newEvents;
    QJsonArray events;
    QJsonArray syncs;
    for (const auto &record : std::as_const(rest)) {
        auto row = rowOf(eventColumns(), eventValues(record), m_dialect);
        row.insert(u"id"_s, record.localId);
        (record.syncId == 0 ? newEvents : events) << row;
        if (record.syncId != 0) {
            auto sync = rowOf(syncColumns(), syncValues(record, m_texts.json), m_dialect);
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
    if (auto done = insertSyncs(rest); !done)
        return done;
    for (qsizetype i = 0; i < rest.size(); ++i) {
        others->at(i)->localId = rest.at(i).localId;
        others->at(i)->syncId = rest.at(i).syncId;
    }
    return {};
}

Expected<void> Events::insertSyncs(std::span<EventRecord> records)
{
    QJsonArray rows;
    QHash<qint64, EventRecord *> byLocalId;
    for (auto &record : records) {
        if (record.syncId != 0)
            continue;
        rows << rowOf(syncColumns(), syncValues(record, m_texts.json), m_dialect);
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
