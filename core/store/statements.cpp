#include "store/statements.h"

#include "store/copyrows.h"
#include "store/dialect.h"
#include "store/eventrows.h"
#include "store/watchdog.h"

#include <QJsonDocument>

namespace aria::store {

namespace {
// A little longer than the limits the server has itself.
constexpr std::chrono::seconds longestStatement{ 14 };
} // namespace

Expected<QSqlQuery *> Statements::execute(const QString &sql, const QVariantList &values)
{
    m_watchdog.arm(longestStatement);
    auto found = m_queries.find(sql);
    if (found == m_queries.end()) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return Unexpected(m_dialect.toError(query.lastError()));
        found = m_queries.emplace(sql, std::move(query)).first;
    }
    auto &query = found->second;
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, m_dialect.storable(values.at(i)));
    if (!query.exec()) {
        const auto error = m_dialect.toError(query.lastError());
        query.finish();
        return Unexpected(error);
    }
    return &query;
}

Expected<void> Statements::each(
    const QString &sql, const QVariantList &values, const std::function<void(const QSqlQuery &row)> &read)
{
    auto query = execute(sql, values);
    if (!query)
        return Unexpected(query.error());
    while ((*query)->next())
        read(**query);
    const auto error = (*query)->lastError();
    (*query)->finish();
    return error.isValid() ? Unexpected(m_dialect.toError(error)) : Expected<void>();
}

Expected<qint64> Statements::change(const QString &sql, const QVariantList &values)
{
    auto query = execute(sql, values);
    if (!query)
        return Unexpected(query.error());
    const qint64 count = (*query)->numRowsAffected();
    (*query)->finish();
    return count;
}

Expected<void> Statements::changeRows(const QString &sql, const QJsonArray &rows)
{
    if (rows.isEmpty())
        return {};
    const auto changed = change(sql, { asText(rows) });
    if (!changed)
        return Unexpected(changed.error());
    return *changed == rows.size() ? Expected<void>() : rowIsGone();
}

Expected<void> Statements::copyIn(const QString &into, const CopyRows &rows)
{
    if (rows.isEmpty())
        return {};
    m_watchdog.arm(longestStatement);
    return m_dialect.copyIn(m_database, into, rows.text());
}

Expected<void> Statements::command(const QString &sql)
{
    m_watchdog.arm(longestStatement);
    QSqlQuery query(m_database);
    return query.exec(sql) ? Expected<void>() : Unexpected(m_dialect.toError(query.lastError()));
}

Expected<std::optional<QVariant>> Statements::value(const QString &sql, const QVariantList &values)
{
    auto query = execute(sql, values);
    if (!query)
        return Unexpected(query.error());
    std::optional<QVariant> value;
    if ((*query)->next())
        value = (*query)->value(0);
    const auto error = (*query)->lastError();
    (*query)->finish();
    if (error.isValid())
        return Unexpected(m_dialect.toError(error));
    return value;
}

QString asText(const QJsonArray &rows)
{
    return QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact));
}

QStringList Statements::texts() const
{
    QStringList texts;
    for (const auto &[text, query] : m_queries)
        texts << text;
    return texts;
}

} // namespace aria::store
