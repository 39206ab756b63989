// Session: the connection's statements, and events by key.
#include "store/session.h"

#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/eventtexts.h"
#include "store/statements.h"

namespace aria::store {

Session::Session(QSqlDatabase database, const Dialect &dialect, Watchdog &watchdog)
    : m_dialect(dialect)
    , m_statements(std::make_unique<Statements>(std::move(database), dialect, watchdog))
    , m_texts(std::make_unique<EventTexts>(dialect))
{
}

Session::~Session() = default;

void Session::release()
{
    m_statements->release();
}

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
    const auto sql = m_texts->fromSync + QStringLiteral("WHERE s.calendar_id = ? AND s.google_event_id = ?");
    return event(sql, { calendarId, googleEventId });
}

Expected<std::optional<EventRecord>> Session::eventByLocalId(qint64 localId)
{
    const auto sql = m_texts->fromEvents + QStringLiteral("WHERE e.id = ?");
    return event(sql, { localId });
}

Expected<std::optional<EventRecord>> Session::eventByIdempotencyKey(const QString &key)
{
    const auto sql = m_texts->fromSync + QStringLiteral("WHERE s.idempotency_key = ?");
    return event(sql, { key });
}

Expected<QHash<QString, EventRecord>> Session::eventsByGoogleId(
    const QString &calendarId, const QStringList &googleEventIds)
{
    const auto sql = m_texts->fromSync
        + QStringLiteral("WHERE s.calendar_id = ? AND %1")
              .arg(m_dialect.isTextIn(QStringLiteral("s.google_event_id")));
    auto found = events(sql, { calendarId, m_dialect.list(googleEventIds) });
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
    const auto sql = m_texts->fromEvents
        + QStringLiteral(
            "WHERE e.calendar_id = ? AND e.recurring_event_id = ? ORDER BY e.original_start, e.id");
    return events(sql, { calendarId, masterGoogleId });
}

Expected<std::optional<EventRecord>> Session::exceptionAt(
    const QString &calendarId, const QString &masterGoogleId, const QString &originalStart)
{
    // A linked row first, should ARIA have inserted a second one by SQL.
    const auto sql = m_texts->fromEvents
        + QStringLiteral("WHERE e.calendar_id = ? AND e.recurring_event_id = ? AND e.original_start = ?"
                         " ORDER BY s.id IS NULL, e.id LIMIT 1");
    return event(sql, { calendarId, masterGoogleId, originalStart });
}

} // namespace aria::store
