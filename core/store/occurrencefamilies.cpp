#include "store/occurrencefamilies.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventtexts.h"
#include "store/shownevent.h"
#include "store/statements.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// Looking up what is there costs less than making the rows of so many series, and not of more.
constexpr qsizetype fewStarts = 20;

// Rows of one transaction. Others wait for it, and all of them are in memory; a thousand weekly series stay below.
constexpr qsizetype mostTogether = 65'000;
constexpr qsizetype fewFamilies = 10; // never have as many (calendar/horizon)

// Whether a row is still that of an occurrence of this series, by its names.
bool isOf(const OccurrenceRow &row, const EventRecord &head)
{
    return row.calendarId == head.calendarId && row.occurrenceId.startsWith(head.googleEventId + u'_');
}

} // namespace

void OccurrenceFamilies::addHead(const EventRecord &head, bool isWritten)
{
    auto &family = m_families[head.localId];
    family.head = head;
    family.isHeadWritten = isWritten;
    // Only what has a link can be somebody's series.
    if (head.syncId != 0 && !head.googleEventId.isEmpty())
        m_byName.insert({ head.calendarId, head.googleEventId }, head.localId);
}

Expected<void> OccurrenceFamilies::gather(std::span<const EventRecord> records)
{
    QList<EventRecord> changed;
    for (const auto &record : records) {
        if (record.recurringEventId.isEmpty())
            addHead(record, true);
        else
            changed << record;
    }
    if (auto loaded = loadHeads(changed); !loaded)
        return loaded;
    for (const auto &record : std::as_const(changed)) {
        const auto id = m_byName.value({ record.calendarId, record.recurringEventId }, record.localId);
        m_families[id].changed.insert(record.localId, record);
    }
    return {};
}

Expected<void> OccurrenceFamilies::loadHeads(const QList<EventRecord> &changed)
{
    QHash<QString, QSet<QString>> missing; // by calendar
    for (const auto &record : changed) {
        if (!m_byName.contains({ record.calendarId, record.recurringEventId }))
            missing[record.calendarId].insert(record.recurringEventId);
    }
    for (auto it = missing.cbegin(); it != missing.cend(); ++it) {
        const auto sql = m_texts.fromSync
            + u"WHERE s.calendar_id = ? AND %1"_s.arg(m_dialect.isTextIn(u"s.google_event_id"_s));
        const auto heads =
            m_rows.all(sql, { it.key(), m_dialect.list(QStringList(it->cbegin(), it->cend())) });
        if (!heads)
            return Unexpected(heads.error());
        for (const auto &head : *heads)
            addHead(head, false);
    }
    return {};
}

QSet<QString> OccurrenceFamilies::lostOf(const Family &family) const
{
    QStringList keys;
    for (const auto &start : family.starts)
        keys << start.originalStart;
    return lostStarts(*family.head, keys);
}

// Whether the changed occurrences that were written look in the table as before: then nothing of their series is other.
bool OccurrenceFamilies::keepsChanged(const Family &family) const
{
    QStringList keys;
    for (const auto &record : family.changed)
        keys << record.originalStart;
    const auto lost = lostStarts(*family.head, keys);
    const bool isShown = isSeriesShown(*family.head);
    for (const auto &record : family.changed) {
        QList<OccurrenceRow> rows;
        for (const auto &row : m_existing) {
            if (row.seriesId == family.head->localId && row.originalStart == record.originalStart)
                rows << row;
        }
        QList<OccurrenceRow> wanted;
        if (isShown && !lost.contains(record.originalStart)) {
            if (const auto row = rowOf(record, family.head->localId, m_horizon))
                wanted << *row;
        }
        if (rows != wanted)
            return false;
    }
    return true;
}

Expected<void> OccurrenceFamilies::leaveOutUnchanged()
{
    QList<qint64> series;
    QStringList starts;
    for (const auto &family : std::as_const(m_families)) {
        if (!family.head || family.isHeadWritten)
            continue;
        series << family.head->localId;
        for (const auto &record : family.changed)
            starts << record.originalStart;
    }
    if (series.isEmpty() || starts.size() > fewStarts)
        return {};
    const auto sql = selectOccurrence(m_dialect, u"o"_s)
        + u"FROM aria_calendar_occurrences o WHERE %1 AND %2"_s.arg(
            m_dialect.isNumberIn(u"o.series_id"_s), m_dialect.isTextIn(u"o.original_start"_s));
    const auto rows =
        m_statements.rows(sql, { m_dialect.list(series), m_dialect.list(starts) }, occurrenceOf);
    if (!rows)
        return Unexpected(rows.error());
    for (const auto &row : *rows)
        m_existing.insert(keyOf(row), row);
    m_families.removeIf([this](QHash<qint64, Family>::iterator it) {
        return it.value().head && !it.value().isHeadWritten && keepsChanged(it.value());
    });
    m_existing.clear();
    return {};
}

