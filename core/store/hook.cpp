#include "store/hook.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/statements.h"

using namespace Qt::StringLiterals;

namespace aria::store {

Expected<std::optional<HookState>> Hook::state()
{
    const auto rows = m_statements.rows(
        u"SELECT h.address, h.series, h.position, h.is_disabled, h.last_error FROM aria_calendar_hook h"
        u" WHERE h.id = 1"_s,
        {}, [](const QSqlQuery &row) {
            return HookState{ toText(row.value(0)), toText(row.value(1)), row.value(2).toLongLong(),
                row.value(3).toBool(), toText(row.value(4)) };
        });
    if (!rows)
        return Unexpected(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(rows->constFirst());
}

Expected<qint64> Hook::pending(const QStringList &calendarIds)
{
    const auto count =
        m_statements.value(u"SELECT (SELECT count(*) FROM aria_calendar_hook_waiting w) + (SELECT count(*)"
                           u" FROM aria_calendar_hook h JOIN aria_calendar_event_log l ON l.id > h.position"
                           u" WHERE h.id = 1 AND %1)"_s.arg(m_dialect.isTextIn(u"l.calendar_id"_s)),
            { m_dialect.list(calendarIds) });
    if (!count)
        return Unexpected(count.error());
    return count->value_or(QVariant(0)).toLongLong();
}

Expected<std::optional<QDateTime>> Hook::nextDue()
{
    const auto value = m_statements.value(
        u"SELECT %1 FROM aria_calendar_hook_waiting w WHERE w.next_attempt_at IS NOT NULL"
        u" ORDER BY w.next_attempt_at LIMIT 1"_s.arg(m_dialect.instant(u"w.next_attempt_at"_s)),
        {});
    if (!value)
        return Unexpected(value.error());
    const auto instant = toInstant(value->value_or(QVariant()));
    return instant.isValid() ? std::optional(instant) : std::nullopt;
}

Expected<bool> Hook::isPostponing(const QDateTime &now)
{
    const auto value = m_statements.value(
        u"SELECT w.id FROM aria_calendar_hook_waiting w WHERE w.next_attempt_at > ? ORDER BY w.next_attempt_at"
        u" LIMIT 1"_s,
        { fromInstant(now) });
    if (!value)
        return Unexpected(value.error());
    return value->has_value();
}

Expected<QList<HookMessage>> Hook::due(const QDateTime &now, const QList<qint64> &exceptIds, int limit)
{
    return m_statements.rows(
        u"SELECT w.id, w.event, w.attempts, %1, l.type, l.local_event_id, l.data, %2"
        u" FROM aria_calendar_hook_waiting w LEFT JOIN aria_calendar_event_log l ON l.id = w.id"
        u" WHERE w.next_attempt_at <= ? AND %3 ORDER BY w.next_attempt_at, w.id LIMIT ?"_s.arg(
            m_dialect.instant(u"w.first_attempt"_s), m_dialect.instant(u"l.at"_s),
            m_dialect.isNumberNotIn(u"w.id"_s)),
        { fromInstant(now), m_dialect.list(exceptIds), limit }, [](const QSqlQuery &row) {
            const QString at = row.value(7).toString();
            const QString data = toText(row.value(6));
            return HookMessage{ { row.value(0).toLongLong(), row.value(4).toString(),
                                    row.value(5).toLongLong(), at,
                                    data.isEmpty() ? QByteArray() : messageData(data, at) },
                row.value(1).toString(), row.value(2).toInt(), toInstant(row.value(3)) };
        });
}

Expected<std::optional<qint64>> Hook::neededFrom()
{
    const auto value = m_statements.value(
        u"SELECT COALESCE((SELECT w.id FROM aria_calendar_hook_waiting w ORDER BY w.id LIMIT 1), h.position + 1)"
        u" FROM aria_calendar_hook h WHERE h.id = 1 AND h.is_disabled = ?"_s,
        { false });
    if (!value)
        return Unexpected(value.error());
    return value->has_value() ? std::optional((*value)->toLongLong()) : std::nullopt;
}

Expected<void> Hook::save(const HookState &state)
{
    const auto saved = m_statements.change(
        u"INSERT INTO aria_calendar_hook (id, address, series, position, is_disabled, last_error)"
        u" VALUES (1, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET address = excluded.address,"
        u" series = excluded.series, position = excluded.position, is_disabled = excluded.is_disabled,"
        u" last_error = excluded.last_error"_s,
        { state.address, state.series, state.position, state.isDisabled, fromText(state.lastError) });
    return saved ? Expected<void>() : Unexpected(saved.error());
}

Expected<void> Hook::clear()
{
    const auto cleared = m_statements.change(u"DELETE FROM aria_calendar_hook_waiting"_s, {});
    return cleared ? Expected<void>() : Unexpected(cleared.error());
}

Expected<qint64> Hook::takeUp(const QStringList &calendarIds, const QDateTime &now, int limit)
{
    const auto position =
        m_statements.value(u"SELECT h.position FROM aria_calendar_hook h WHERE h.id = 1"_s, {});
    if (!position)
        return Unexpected(position.error());
    const qint64 from = position->value_or(QVariant(0)).toLongLong();
    const auto taken = m_statements.change(
        u"INSERT INTO aria_calendar_hook_waiting (id, event) SELECT l.id, CAST(l.local_event_id AS TEXT)"
        u" FROM aria_calendar_event_log l WHERE l.id > ? AND %1 ORDER BY l.id LIMIT ?"_s.arg(
            m_dialect.isTextIn(u"l.calendar_id"_s)),
        { from, m_dialect.list(calendarIds), limit });
    if (!taken || *taken == 0)
        return taken;
    const auto moved = m_statements.change(
        u"UPDATE aria_calendar_hook SET position = (SELECT max(w.id) FROM aria_calendar_hook_waiting w)"
        u" WHERE id = 1"_s,
        {});
    if (!moved)
        return Unexpected(moved.error());
    const auto begun = m_statements.change(
        u"UPDATE aria_calendar_hook_waiting SET next_attempt_at = ? WHERE id > ? AND NOT EXISTS"
        u" (SELECT 1 FROM aria_calendar_hook_waiting o WHERE o.event = aria_calendar_hook_waiting.event"
        u" AND o.id < aria_calendar_hook_waiting.id)"_s,
        { fromInstant(now), from });
    return begun ? taken : begun;
}

Expected<void> Hook::done(const QList<HookMessage> &messages, const QDateTime &now)
{
    for (const auto &waiting : messages) {
        const auto removed = m_statements.change(
            u"DELETE FROM aria_calendar_hook_waiting WHERE id = ?"_s, { waiting.message.id });
        if (!removed)
            return Unexpected(removed.error());
        const auto next = m_statements.change(
            u"UPDATE aria_calendar_hook_waiting SET next_attempt_at = ? WHERE id ="
            u" (SELECT o.id FROM aria_calendar_hook_waiting o WHERE o.event = ? ORDER BY o.id LIMIT 1)"_s,
            { fromInstant(now), waiting.event });
        if (!next)
            return Unexpected(next.error());
    }
    return {};
}

Expected<void> Hook::postpone(const HookMessage &message, const QDateTime &until)
{
    const auto postponed = m_statements.change(
        u"UPDATE aria_calendar_hook_waiting SET attempts = ?, first_attempt = ?, next_attempt_at = ? WHERE id = ?"_s,
        { message.attempts, fromInstant(message.firstAttempt), fromInstant(until), message.message.id });
    return postponed ? Expected<void>() : Unexpected(postponed.error());
}

Expected<void> Hook::setLastError(const QString &error)
{
    const auto set = m_statements.change(
        u"UPDATE aria_calendar_hook SET last_error = ? WHERE id = 1"_s, { fromText(error) });
    return set ? Expected<void>() : Unexpected(set.error());
}

} // namespace aria::store
