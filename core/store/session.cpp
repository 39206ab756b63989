#include "store/session.h"

#include "store/columntext.h"
#include "store/dialect.h"
#include "store/eventtexts.h"
#include "store/statements.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace aria::store {

Session::Session(QSqlDatabase database, const Dialect &dialect, Watchdog &watchdog)
    : m_dialect(dialect)
    , m_name(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
    , m_statements(std::make_unique<Statements>(std::move(database), dialect, watchdog))
    , m_texts(std::make_unique<EventTexts>(dialect))
    , m_savepoints(*m_statements)
    , m_occurrences(*m_statements, dialect, *m_texts, m_savepoints)
    , m_occurrenceLookup(*m_statements, dialect)
    , m_clockTable(*m_statements, dialect)
    , m_eventLog(*m_statements, dialect, *m_texts, m_savepoints)
    , m_hook(*m_statements, dialect)
    , m_events(*m_statements, dialect, *m_texts, m_occurrences, m_eventLog)
    , m_backlog(*m_statements, dialect, *m_texts, m_occurrences)
    , m_history(*m_statements, dialect, *m_texts)
    , m_metadata(*m_statements, dialect)
    , m_lead(*m_statements, dialect, m_metadata)
    , m_repair(*m_statements, dialect, m_savepoints, m_occurrences)
    , m_pythonRows(*m_statements, dialect, *m_texts, m_occurrences, m_eventLog)
{
}

Session::~Session() = default;

void Session::release()
{
    m_statements->release();
}

Expected<QDateTime> Session::now()
{
    const auto value = m_statements->value(u"SELECT %1"_s.arg(m_dialect.instant(m_dialect.now())), {});
    if (!value)
        return Unexpected(value.error());
    return toInstant(value->value_or(QVariant()));
}

Expected<QByteArray> Session::mark()
{
    const auto value = m_statements->value(m_dialect.mark(), {});
    if (!value)
        return Unexpected(value.error());
    return m_name + ' ' + value->value_or(QVariant()).toString().toUtf8();
}

QStringList Session::statementTexts() const
{
    return m_statements->texts();
}

} // namespace aria::store
