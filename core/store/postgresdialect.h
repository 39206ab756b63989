// PostgreSQL 13 or later, through Qt's QPSQL.
#pragma once

#include "store/dialect.h"
#include "store/postgreslead.h"
#include "store/postgresurl.h"

namespace aria::store {

class PostgresDialect final : public Dialect
{
public:
    explicit PostgresDialect(PostgresParameters parameters)
        : m_parameters(std::move(parameters))
    {
    }

    QString driver() const override { return QStringLiteral("QPSQL"); }
    QString place() const override;
    QString reasonOf(const Error &error) const override { return error.message; }
    bool mayPass(const Error &error) const override; // blocks for as long as a connection attempt may take
    QString migrationFolder() const override { return QStringLiteral(":/aria/sql/postgresql"); }
    // The whole script, without psql's own lines and without BEGIN and COMMIT, which are for running it by hand.
    QStringList statements(const QString &script) const override;
    // The writer listens to aria_calendar_changed.
    Expected<void> open(QSqlDatabase &database, Access access, Storage storage) const override;
    // By a table of that size, which nobody sees and nothing is left of.
    Expected<void> checkRoom(const QSqlDatabase &database) const override;
    QByteArray identity() const override { return {}; } // a connection stays with its server
    Expected<qint64> outsideVersion(const QSqlDatabase &database, qint64 before) const override;
    // Two snapshots of the same transactions show the same data.
    QString mark() const override { return QStringLiteral("SELECT pg_current_snapshot()::text"); }
    int socket(const QSqlDatabase &database) const override;
    std::optional<LeadStatements> leadStatements() const override { return postgresLeadStatements(); }
    // A row that somebody else changed since the transaction began is not overwritten: the error is 40001, and the
    // transaction is repeated.
    QString beginWrite() const override { return QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ"); }
    QString beginRead() const override
    {
        return QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    QStringList beginMigration() const override;
    QString hasMetadata() const override;
    // Arrays: the planner sees how many items there are, and looks them up in an index one by one.
    QString list(const QStringList &items) const override;
    QString list(const QList<qint64> &items) const override;
    QString isTextIn(const QString &column) const override;
    QString isNumberIn(const QString &column) const override;
    QString isNumberNotIn(const QString &column) const override;
    QString now() const override { return QStringLiteral("now()"); }
    Fragment eventsReaching(const QStringList &calendarIds, const QString &from, const QString &until,
        const QString &words) const override;
    QString lockEvents() const override;
    QString indexWords() const override { return {}; }
    QString instant(const QString &expression) const override;
    QString isTrueIn(const QString &column, const QString &member) const override;
    QString eventTime(const QString &which) const override;
    QString rowsOf(const QStringList &columns) const override;
    QString valueIn(const QString &column) const override;
    bool copies() const override { return true; }
    Expected<void> copyIn(
        const QSqlDatabase &database, const QString &into, const QByteArray &rows) const override;
    QString newEventIds() const override;
    QString takeMessageTurn() const override;
    QString nextMessageId() const override
    {
        return QStringLiteral("nextval('aria_calendar_event_log_ids')");
    }
    QString rowsInLog(const QString &column, const QStringList &columns) const override;
    QString newId(const QString &) const override { return QStringLiteral("DEFAULT"); }
    QString freshId(const QString &table) const override;
    QStringList lowerCounters() const override { return {}; }
    QString deferReferences() const override { return {}; }
    QStringList mendCounters() const override;
    QString isStrayId() const override { return QStringLiteral("id = 0"); }
    QVariant storable(const QVariant &value) const override; // a text cannot hold U+0000
    Error toError(const QSqlError &error) const override;

private:
    PostgresParameters m_parameters;
};

} // namespace aria::store
