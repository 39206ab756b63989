#include "store/occurrences.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventlocks.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/occurrencefamilies.h"
#include "store/savepoints.h"
#include "store/statements.h"

#include "base/clock.h"
#include "base/logging.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// One statement's share: far below its time limit also on a slow server.
constexpr qsizetype rowsTogether = 2'000;

constexpr qsizetype mostTold = 5; // differences, one line of the log each

QVariantList keyValues(const OccurrenceKey &key)
{
    return { key.seriesId, notNull(key.originalStart), key.eventId };
}

// Rows that are one parameter where a statement is a journey to a server, else one by one.
template <class Item, class Values>
Expected<void> changeAll(Statements &statements, const Dialect &dialect, const QList<Item> &items,
    const QString &one, const QString &many, const QStringList &columns, const Values &values)
{
    if (many.isEmpty()) {
        for (const auto &item : items) {
            if (const auto changed = statements.change(one, values(item)); !changed)
                return Unexpected(changed.error());
        }
        return {};
    }
    for (qsizetype first = 0; first < items.size(); first += rowsTogether) {
        QJsonArray rows;
        for (const auto &item : items.mid(first, rowsTogether))
            rows << rowOf(columns, values(item), dialect);
        if (auto changed = statements.changeRows(many, rows); !changed)
            return changed;
    }
    return {};
}

// As in the migration.
QString markAll()
{
    return u"INSERT INTO aria_calendar_unfolding (event_id)"
           u" SELECT id FROM aria_calendar_events WHERE deleted_at IS NULL AND COALESCE(recurring_event_id, '') = ''"
           u" UNION SELECT x.id FROM aria_calendar_events x LEFT JOIN aria_calendar_sync s"
           u" ON s.calendar_id = x.calendar_id AND s.google_event_id = x.recurring_event_id"
           u" WHERE x.deleted_at IS NULL AND x.recurring_event_id <> '' AND s.id IS NULL"
           u" ON CONFLICT (event_id) DO NOTHING"_s;
}

std::span<const EventRecord> spanOf(const QList<EventRecord> &records)
{
    return { records.constData(), static_cast<size_t>(records.size()) };
}

// Whose rows of any table are changed.
QSet<qint64> eventsOf(const OccurrenceChanges &changes)
{
    QSet<qint64> ids;
    for (const auto &key : changes.gone)
        ids << key.seriesId << key.eventId;
    for (const auto &row : changes.changed)
        ids << row.seriesId << row.eventId;
    for (const auto &list : { changes.done, changes.dense, changes.stranded, changes.postponed }) {
        for (const auto id : list)
            ids.insert(id);
    }
    return ids;
}

} // namespace

// -- keeping in step ------------------------------------------------------------------------------------------------------

Expected<OccurrenceChanges> Occurrences::changesFor(std::span<const EventRecord> records)
{
    const auto known = horizon();
    if (!known)
        return Unexpected(known.error());
    return OccurrenceFamilies(m_statements, m_dialect, m_texts, *known).changesFor(records);
}

Expected<void> Occurrences::refresh(std::span<const EventRecord> records)
{
    QSet<qint64> written;
    for (const auto &record : records)
        written.insert(record.localId);
    const auto done = rewrite(records, written);
    return done ? Expected<void>() : Unexpected(done.error());
}

Expected<QList<qint64>> Occurrences::rewrite(std::span<const EventRecord> records, const QSet<qint64> &locked)
{
    if (records.empty())
        return QList<qint64>();
    const auto changes = changesFor(records);
    if (!changes)
        return Unexpected(changes.error());
    if (auto applied = apply(*changes, locked); !applied)
        return Unexpected(applied.error());
    return changes->postponed;
}

Expected<void> Occurrences::refreshById(const QList<qint64> &localIds)
{
    if (localIds.isEmpty())
        return {};
    const auto records = recordsOf(localIds);
    if (!records)
        return Unexpected(records.error());
    const auto done = rewrite(spanOf(*records), {});
    return done ? Expected<void>() : Unexpected(done.error());
}

Expected<void> Occurrences::rename(qint64 before, qint64 after)
{
    for (const auto *statement : { "DELETE FROM aria_calendar_occurrences WHERE series_id = ?",
             "DELETE FROM aria_calendar_unfolding WHERE event_id = ?" }) {
        if (const auto gone = m_statements.change(QLatin1String(statement), { before }); !gone)
            return Unexpected(gone.error());
    }
    return mark({ after });
}

