#include "store/lead.h"

#include "store/dialect.h"
#include "store/metadata.h"
#include "store/statements.h"

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {
const QString leaderKey = u"leader"_s;
}

Lead::Lead(Statements &statements, const Dialect &dialect, Metadata &metadata)
    : m_statements(statements)
    , m_metadata(metadata)
    , m_texts(dialect.leadStatements())
{
}

bool Lead::isHeld(const QString &calendarId) const
{
    return !m_texts || m_held.contains(calendarId);
}

Expected<bool> Lead::take(const QString &calendarId)
{
    if (isHeld(calendarId))
        return true;
    const auto taken = m_statements.value(m_texts->take, { calendarId });
    if (!taken)
        return Unexpected(taken.error());
    if (!taken->value_or(false).toBool())
        return false;
    m_held.insert(calendarId);
    return true;
}

Expected<void> Lead::giveUp(const QString &calendarId)
{
    if (!m_held.remove(calendarId))
        return {};
    const auto released = m_statements.value(m_texts->giveUp, { calendarId });
    if (!released)
        return Unexpected(released.error());
    return m_metadata.remove(leaderKey, calendarId);
}

Expected<void> Lead::beat(const QString &calendarId, const QString &report)
{
    if (!m_texts)
        return {};
    // A sign of life that a crash of the server takes along is not missed, so nobody waits for its disk.
    if (const auto eased = m_statements.value(m_texts->easeCommit, {}); !eased)
        return Unexpected(eased.error());
    const auto told = m_statements.change(m_texts->beat, { leaderKey, calendarId, report });
    return told ? Expected<void>() : Unexpected(told.error());
}

QString Lead::signOfLife() const
{
    if (!m_texts || m_held.isEmpty())
        return {};
    QStringList calendars;
    for (QString calendarId : m_held)
        calendars.append(u'\'' + calendarId.replace(u'\'', u"\'\'"_s) + u'\'');
    return m_texts->signOfLife.arg(leaderKey, calendars.join(u", "));
}

Expected<qint64> Lead::endSilentLeader(
    const QString &calendarId, std::chrono::seconds silence, qint64 suspect)
{
    if (!m_texts)
        return 0;
    const auto silent = m_statements.value(
        m_texts->endSilentLeader.arg(silence.count()), { suspect, leaderKey, calendarId, calendarId });
    if (!silent)
        return Unexpected(silent.error());
    return silent->value_or(0).toLongLong();
}

Expected<std::optional<QString>> Lead::report(const QString &calendarId, std::chrono::milliseconds age)
{
    if (!m_texts)
        return std::nullopt;
    const auto report = m_statements.value(m_texts->report.arg(age.count()), { leaderKey, calendarId });
    if (!report)
        return Unexpected(report.error());
    return report->has_value() ? std::optional((*report)->toString()) : std::nullopt;
}

Expected<void> Lead::wakeOthers(const QString &calendarId)
{
    if (!m_texts)
        return {};
    const auto woken = m_statements.value(m_texts->wakeOthers, { calendarId });
    return woken ? Expected<void>() : Unexpected(woken.error());
}

Expected<QList<std::pair<QString, QString>>> Lead::commands(const QString &calendarId)
{
    return m_statements.rows(
        u"SELECT m.key, m.value FROM aria_calendar_metadata m"
        u" WHERE m.calendar_id = ? AND m.key LIKE 'command/%' ORDER BY m.updated_at, m.key"_s,
        { calendarId },
        [](const QSqlQuery &row) { return std::pair(row.value(0).toString(), row.value(1).toString()); });
}

Expected<void> Lead::forgetCommands(const QString &calendarId, std::chrono::seconds olderThan)
{
    if (!m_texts)
        return {};
    const auto forgotten =
        m_statements.change(m_texts->forgetCommands.arg(olderThan.count()), { calendarId });
    return forgotten ? Expected<void>() : Unexpected(forgotten.error());
}

} // namespace aria::store
