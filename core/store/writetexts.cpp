#include "store/writetexts.h"

#include "store/eventrows.h"

namespace aria::store {

namespace {

// created_at and updated_at are never NULL; where the record has none it is now.
QString valueOf(const QString &column, const QString &now)
{
    const bool isStamp = column == u"created_at" || column == u"updated_at";
    return isStamp ? QStringLiteral("COALESCE(?, %1)").arg(now) : QStringLiteral("?");
}

QString placeholders(const QStringList &columns, const QString &now)
{
    QStringList values;
    for (const auto &column : columns)
        values << valueOf(column, now);
    return values.join(u", ");
}

// service_stamp is what tells the triggers that this write is no edit of ARIA's.
QString insertEvent(const QString &now)
{
    return QStringLiteral("INSERT INTO aria_calendar_events (%1, service_stamp) VALUES (%2, 1) RETURNING id")
        .arg(eventColumns().join(u", "), placeholders(eventColumns(), now));
}

// A row with an id of its own may be there already: ARIA's, which the service adopts.
QString upsertEvent(const QString &now)
{
    QStringList assignments;
    for (const auto &column : eventColumns())
        assignments << column + QStringLiteral(" = excluded.") + column;
    return QStringLiteral(
        "INSERT INTO aria_calendar_events (%1, id, service_stamp) VALUES (%2, ?, 1)"
        " ON CONFLICT (id) DO UPDATE SET %3, service_stamp = aria_calendar_events.service_stamp + 1")
        .arg(eventColumns().join(u", "), placeholders(eventColumns(), now), assignments.join(u", "));
}

QString updateEvent(const QString &now)
{
    QStringList assignments;
    for (const auto &column : eventColumns())
        assignments << column + QStringLiteral(" = ") + valueOf(column, now);
    return QStringLiteral(
        "UPDATE aria_calendar_events SET %1, service_stamp = service_stamp + 1 WHERE id = ?")
        .arg(assignments.join(u", "));
}

QString insertSync(const QString &now)
{
    return QStringLiteral("INSERT INTO aria_calendar_sync (%1) VALUES (%2) RETURNING id")
        .arg(syncColumns().join(u", "), placeholders(syncColumns(), now));
}

QString updateSync(const QString &now)
{
    QStringList assignments;
    for (const auto &column : syncColumns())
        assignments << column + QStringLiteral(" = ") + valueOf(column, now);
    return QStringLiteral("UPDATE aria_calendar_sync SET %1 WHERE id = ?").arg(assignments.join(u", "));
}

} // namespace

WriteTexts::WriteTexts(const QString &now)
    : insertEvent(store::insertEvent(now))
    , upsertEvent(store::upsertEvent(now))
    , updateEvent(store::updateEvent(now))
    , insertSync(store::insertSync(now))
    , updateSync(store::updateSync(now))
{
}

} // namespace aria::store
