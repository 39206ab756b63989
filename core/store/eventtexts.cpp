#include "store/eventtexts.h"

#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/occurrencerows.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// created_at and updated_at are never NULL; where the record has none it is now.
QString valueOf(const QString &column, const QString &now)
{
    const bool isStamp = column == u"created_at" || column == u"updated_at";
    return isStamp ? u"COALESCE(?, %1)"_s.arg(now) : u"?"_s;
}

// What a row becomes that is there already. Where it was made never changes; ARIA may have a word of its own for it.
QString replaced(const QString &column, const QString &current, const QString &value)
{
    return column == u"source" ? u"%1 = COALESCE(%2, %3)"_s.arg(column, current + column, value)
                               : u"%1 = %2"_s.arg(column, value);
}

QString placeholders(const QStringList &columns, const QString &now)
{
    QStringList values;
    for (const auto &column : columns)
        values << valueOf(column, now);
    return values.join(u", ");
}

// service_stamp is what tells the triggers that this write is no edit of ARIA's.
QString insertEvent(const Dialect &dialect)
{
    const auto table = u"aria_calendar_events"_s;
    return u"INSERT INTO %1 (id, %2, service_stamp) VALUES (%3, %4, 1) RETURNING id"_s.arg(
        table, eventColumns().join(u", "), dialect.newId(table), placeholders(eventColumns(), dialect.now()));
}

// A row whose id is known to be nobody's.
QString insertEventAs(const QString &now)
{
    return u"INSERT INTO aria_calendar_events (%1, id, service_stamp) VALUES (%2, ?, 1)"_s.arg(
        eventColumns().join(u", "), placeholders(eventColumns(), now));
}

// A row with an id of its own may be there already: ARIA's, which the service adopts.
QString upsertEvent(const QString &now)
{
    QStringList assignments;
    for (const auto &column : eventColumns())
        assignments << replaced(column, u"aria_calendar_events."_s, u"excluded."_s + column);
    return u"INSERT INTO aria_calendar_events (%1, id, service_stamp) VALUES (%2, ?, 1)"
           u" ON CONFLICT (id) DO UPDATE SET %3, service_stamp = abs(aria_calendar_events.service_stamp % 1000000000) + 1"_s
               .arg(eventColumns().join(u", "), placeholders(eventColumns(), now), assignments.join(u", "));
}

QString updateEvent(const QString &now)
{
    QStringList assignments;
    for (const auto &column : eventColumns())
        assignments << replaced(column, {}, valueOf(column, now));
    return u"UPDATE aria_calendar_events SET %1, service_stamp = abs(service_stamp % 1000000000) + 1 WHERE id = ?"_s
        .arg(assignments.join(u", "));
}

QString insertSync(const Dialect &dialect)
{
    const auto table = u"aria_calendar_sync"_s;
    return u"INSERT INTO %1 (id, %2) VALUES (%3, %4) RETURNING id"_s.arg(
        table, syncColumns().join(u", "), dialect.newId(table), placeholders(syncColumns(), dialect.now()));
}

QString insertSyncAs(const QString &now)
{
    return u"INSERT INTO aria_calendar_sync (%1, id) VALUES (%2, ?)"_s.arg(
        syncColumns().join(u", "), placeholders(syncColumns(), now));
}

QString updateSync(const QString &now)
{
    QStringList assignments;
    for (const auto &column : syncColumns())
        assignments << column + u" = "_s + valueOf(column, now);
    return u"UPDATE aria_calendar_sync SET %1 WHERE id = ?"_s.arg(assignments.join(u", "));
}

// The same for rows of a list.

QString valueInRow(const QString &column, const Dialect &dialect)
{
    const bool isStamp = column == u"created_at" || column == u"updated_at";
    const auto value = dialect.valueIn(column);
    return isStamp ? u"COALESCE(%1, %2)"_s.arg(value, dialect.now()) : value;
}

QString selectRows(const QStringList &columns, const Dialect &dialect)
{
    QStringList values;
    for (const auto &column : columns)
        values << valueInRow(column, dialect);
    return values.join(u", ");
}

QString assignRows(const QStringList &columns, const Dialect &dialect)
{
    QStringList assignments;
    for (const auto &column : columns)
        assignments << replaced(column, u"t."_s, valueInRow(column, dialect));
    return assignments.join(u", ");
}

