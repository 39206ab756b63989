#include "sync/upgrade/rowmatcher.h"

#include "calendar/recurrence.h"
#include "calendar/walltime.h"
#include "merge/eventversions.h"

namespace aria::sync {

using calendar::Event;
using calendar::EventTime;
using calendar::ZonedTime;
using store::EventRecord;

namespace {

constexpr int mostWaysToReadTimes = 4;

QString titleOf(const QString &text)
{
    return text.simplified();
}

EventTime utcTime(const QDateTime &utc)
{
    return EventTime(ZonedTime{ utc, {} });
}

struct Times
{
    QDateTime start; // UTC
    QDateTime end;
};

std::optional<Times> timesOf(const EventRecord &row)
{
    const auto read = [](const QString &text) {
        QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
        return time.isValid() ? time.toUTC() : time;
    };
    const Times times{ read(row.columns.startTime), read(row.columns.endTime) };
    return times.start.isValid() && times.end.isValid() ? std::optional(times) : std::nullopt;
}

// Whether one of the series' occurrences has this key.
bool hasOccurrenceWith(
    const Event &master, const QStringList &keys, const EventRecord &row, const QTimeZone &zone)
{
    const auto times = timesOf(row);
    if (!times)
        return false;
    const auto starts =
        calendar::expandStarts(master, times->start.addDays(-2), times->end.addDays(2), zone, 1000);
    return std::any_of(starts.begin(), starts.end(), [&](const EventTime &start) {
        const Event occurrence = calendar::occurrenceOf(master, start);
        return keys.contains(contentKey(occurrence.summary(), occurrence.start(), occurrence.end()));
    });
}

} // namespace

QString contentKey(const QString &title, const EventTime &start, const EventTime &end)
{
    const QString from = originalStartKey(start);
    const QString to = originalStartKey(end);
    return from.isEmpty() || to.isEmpty() ? QString() : titleOf(title) + u'\n' + from + u'\n' + to;
}

QStringList contentKeysOf(const EventRecord &row, const QTimeZone &zone)
{
    const QString &title = row.columns.title;
    if (row.columns.allDay) {
        const QDate start = QDate::fromString(row.columns.startTime.left(10), Qt::ISODate);
        const QDate end = QDate::fromString(row.columns.endTime.left(10), Qt::ISODate);
        if (!start.isValid() || !end.isValid())
            return {};
        // Some wrote the last day, some the day behind it.
        return { contentKey(title, EventTime(start), EventTime(end)),
            contentKey(title, EventTime(start), EventTime(end.addDays(1))) };
    }
    const auto times = timesOf(row);
    if (!times)
        return {};
    QStringList keys{ contentKey(title, utcTime(times->start), utcTime(times->end)) };
    // The wall time of the calendar, taken for one of UTC.
    const auto wall = [&zone](
                          const QDateTime &utc) { return calendar::wallToUtc(utc.date(), utc.time(), zone); };
    keys.append(contentKey(title, utcTime(wall(times->start)), utcTime(wall(times->end))));
    // Whole days that were written as times.
    for (const QTimeZone &dayZone : { QTimeZone::utc(), zone }) {
        const QDateTime start = times->start.toTimeZone(dayZone);
        const QDateTime end = times->end.toTimeZone(dayZone);
        if (start.time() == QTime(0, 0) && end.time() == QTime(0, 0))
            keys.append(contentKey(title, EventTime(start.date()), EventTime(end.date())));
    }
    return keys;
}

RowMatcher::RowMatcher(QList<EventRecord> rows)
    : m_rows(std::move(rows))
{
    for (const EventRecord &row : std::as_const(m_rows)) {
        if (!row.googleEventId.isEmpty())
            m_clues.insert(row.googleEventId);
        m_titles.insert(titleOf(row.columns.title));
    }
}

void RowMatcher::offer(const Event &item)
{
    if (!item.isCancelled()
        && (m_clues.contains(item.id()) || m_clues.contains(item.iCalUid())
            || m_titles.contains(titleOf(item.summary()))))
        m_items.append(item);
}

RowMatcher::Result RowMatcher::match(const QTimeZone &zone) const
{
    Result result;
    QSet<qsizetype> used;
    QSet<qint64> matched;
    // Items by one of their names; the first one that is free is taken.
    const auto take = [&](const QMultiHash<QString, qsizetype> &items, const EventRecord &row,
                          const QString &name) {
        if (name.isEmpty() || matched.contains(row.localId))
            return;
        QList<qsizetype> candidates = items.values(name);
        std::sort(candidates.begin(), candidates.end());
        for (const qsizetype at : std::as_const(candidates)) {
            if (used.contains(at))
                continue;
            used.insert(at);
            matched.insert(row.localId);
            result.matches.append({ row, m_items.at(at) });
            return;
        }
    };
    QMultiHash<QString, qsizetype> byId;
    QMultiHash<QString, qsizetype> byUid;
    QMultiHash<QString, qsizetype> byContent;
    QMultiHash<QString, qsizetype> seriesByTitle;
    for (qsizetype i = 0; i < m_items.size(); ++i) {
        const Event &item = m_items.at(i);
        byId.insert(item.id(), i);
        if (!item.isException()) // they have their series' own
            byUid.insert(item.iCalUid(), i);
        byContent.insert(contentKey(item.summary(), item.start(), item.end()), i);
        if (item.isMaster())
            seriesByTitle.insert(titleOf(item.summary()), i);
    }
    for (const auto *items : { &byId, &byUid }) {
        for (const EventRecord &row : m_rows)
            take(*items, row, row.googleEventId);
    }
    for (int way = 0; way < mostWaysToReadTimes; ++way) {
        for (const EventRecord &row : m_rows)
            take(byContent, row, contentKeysOf(row, zone).value(way));
    }
    for (const EventRecord &row : m_rows) {
        if (matched.contains(row.localId))
            continue;
        const QStringList keys = contentKeysOf(row, zone);
        const auto series = seriesByTitle.values(titleOf(row.columns.title));
        const bool occurs = std::any_of(series.begin(), series.end(),
            [&](qsizetype at) { return hasOccurrenceWith(m_items.at(at), keys, row, zone); });
        (occurs ? result.occurrences : result.rest).append(row);
    }
    return result;
}

} // namespace aria::sync