void OccurrenceFamilies::postpone(qint64 id, OccurrenceChanges &changes)
{
    const Family &family = m_families[id];
    m_postponed.insert(id);
    changes.postponed << family.changed.keys();
    if (family.head)
        changes.postponed << id;
}

// Those of which there are too many rows already.
Expected<void> OccurrenceFamilies::postponeBeyondLimit(OccurrenceChanges &changes)
{
    if (m_families.size() <= fewFamilies)
        return {};
    QMap<qint64, qint64> rows;
    const auto counted = m_statements.each(u"SELECT o.series_id FROM aria_calendar_occurrences o WHERE "_s
            + m_dialect.isNumberIn(u"o.series_id"_s),
        { m_dialect.list(m_families.keys()) },
        [&rows](const QSqlQuery &row) { ++rows[row.value(0).toLongLong()]; });
    if (!counted)
        return counted;
    qint64 together = 0;
    for (auto it = rows.cbegin(); it != rows.cend(); ++it) {
        if (together > mostTogether)
            postpone(it.key(), changes);
        else
            together += it.value();
    }
    m_families.removeIf(
        [this](QHash<qint64, Family>::iterator it) { return m_postponed.contains(it.key()); });
    return {};
}

Expected<void> OccurrenceFamilies::loadStarts()
{
    QHash<QString, QStringList> series; // by calendar
    for (const auto &family : std::as_const(m_families)) {
        if (family.head && family.head->syncId != 0 && !family.head->googleEventId.isEmpty())
            series[family.head->calendarId] << family.head->googleEventId;
    }
    for (auto it = series.cbegin(); it != series.cend(); ++it) {
        const auto calendarId = it.key();
        const auto sql = u"SELECT e.recurring_event_id, e.id, e.original_start,"
                         u" e.deleted_at IS NULL AND e.status <> 'cancelled', %1, %2"
                         u" FROM aria_calendar_events e WHERE e.calendar_id = ? AND %3"_s.arg(
                             m_dialect.instant(u"e.window_start"_s), m_dialect.instant(u"e.window_end"_s),
                             m_dialect.isTextIn(u"e.recurring_event_id"_s));
        const auto done = m_statements.each(
            sql, { calendarId, m_dialect.list(*it) }, [this, &calendarId](const QSqlQuery &row) {
                const auto id = m_byName.value({ calendarId, toText(row.value(0)) });
                m_families[id].starts.append({ row.value(1).toLongLong(), toText(row.value(2)),
                    row.value(3).toBool(), toInstant(row.value(4)), toInstant(row.value(5)) });
            });
        if (!done)
            return done;
    }
    return {};
}

// Of occurrences whose series came later, too: they have stood alone.
Expected<void> OccurrenceFamilies::loadExisting()
{
    QList<qint64> ids = m_families.keys();
    for (const auto &family : std::as_const(m_families)) {
        for (const auto &start : family.starts) {
            if (start.isLiving)
                ids << start.localId;
        }
    }
    if (ids.isEmpty())
        return {};
    const auto sql = selectOccurrence(m_dialect, u"o"_s) + u"FROM aria_calendar_occurrences o WHERE "_s
        + m_dialect.isNumberIn(u"o.series_id"_s);
    return m_statements.each(sql, { m_dialect.list(ids) }, [this](const QSqlQuery &query) {
        const auto row = occurrenceOf(query);
        m_existing.insert(keyOf(row), row);
    });
}

bool OccurrenceFamilies::mayReach(const ChangedStart &start) const
{
    return (!start.windowStart.isValid() || start.windowStart < m_horizon.until.addDays(1))
        && (!start.windowEnd.isValid() || start.windowEnd >= m_horizon.from.addDays(-1));
}

