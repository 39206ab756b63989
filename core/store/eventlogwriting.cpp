// The event log: what a transaction of the service's changes.
#include "store/copyrows.h"
#include "store/dialect.h"
#include "store/eventlog.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/savepoints.h"
#include "store/shownevent.h"
#include "store/statements.h"

#include "base/parallel.h"
#include "calendar/originalstart.h"
#include "calendar/recurrence.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

constexpr qsizetype fewMessages = 200; // that one thread makes quickly enough

bool isOccurrence(const EventRecord &record)
{
    return !record.recurringEventId.isEmpty();
}

QString keyOf(const QString &calendarId, const QString &googleEventId)
{
    return calendarId + u'\n' + googleEventId;
}

} // namespace

void EventLog::begin()
{
    m_touched.clear();
    m_before.clear();
    m_after.clear();
    m_isUncertain = false;
    m_hasNews = false;
    m_savepoints.forgetUndone();
    m_texts.json.forget();
}

Expected<void> EventLog::willWrite(const QList<qint64> &localIds)
{
    QList<qint64> unknown;
    for (const qint64 id : localIds) {
        if (id != 0 && !m_before.contains(id) && !unknown.contains(id))
            unknown << id;
    }
    if (unknown.isEmpty())
        return {};
    const auto sql = m_texts.fromEvents + u"WHERE "_s + m_dialect.isNumberIn(u"e.id"_s);
    auto found = m_rows.all(sql, { m_dialect.list(unknown) });
    if (!found)
        return Unexpected(found.error());
    for (const qint64 id : std::as_const(unknown))
        m_before.insert(id, std::nullopt);
    m_touched << unknown;
    for (auto &record : *found) {
        const auto id = record.localId;
        m_before.insert(id, std::move(record));
    }
    return {};
}

void EventLog::wrote(std::span<const EventRecord> records)
{
    for (const auto &record : records) {
        if (!m_before.contains(record.localId)) {
            m_before.insert(record.localId, std::nullopt);
            m_touched << record.localId;
        }
        m_after.insert(record.localId, record);
    }
}

void EventLog::removed(const QList<qint64> &localIds)
{
    for (const qint64 id : localIds)
        m_after.remove(id);
}

Expected<void> EventLog::readAgain()
{
    const auto sql = m_texts.fromEvents + u"WHERE "_s + m_dialect.isNumberIn(u"e.id"_s);
    auto found = m_rows.all(sql, { m_dialect.list(m_touched) });
    if (!found)
        return Unexpected(found.error());
    m_after.clear();
    for (auto &record : *found) {
        const auto id = record.localId;
        m_after.insert(id, std::move(record));
    }
    return {};
}

// The series of these occurrences, by calendar and id, as far as there are any.
Expected<QHash<QString, EventRecord>> EventLog::seriesOf(const QList<const EventRecord *> &occurrences)
{
    QHash<QString, EventRecord> series;
    QHash<QString, QStringList> wanted;
    for (const auto *record : occurrences) {
        auto &ids = wanted[record->calendarId];
        if (!ids.contains(record->recurringEventId))
            ids << record->recurringEventId;
    }
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
        const auto sql = m_texts.fromSync
            + u"WHERE s.calendar_id = ? AND %1"_s.arg(m_dialect.isTextIn(u"s.google_event_id"_s));
        const auto found = m_rows.all(sql, { it.key(), m_dialect.list(it.value()) });
        if (!found)
            return Unexpected(found.error());
        for (const auto &record : *found)
            series.insert(keyOf(record.calendarId, record.googleEventId), record);
    }
    return series;
}

