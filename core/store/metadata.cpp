#include "store/metadata.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/statements.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

// '' stands for the whole database; a null QString would be bound as NULL.
QString keyed(const QString &calendarId)
{
    return calendarId.isNull() ? u""_s : calendarId;
}

} // namespace

Expected<QDateTime> Metadata::lastWritten()
{
    const auto value =
        m_statements.value(u"SELECT %1 FROM aria_calendar_metadata m WHERE m.key <> 'schema_version'"_s.arg(
                               m_dialect.instant(u"max(m.updated_at)"_s)),
            {});
    if (!value)
        return Unexpected(value.error());
    return toInstant(value->value_or(QVariant()));
}

Expected<std::optional<QString>> Metadata::value(const QString &key, const QString &calendarId)
{
    const auto value = m_statements.value(
        u"SELECT m.value FROM aria_calendar_metadata m WHERE m.key = ? AND m.calendar_id = ?"_s,
        { key, keyed(calendarId) });
    if (!value)
        return Unexpected(value.error());
    return value->has_value() ? std::optional(toText(**value)) : std::nullopt;
}

Expected<void> Metadata::set(const QString &key, const QString &calendarId, const QString &value)
{
    const auto sql =
        u"INSERT INTO aria_calendar_metadata (key, calendar_id, value) VALUES (?, ?, ?)"
        u" ON CONFLICT (key, calendar_id) DO UPDATE SET value = excluded.value, updated_at = %1"_s.arg(
            m_dialect.now());
    const auto changed = m_statements.change(sql, { key, keyed(calendarId), value });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

Expected<void> Metadata::remove(const QString &key, const QString &calendarId)
{
    const auto changed =
        m_statements.change(u"DELETE FROM aria_calendar_metadata WHERE key = ? AND calendar_id = ?"_s,
            { key, keyed(calendarId) });
    return changed ? Expected<void>() : Unexpected(changed.error());
}

} // namespace aria::store