QString upsertEvents(const Dialect &dialect)
{
    QStringList assignments;
    for (const auto &column : eventColumns())
        assignments << replaced(column, u"aria_calendar_events."_s, u"excluded."_s + column);
    return u"INSERT INTO aria_calendar_events (%1, id, service_stamp) SELECT %2, r.id, 1 FROM %3"
           u" ON CONFLICT (id) DO UPDATE SET %4,"
           u" service_stamp = abs(aria_calendar_events.service_stamp % 1000000000) + 1"_s.arg(
               eventColumns().join(u", "), selectRows(eventColumns(), dialect),
               dialect.rowsOf(eventColumns() + QStringList{ u"id"_s }), assignments.join(u", "));
}

QString updateRows(
    const QString &table, const QStringList &columns, const QString &more, const Dialect &dialect)
{
    return u"UPDATE %1 AS t SET %2%3 FROM %4 WHERE t.id = r.id"_s.arg(
        table, assignRows(columns, dialect), more, dialect.rowsOf(columns + QStringList{ u"id"_s }));
}

QString insertRows(const QString &table, const QStringList &columns, const Dialect &dialect)
{
    return u"INSERT INTO %1 (%2) SELECT %3 FROM %4"_s.arg(
        table, columns.join(u", "), selectRows(columns, dialect), dialect.rowsOf(columns));
}

// A new row, or another one in its place.
QString putOccurrence(const QString &what)
{
    QStringList assignments;
    for (const auto &column : occurrenceColumns()) {
        if (!occurrenceKeyColumns().contains(column))
            assignments << column + u" = excluded."_s + column;
    }
    return u"INSERT INTO aria_calendar_occurrences (%1) %2 ON CONFLICT (%3) DO UPDATE SET %4"_s.arg(
        occurrenceColumns().join(u", "), what, occurrenceKeyColumns().join(u", "), assignments.join(u", "));
}

QString select(const Dialect &dialect, const char *from)
{
    return selectEvent(dialect) + QLatin1String(from);
}

} // namespace

const QStringList &historyColumns()
{
    static const auto columns =
        u"calendar_id google_event_id local_event_id side operation before_event"
        u" after_event reason outcome error_message revision created_at"_s.split(u' ');
    return columns;
}

EventTexts::EventTexts(const Dialect &dialect)
    : fromSync(
        select(dialect, "FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id "))
    , fromEvents(select(
          dialect, "FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id "))
    , insertEvent(store::insertEvent(dialect))
    , insertEventAs(store::insertEventAs(dialect.now()))
    , upsertEvent(store::upsertEvent(dialect.now()))
    , updateEvent(store::updateEvent(dialect.now()))
    , insertSync(store::insertSync(dialect))
    , insertSyncAs(store::insertSyncAs(dialect.now()))
    , updateSync(store::updateSync(dialect.now()))
    , removeOccurrence(
          u"DELETE FROM aria_calendar_occurrences WHERE series_id = ? AND original_start = ? AND event_id = ?"_s)
    , putOccurrence(store::putOccurrence(
          u"VALUES (%1)"_s.arg(QStringList(occurrenceColumns().size(), u"?"_s).join(u", "))))
{
    if (dialect.rowsOf({}).isEmpty())
        return;
    upsertEvents = store::upsertEvents(dialect);
    updateEvents = updateRows(u"aria_calendar_events"_s, eventColumns(),
        u", service_stamp = abs(t.service_stamp % 1000000000) + 1"_s, dialect);
    insertSyncs =
        insertRows(u"aria_calendar_sync"_s, syncColumns(), dialect) + u" RETURNING local_event_id, id"_s;
    updateSyncs = updateRows(u"aria_calendar_sync"_s, syncColumns(), {}, dialect);
    removeOccurrences = u"DELETE FROM aria_calendar_occurrences o USING %1 WHERE o.series_id = r.series_id"
                        u" AND o.original_start = r.original_start AND o.event_id = r.event_id"_s.arg(
                            dialect.rowsOf(occurrenceKeyColumns()));
    putOccurrences = store::putOccurrence(u"SELECT %1 FROM %2 WHERE true"_s.arg(
        selectRows(occurrenceColumns(), dialect), dialect.rowsOf(occurrenceColumns())));
    insertHistory = insertRows(u"aria_calendar_sync_history"_s, historyColumns(), dialect);
}

} // namespace aria::store
