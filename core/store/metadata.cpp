#include "store/metadata.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/statements.h"

namespace aria::store {

namespace {

// '' stands for the whole database; a null QString would be bound as NULL.
QString keyed(const QString &calendarId)
{
    return calendarId.isNull() ? QStringLiteral("") : calendarId;
}

} // namespace

Expected<QDateTime> Metadata::lastWritten()
{
    const auto value = m_statements.value(
        QStringLiteral("SELECT %1 FROM aria_calendar_metadata m WHERE m.key <> 'schema_version'")
            .arg(m_dialect.instant(QStringLiteral("max(m.updated_at)"))),
        {});
    if (!value)
        return Unexpected(value.error());
    return toInstant(value->value_or(QVariant()));
}

Expected<std::optional<QString>> Metadata::value(const QString &key, const QString &calendarId)
{
    const auto value = m_statements.value(
        QStringLiteral("SELECT m.value FROM aria_calendar_metadata m WHERE m.key = ? AND m.calendar_id = ?"),
        { key, keyed(calendarId) });
    if (!value)
        return Unexpected(value.error());
    return value->has_value() ? std::optional(toText(**value)) : std::nullopt;
}

Expected<void> Metadata::set(const QString &key, const QString &calendarId, const QString &value)
{
    const auto sql = QStringLiteral(
        "INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES (?, ?, ?)"
        " ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = %1")
                         .arg(m_dialect.now());
    const auto changed = m_statements.change(sql, { key, keyed(calendarId), value });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<void> Metadata::remove(const QString &key, const QString &calendarId)
{
    const auto changed = m_statements.change(
        QStringLiteral("DELETE FROM aria_calendar_metadata WHERE key = ? AND calendar_id = ?"),
        { key, keyed(calendarId) });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<qint64> Metadata::nextGeneration(const QString &calendarId)
{
    const auto sql = QStringLiteral(
        "INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES ('generation', ?, '1')"
        " ON CONFLICT (key, calendar_id) DO UPDATE SET"
        " value = CAST(CAST(aria_calendar_metadata.value AS BIGINT) + 1 AS TEXT), updated_at = %1"
        " RETURNING value")
                         .arg(m_dialect.now());
    const auto value = m_statements.value(sql, { keyed(calendarId) });
    if (!value)
        return Unexpected(value.error());
    return value->value_or(QVariant(0)).toLongLong();
}

} // namespace aria::store