Expected<QList<ToldChange>> EventLog::changes()
{
    QList<const EventRecord *> ofSeries; // rows that did not exist
    for (auto it = m_after.cbegin(); it != m_after.cend(); ++it) {
        if (isOccurrence(*it) && !m_before.value(it.key()))
            ofSeries << &*it;
    }
    const auto series = seriesOf(ofSeries);
    if (!series)
        return Unexpected(series.error());
    const auto tell = [&](qsizetype from, qsizetype to, QList<ToldChange> &told) {
        for (qsizetype i = from; i < to; ++i) {
            const auto before = m_before.constFind(m_touched.at(i));
            const auto after = m_after.constFind(m_touched.at(i));
            const EventRecord *was = before->has_value() ? &**before : nullptr;
            const EventRecord *is = after == m_after.cend() ? nullptr : &*after;
            std::optional<calendar::Event> inSeries;
            if (is && !was && isOccurrence(*is)) {
                const auto master = series->constFind(keyOf(is->calendarId, is->recurringEventId));
                // A series that came in this transaction brought its changed occurrences along.
                const bool isOlder = master != series->cend() && !master->isDeletedInAria()
                    && (!m_before.contains(master->localId) || m_before.value(master->localId));
                if (isOlder)
                    inSeries = calendar::occurrenceOf(
                        shownEvent(*master), calendar::originalStartFromKey(is->originalStart));
            }
            if (auto change = toldChange(was, is, inSeries ? &*inSeries : nullptr, m_texts.json))
                told << std::move(*change);
        }
    };
    QList<ToldChange> told;
    QList<ToldChange> others;
    const qsizetype all = m_touched.size();
    const qsizetype own = all < fewMessages ? all : all / 2;
    if (own == all)
        tell(0, all, told);
    else
        bothAtOnce([&] { tell(0, own, told); }, [&] { tell(own, all, others); });
    return told + others;
}

Expected<void> EventLog::finish()
{
    if (m_touched.isEmpty())
        return {};
    if (m_isUncertain || m_savepoints.hasUndone()) {
        if (auto read = readAgain(); !read)
            return read;
    }
    const auto told = changes();
    if (!told)
        return Unexpected(told.error());
    if (told->isEmpty())
        return {};
    m_hasNews = true;
    // What waits is older, and gets its ids first.
    const auto waits = isWaiting();
    if (!waits)
        return Unexpected(waits.error());
    auto isTurn = *waits ? Expected<bool>(false) : takeTurn();
    if (!isTurn)
        return Unexpected(isTurn.error());
    return insert(*told, *isTurn);
}

Expected<void> EventLog::insert(const QList<ToldChange> &changes, bool withIds)
{
    const auto id = withIds ? m_dialect.nextMessageId() : u"NULL"_s;
    static const QStringList columns{ u"type"_s, u"calendar_id"_s, u"local_event_id"_s, u"data"_s };
    const auto into =
        u"INSERT INTO aria_calendar_event_log (id, type, calendar_id, local_event_id, data, size)"_s;
    const auto valuesOf = [](const ToldChange &change) {
        return QVariantList{ change.type, change.calendarId, change.localId, QString::fromUtf8(change.data) };
    };
    if (changes.size() > 1 && m_dialect.copies()) {
        auto ids = withIds ? m_statements.rows(u"SELECT %1 FROM generate_series(1, ?)"_s.arg(id),
                       { changes.size() }, [](const QSqlQuery &row) { return row.value(0); })
                           : Expected<QVariantList>(QVariantList(changes.size()));
        if (!ids)
            return Unexpected(ids.error());
        CopyRows rows(m_dialect);
        for (qsizetype i = 0; i < changes.size(); ++i) {
            const qsizetype size =
                m_dialect.storable(QString::fromUtf8(changes.at(i).data)).toString().toUtf8().size();
            rows.add(QVariantList{ ids->at(i) } + valuesOf(changes.at(i)) + QVariantList{ size });
        }
        return m_statements.copyIn(
            u"aria_calendar_event_log (id, %1, size)"_s.arg(columns.join(u", ")), rows);
    }
    for (const auto &change : changes) {
        const auto inserted = m_statements.change(
            into + u" VALUES (%1, ?, ?, ?, ?, ?)"_s.arg(id), valuesOf(change) << change.data.size());
        if (!inserted)
            return Unexpected(inserted.error());
    }
    return {};
}

Expected<bool> EventLog::takeTurn()
{
    const auto sql = m_dialect.takeMessageTurn();
    if (sql.isEmpty())
        return true;
    const auto taken = m_statements.value(sql, {});
    if (!taken)
        return Unexpected(taken.error());
    return taken->value_or(QVariant(false)).toBool();
}

} // namespace aria::store