// Changed occurrences that have no row yet and were not written now: the horizon has reached them, or they are back.
Expected<void> OccurrenceFamilies::loadMissing()
{
    QList<qint64> ids;
    QHash<qint64, qint64> series; // by occurrence
    for (auto it = m_families.cbegin(); it != m_families.cend(); ++it) {
        for (const auto &start : it->starts) {
            if (!start.isLiving || it->changed.contains(start.localId) || !mayReach(start))
                continue;
            const auto row = m_existing.constFind({ it.key(), start.originalStart, start.localId });
            if (row == m_existing.cend() || !isOf(*row, *it->head)) {
                ids << start.localId;
                series.insert(start.localId, it.key());
            }
        }
    }
    if (ids.isEmpty())
        return {};
    const auto records = m_rows.all(
        m_texts.fromEvents + u"WHERE "_s + m_dialect.isNumberIn(u"e.id"_s), { m_dialect.list(ids) });
    if (!records)
        return Unexpected(records.error());
    for (const auto &record : *records)
        m_families[series.value(record.localId)].changed.insert(record.localId, record);
    return {};
}

void OccurrenceFamilies::addWanted(qint64 id, const Family &family, OccurrenceChanges &changes)
{
    const auto want = [this](const OccurrenceRow &row) { m_wanted.insert(keyOf(row), row); };
    changes.done << family.changed.keys();
    if (!family.head) {
        for (const auto &record : family.changed) {
            if (const auto row = rowOf(record, id, m_horizon))
                want(*row);
        }
        return;
    }
    changes.done << id;
    const auto lost = lostOf(family);
    QSet<QString> replaced;
    for (const auto &start : family.starts)
        replaced.insert(start.originalStart);
    replaced -= lost;
    const auto own = rowsOf(*family.head, m_horizon, replaced);
    if (!own.isWhole)
        changes.dense << id;
    for (const auto &row : own.rows)
        want(row);
    if (family.starts.isEmpty() || !isSeriesShown(*family.head))
        return;
    for (const auto &start : family.starts) {
        if (lost.contains(start.originalStart))
            continue;
        const auto record = family.changed.constFind(start.localId);
        if (record != family.changed.cend()) {
            if (const auto row = rowOf(*record, id, m_horizon))
                want(*row);
        } else if (start.isLiving) {
            const auto kept = m_existing.constFind({ id, start.originalStart, start.localId });
            if (kept != m_existing.cend() && isOf(*kept, *family.head))
                want(*kept);
        }
    }
}

bool OccurrenceFamilies::isKnown(const OccurrenceRow &row) const
{
    const auto family = m_families.constFind(row.seriesId);
    return family != m_families.cend()
        && std::any_of(family->starts.cbegin(), family->starts.cend(),
            [&row](const ChangedStart &start) { return start.localId == row.eventId; });
}

Expected<OccurrenceChanges> OccurrenceFamilies::changesFor(std::span<const EventRecord> records)
{
    OccurrenceChanges changes;
    if (auto gathered = gather(records); !gathered)
        return Unexpected(gathered.error());
    if (auto left = leaveOutUnchanged(); !left)
        return Unexpected(left.error());
    if (auto postponed = postponeBeyondLimit(changes); !postponed)
        return Unexpected(postponed.error());
    for (const auto load : { &OccurrenceFamilies::loadStarts, &OccurrenceFamilies::loadExisting,
             &OccurrenceFamilies::loadMissing }) {
        if (auto loaded = (this->*load)(); !loaded)
            return Unexpected(loaded.error());
    }
    const QList<qint64> ids = m_families.keys();
    for (const auto id : ids) {
        if (m_wanted.size() > mostTogether)
            postpone(id, changes);
        else
            addWanted(id, m_families[id], changes);
    }
    for (auto it = m_existing.cbegin(); it != m_existing.cend(); ++it) {
        if (m_wanted.contains(it.key()) || m_postponed.contains(it->seriesId))
            continue;
        changes.gone << it.key();
        if (it->isChanged() && !isKnown(*it))
            changes.stranded << it->eventId;
    }
    for (auto it = m_wanted.cbegin(); it != m_wanted.cend(); ++it) {
        const auto before = m_existing.constFind(it.key());
        if (before == m_existing.cend() || *before != *it)
            changes.changed << *it;
    }
    const QSet<qint64> later(changes.postponed.cbegin(), changes.postponed.cend());
    for (const auto &record : records) {
        if (!later.contains(record.localId))
            changes.done << record.localId; // those of unchanged occurrences too
    }
    return changes;
}

} // namespace aria::store
