// The event log: read, given out, cleaned up.
#include "store/eventlog.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/savepoints.h"
#include "store/statements.h"

#include "base/logging.h"

#include <QSqlRecord>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

constexpr int mostAtOnce = 500; // of a page, however small they are

} // namespace

QByteArray messageData(const QString &written, const QString &at)
{
    QByteArray data = written.toUtf8();
    data.chop(1); // an object that is not empty
    return data + ",\"at\":\"" + at.toLatin1() + "\"}";
}

Expected<bool> EventLog::isWaiting()
{
    const auto waits = m_statements.value(
        u"SELECT l.entry FROM aria_calendar_event_log l WHERE l.id IS NULL ORDER BY l.entry LIMIT 1"_s, {});
    if (!waits)
        return Unexpected(waits.error());
    return waits->has_value();
}

Expected<EventLogBounds> EventLog::bounds()
{
    EventLogBounds bounds;
    const auto read = m_statements.each(
        u"SELECT (SELECT l.id FROM aria_calendar_event_log l WHERE l.id IS NOT NULL ORDER BY l.id LIMIT 1),"
        u" (SELECT l.id FROM aria_calendar_event_log l WHERE l.id IS NOT NULL ORDER BY l.id DESC LIMIT 1)"_s,
        {}, [&bounds](const QSqlQuery &row) {
            bounds.first = row.value(0).toLongLong();
            bounds.last = row.value(1).toLongLong();
        });
    return read ? Expected<EventLogBounds>(bounds) : Unexpected(read.error());
}

Expected<EventMessages> EventLog::after(qint64 id, const QStringList &calendarIds, qint64 mostBytes)
{
    struct Size
    {
        qint64 id;
        qint64 bytes;
    };
    const auto isWanted = m_dialect.isTextIn(u"l.calendar_id"_s);
    const auto calendars = m_dialect.list(calendarIds);
    const auto sizes = m_statements.rows(
        u"SELECT l.id, l.size FROM aria_calendar_event_log l WHERE l.id > ? AND %1 ORDER BY l.id LIMIT ?"_s
            .arg(isWanted),
        { id, calendars, mostAtOnce }, [](const QSqlQuery &row) {
            return Size{ row.value(0).toLongLong(), row.value(1).toLongLong() };
        });
    if (!sizes)
        return Unexpected(sizes.error());
    EventMessages page;
    page.upTo = id;
    page.isEnd = sizes->size() < mostAtOnce;
    qint64 bytes = 0;
    for (const auto &size : *sizes) {
        if (bytes > 0 && bytes + size.bytes > mostBytes) {
            page.isEnd = false;
            break;
        }
        bytes += size.bytes;
        page.upTo = size.id;
    }
    if (page.isEnd) { // what comes behind is of calendars that are not asked for
        const auto known = bounds();
        if (!known)
            return Unexpected(known.error());
        page.upTo = std::max(page.upTo, known->last);
    }
    if (page.upTo == id || sizes->isEmpty())
        return page;
    auto list = m_statements.rows(
        u"SELECT l.id, l.type, l.local_event_id, l.data, %1 FROM aria_calendar_event_log l"
        u" WHERE l.id > ? AND l.id <= ? AND %2 ORDER BY l.id"_s.arg(m_dialect.instant(u"l.at"_s), isWanted),
        { id, page.upTo, calendars }, [](const QSqlQuery &row) {
            const QString at = row.value(4).toString();
            return EventMessage{ row.value(0).toLongLong(), row.value(1).toString(),
                row.value(2).toLongLong(), at, messageData(toText(row.value(3)), at) };
        });
    if (!list)
        return Unexpected(list.error());
    page.list = std::move(*list);
    return page;
}

