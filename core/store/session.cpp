// Session: the connection's statements, and events by key.
#include "store/session.h"

#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/jsonlist.h"
#include "store/statements.h"
#include "store/writetexts.h"

namespace aria::store {

namespace {

// Of linked events, by their link.
QString fromSync()
{
    return selectEvent()
        + QStringLiteral("FROM aria_calendar_sync s JOIN aria_calendar_events e ON e.id = s.local_event_id ");
}

// Of all events, linked or not.
QString fromEvents()
{
    return selectEvent()
        + QStringLiteral(
            "FROM aria_calendar_events e LEFT JOIN aria_calendar_sync s ON s.local_event_id = e.id ");
}

} // namespace

Session::Session(QSqlDatabase database, const Dialect &dialect)
    : m_dialect(dialect)
    , m_statements(std::make_unique<Statements>(std::move(database), dialect))
    , m_texts(std::make_unique<WriteTexts>(dialect.now()))
{
}

Session::~Session() = default;

QStringList Session::statementTexts() const
{
    return m_statements->texts();
}

Expected<QList<EventRecord>> Session::events(const QString &sql, const QVariantList &values)
{
    auto query = m_statements->execute(sql, values);
    if (!query)
        return Unexpected(query.error());
    QList<EventRecord> records;
    while ((*query)->next())
        records << eventOf(**query);
    const auto error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return Unexpected(m_dialect.toError(error));
    return records;
}

Expected<std::optional<EventRecord>> Session::event(const QString &sql, const QVariantList &values)
{
    auto found = events(sql, values);
    if (!found)
        return Unexpected(found.error());
    return found->isEmpty() ? std::optional<EventRecord>() : std::optional(found->takeFirst());
}

Expected<std::optional<EventRecord>> Session::eventByGoogleId(
    const QString &calendarId, const QString &googleEventId)
{
    static const auto sql = fromSync() + QStringLiteral("WHERE s.calendar_id = ? AND s.google_event_id = ?");
    return event(sql, { calendarId, googleEventId });
}

Expected<std::optional<EventRecord>> Session::eventByLocalId(qint64 localId)
{
    static const auto sql = fromEvents() + QStringLiteral("WHERE e.id = ?");
    return event(sql, { localId });
}

Expected<std::optional<EventRecord>> Session::eventByIdempotencyKey(const QString &key)
{
    static const auto sql = fromSync() + QStringLiteral("WHERE s.idempotency_key = ?");
    return event(sql, { key });
}

Expected<QHash<QString, EventRecord>> Session::eventsByGoogleId(
    const QString &calendarId, const QStringList &googleEventIds)
{
    const auto sql = fromSync()
        + QStringLiteral("WHERE s.calendar_id = ? AND s.google_event_id IN (%1)").arg(m_dialect.listItems());
    auto found = events(sql, { calendarId, jsonList(googleEventIds) });
    if (!found)
        return Unexpected(found.error());
    QHash<QString, EventRecord> byId;
    byId.reserve(found->size());
    for (auto &record : *found) {
        const auto id = record.googleEventId;
        byId.insert(id, std::move(record));
    }
    return byId;
}

Expected<QList<EventRecord>> Session::exceptionsOf(const QString &calendarId, const QString &masterGoogleId)
{
    static const auto sql = fromEvents()
        + QStringLiteral(
            "WHERE e.calendar_id = ? AND e.recurring_event_id = ? ORDER BY e.original_start, e.id");
    return events(sql, { calendarId, masterGoogleId });
}

Expected<std::optional<EventRecord>> Session::exceptionAt(
    const QString &calendarId, const QString &masterGoogleId, const QString &originalStart)
{
    // A linked row first, should ARIA have inserted a second one by SQL.
    static const auto sql = fromEvents()
        + QStringLiteral("WHERE e.calendar_id = ? AND e.recurring_event_id = ? AND e.original_start = ?"
                         " ORDER BY s.id IS NULL, e.id LIMIT 1");
    return event(sql, { calendarId, masterGoogleId, originalStart });
}

} // namespace aria::store