Expected<void> Occurrences::apply(const OccurrenceChanges &changes, const QSet<qint64> &locked)
{
    if (auto all = lockEvents(m_statements, m_dialect, (eventsOf(changes) - locked).values()); !all)
        return all;
    const auto gone = changeAll(m_statements, m_dialect, changes.gone, m_texts.removeOccurrence,
        m_texts.removeOccurrences, occurrenceKeyColumns(), keyValues);
    if (!gone)
        return gone;
    const auto written = changeAll(m_statements, m_dialect, changes.changed, m_texts.putOccurrence,
        m_texts.putOccurrences, occurrenceColumns(), occurrenceValues);
    if (!written)
        return written;
    if (auto marked = mark(changes.stranded + changes.postponed); !marked)
        return marked;
    if (auto forgotten = forget(changes.done); !forgotten)
        return forgotten;
    for (const auto id : changes.dense) {
        const auto noted =
            m_statements.change(u"INSERT INTO aria_calendar_unfolding (event_id, is_due) VALUES (?, false)"
                                u" ON CONFLICT (event_id) DO UPDATE SET is_due = false"_s,
                { id });
        if (!noted)
            return Unexpected(noted.error());
    }
    return {};
}

// -- what is marked -------------------------------------------------------------------------------------------------------

Expected<void> Occurrences::mark(const QList<qint64> &localIds)
{
    if (localIds.isEmpty())
        return {};
    const auto marked = m_statements.change(
        u"INSERT INTO aria_calendar_unfolding (event_id) SELECT e.id FROM aria_calendar_events e WHERE "_s
            + m_dialect.isNumberIn(u"e.id"_s) + u" ON CONFLICT (event_id) DO UPDATE SET is_due = true"_s,
        { m_dialect.list(localIds) });
    return marked ? Expected<void>() : Unexpected(marked.error());
}

Expected<void> Occurrences::forget(const QList<qint64> &localIds)
{
    const auto gone = m_statements.change(
        u"DELETE FROM aria_calendar_unfolding WHERE "_s + m_dialect.isNumberIn(u"event_id"_s),
        { m_dialect.list(localIds) });
    return gone ? Expected<void>() : Unexpected(gone.error());
}

Expected<QList<EventRecord>> Occurrences::recordsOf(const QList<qint64> &localIds)
{
    return m_rows.all(
        m_texts.fromEvents + u"WHERE "_s + m_dialect.isNumberIn(u"e.id"_s), { m_dialect.list(localIds) });
}