// The rows that ARIA's SQL left in a column, by entry.
Expected<QHash<qint64, EventRecord>> EventLog::snapshots(const QString &column, qint64 upTo)
{
    QHash<qint64, EventRecord> records;
    const auto sql = selectEvent(m_dialect)
        + u", e.entry FROM (%1) e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id"_s.arg(
            m_dialect.rowsInLog(column, eventColumns()));
    const auto read = m_statements.each(sql, { upTo }, [&records](const QSqlQuery &row) {
        records.insert(row.value(row.record().count() - 1).toLongLong(), eventOf(row));
    });
    return read ? Expected<QHash<qint64, EventRecord>>(records) : Unexpected(read.error());
}

Expected<void> EventLog::giveOutOne(const WaitingEntry &waiting, const QHash<qint64, EventRecord> &before,
    const QHash<qint64, EventRecord> &after)
{
    if (!waiting.isEdit) {
        const auto given = m_statements.change(
            u"UPDATE aria_calendar_event_log SET id = %1 WHERE entry = ?"_s.arg(m_dialect.nextMessageId()),
            { waiting.entry });
        return given ? Expected<void>() : Unexpected(given.error());
    }
    const auto was = before.constFind(waiting.entry);
    const auto is = after.constFind(waiting.entry);
    const auto told =
        toldChange(was == before.cend() ? nullptr : &*was, is == after.cend() ? nullptr : &*is, nullptr);
    const auto changed = told
        ? m_statements.change(
            u"UPDATE aria_calendar_event_log SET id = %1, type = ?, calendar_id = ?, data = ?, size = ?,"
            u" before_row = NULL, after_row = NULL WHERE entry = ?"_s.arg(m_dialect.nextMessageId()),
            { told->type, told->calendarId, QString::fromUtf8(told->data), told->data.size(), waiting.entry })
        : m_statements.change(u"DELETE FROM aria_calendar_event_log WHERE entry = ?"_s, { waiting.entry });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<EventLog::Given> EventLog::giveOut(int limit)
{
    const auto isTurn = takeTurn();
    if (!isTurn)
        return Unexpected(isTurn.error());
    if (!*isTurn)
        return Given::NotNow;
    const auto waiting =
        m_statements.rows(u"SELECT l.entry, l.type IS NULL, l.before_row IS NOT NULL, l.after_row IS NOT NULL"
                          u" FROM aria_calendar_event_log l WHERE l.id IS NULL ORDER BY l.entry LIMIT ?"_s,
            { limit }, [](const QSqlQuery &row) {
                return WaitingEntry{ row.value(0).toLongLong(), row.value(1).toBool(), row.value(2).toBool(),
                    row.value(3).toBool() };
            });
    if (!waiting)
        return Unexpected(waiting.error());
    if (waiting->isEmpty())
        return Given::All;
    const qint64 last = waiting->constLast().entry;
    const auto before = snapshots(u"before_row"_s, last);
    if (!before)
        return Unexpected(before.error());
    const auto after = snapshots(u"after_row"_s, last);
    if (!after)
        return Unexpected(after.error());
    for (const auto &entry : *waiting) {
        if ((entry.hadRow && !before->contains(entry.entry))
            || (entry.hasRow && !after->contains(entry.entry)))
            qCWarning(lcStore) << "an edit of the event log cannot be read and is passed over:"
                               << entry.entry;
        if (auto given = giveOutOne(entry, *before, *after); !given)
            return Unexpected(given.error());
    }
    m_hasNews = true;
    return waiting->size() < limit ? Given::All : Given::Some;
}

Expected<qint64> EventLog::removeOld(int days, qint64 most, qint64 needed, const QDateTime &now, int limit)
{
    const auto known = bounds();
    if (!known)
        return Unexpected(known.error());
    const qint64 beyond = std::min(known->last - most, needed - 1);
    return m_statements.change(
        u"DELETE FROM aria_calendar_event_log WHERE entry IN (SELECT l.entry FROM aria_calendar_event_log l"
        u" WHERE l.id < ? AND (l.id <= ? OR l.at < ?) ORDER BY l.id LIMIT ?)"_s,
        { known->last, beyond, fromInstant(now.addDays(-days)), limit });
}

} // namespace aria::store