Expected<qint64> Occurrences::takeUp(int limit)
{
    const auto ids =
        m_statements.rows(u"SELECT u.event_id FROM aria_calendar_unfolding u WHERE u.is_due = true"
                          u" ORDER BY u.event_id LIMIT ?"_s,
            { limit }, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    if (!ids || ids->isEmpty())
        return ids ? Expected<qint64>(0) : Unexpected(ids.error());
    const auto records = recordsOf(*ids);
    if (!records)
        return Unexpected(records.error());
    const auto refreshed = m_savepoints.attempt([&] { return rewrite(spanOf(*records), {}); });
    if (!refreshed) {
        if (!concernsRows(refreshed.error()))
            return Unexpected(refreshed.error());
        if (auto done = takeUpOneByOne(*records); !done)
            return Unexpected(done.error());
    }
    QList<qint64> finished = *ids;
    if (refreshed)
        finished.removeIf([&](qint64 id) { return refreshed->contains(id); });
    // Those too whose event is gone.
    const auto gone = m_statements.change(u"DELETE FROM aria_calendar_unfolding WHERE is_due = true AND "_s
            + m_dialect.isNumberIn(u"event_id"_s),
        { m_dialect.list(finished) });
    return gone ? Expected<qint64>(finished.size()) : Unexpected(gone.error());
}

Expected<void> Occurrences::takeUpOneByOne(const QList<EventRecord> &records)
{
    for (const auto &record : records) {
        const auto refreshed = m_savepoints.attempt([&] { return rewrite({ &record, 1 }, {}); });
        if (!refreshed && !concernsRows(refreshed.error()))
            return Unexpected(refreshed.error());
        if (!refreshed)
            qCWarning(lcStore) << "the occurrences of event" << record.localId << "cannot be stored";
    }
    return {};
}

Expected<qint64> Occurrences::howManyDue()
{
    const auto count =
        m_statements.value(u"SELECT count(*) FROM aria_calendar_unfolding u WHERE u.is_due = true"_s, {});
    return count ? Expected<qint64>(count->value_or(QVariant(0)).toLongLong()) : Unexpected(count.error());
}

// -- the horizon ----------------------------------------------------------------------------------------------------------

Expected<calendar::Horizon> Occurrences::horizon()
{
    const auto found =
        m_statements.rows(u"SELECT %1, %2 FROM aria_calendar_horizon WHERE id = 1"_s.arg(
                              m_dialect.instant(u"starts_at"_s), m_dialect.instant(u"ends_at"_s)),
            {}, [](const QSqlQuery &row) {
                return calendar::Horizon{ toInstant(row.value(0)), toInstant(row.value(1)) };
            });
    if (!found)
        return Unexpected(found.error());
    return found->value(0);
}

Expected<void> Occurrences::setHorizon(const calendar::Horizon &horizon)
{
    const auto set = m_statements.change(
        u"INSERT INTO aria_calendar_horizon (id, starts_at, ends_at) VALUES (1, ?, ?)"
        u" ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at"_s,
        { toRfc3339(horizon.from), toRfc3339(horizon.until) });
    return set ? Expected<void>() : Unexpected(set.error());
}

Expected<bool> Occurrences::moveHorizon(const QDateTime &now, const QStringList &calendarIds)
{
    const auto before = horizon();
    if (!before)
        return Unexpected(before.error());
    if (!before->isOutdated(now))
        return false;
    const auto next = calendar::Horizon::around(now);
    if (!before->isValid() || next.from <= before->from || next.from >= before->until) {
        const auto rebuilt = rebuild(now);
        return rebuilt ? Expected<bool>(true) : Unexpected(rebuilt.error());
    }
    const auto due = concernedByMove(*before, next, calendarIds);
    if (!due)
        return Unexpected(due.error());
    if (auto locked = lockEvents(m_statements, m_dialect, *due); !locked)
        return Unexpected(locked.error());
    if (auto marked = mark(*due); !marked)
        return Unexpected(marked.error());
    if (auto set = setHorizon(next); !set)
        return Unexpected(set.error());
    return true;
}

// What reaches into the new days, of what only the next days are there, and what has rows that ended before the horizon.
Expected<QList<qint64>> Occurrences::concernedByMove(
    const calendar::Horizon &before, const calendar::Horizon &next, const QStringList &calendarIds)
{
    // Also what was written for the last one by who had not seen it yet, and dates of every zone.
    const auto reaching = m_dialect.eventsReaching(
        calendarIds, toRfc3339(before.until.addDays(-2)), toRfc3339(next.until.addDays(2)));
    QString sql =
        u"SELECT hit.id FROM (%1) AS hit"
        u" UNION SELECT u.event_id FROM aria_calendar_unfolding u WHERE u.is_due = false"_s.arg(reaching.sql);
    QVariantList values = reaching.values;
    // All-day ones are dates of any zone and stay a day longer.
    const QString day = next.from.addDays(-1).date().toString(Qt::ISODate);
    for (const auto &[reaches, moment] : { std::pair{ "0, 1, 2, 3, 4, 5, 6, 7", toRfc3339(next.from) },
             std::pair{ "10, 11, 12, 13, 14, 15", day } }) {
        sql +=
            u" UNION SELECT o.event_id FROM aria_calendar_occurrences o"
            u" WHERE o.reach IN (%1) AND o.start_time < ? AND o.end_time <= ?"_s.arg(QLatin1String(reaches));
        values << moment << moment;
    }
    return m_statements.rows(sql, values, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
}

Expected<void> Occurrences::rebuild(const QDateTime &now)
{
    // Marks and occurrences of every event are changed, and ARIA's edits go on (eventlocks.h).
    const auto all = m_statements.rows(u"SELECT e.id FROM aria_calendar_events e"_s, {},
        [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    if (!all)
        return Unexpected(all.error());
    if (auto locked = lockEvents(m_statements, m_dialect, *all); !locked)
        return locked;
    for (const auto *statement :
        { "DELETE FROM aria_calendar_occurrences", "DELETE FROM aria_calendar_unfolding" }) {
        if (const auto done = m_statements.change(QLatin1String(statement), {}); !done)
            return Unexpected(done.error());
    }
    if (const auto marked = m_statements.change(markAll(), {}); !marked)
        return Unexpected(marked.error());
    return setHorizon(calendar::Horizon::around(now));
}

// -- looking after it -----------------------------------------------------------------------------------------------------

Expected<qint64> Occurrences::check(quint64 place, int limit)
{
    const auto last = m_statements.value(u"SELECT max(e.id) FROM aria_calendar_events e"_s, {});
    if (!last)
        return Unexpected(last.error());
    const qint64 highest = std::max<qint64>(last->value_or(QVariant(0)).toLongLong(), 0);
    const qint64 fromLocalId = highest <= limit ? 0 : qint64(place % quint64(highest));
    const auto records = m_rows.all(m_texts.fromEvents
            + u"WHERE e.id >= ? AND NOT EXISTS"
              u" (SELECT 1 FROM aria_calendar_unfolding u WHERE u.event_id = e.id) ORDER BY e.id LIMIT ?"_s,
        { fromLocalId, limit });
    if (!records)
        return Unexpected(records.error());
    const auto changes = changesFor(spanOf(*records));
    if (!changes)
        return Unexpected(changes.error());
    if (changes->isEmpty())
        return 0;
    const auto tell = [](const OccurrenceKey &key, const char *what) {
        qCWarning(lcStore) << "of event" << key.eventId << "in series" << key.seriesId << "the occurrence"
                           << key.originalStart << what;
    };
    for (const auto &key : changes->gone.first(std::min(changes->gone.size(), mostTold)))
        tell(key, "should not be in the table");
    for (const auto &row : changes->changed.first(std::min(changes->changed.size(), mostTold)))
        tell(keyOf(row), "should be other in the table");
    if (auto mended = apply(*changes, {}); !mended)
        return Unexpected(mended.error());
    return changes->gone.size() + changes->changed.size();
}

} // namespace aria::store
