// SQLite 3.35 or later, one file with its -wal and -shm.
#pragma once

#include "store/dialect.h"
#include "store/sqlitefile.h"

namespace aria::store {

class SqliteDialect final : public Dialect
{
public:
    explicit SqliteDialect(QString path)
        : m_path(std::move(path))
    {
    }

    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString place() const override { return m_path; }
    QString reasonOf(const Error &error) const override;
    QString migrationFolder() const override { return QStringLiteral(":/aria/sql/sqlite"); }
    QStringList statements(const QString &script) const override;
    Expected<void> open(QSqlDatabase &database, Access access, Storage storage) const override;
    bool mayPass(const Error &error) const override;
    Expected<void> checkWhole(const QSqlDatabase &database) const override;
    Expected<void> checkRoom(const QSqlDatabase &) const override { return roomBeside(m_path); }
    QByteArray identity() const override; // device and inode, and whether it is empty
    QStringList files() const override { return { m_path, m_path + QStringLiteral("-wal") }; }
    bool mayOthersWait() const override;
    // PRAGMA data_version
    Expected<qint64> outsideVersion(const QSqlDatabase &database, qint64 before) const override;
    QString mark() const override { return QStringLiteral("PRAGMA data_version"); }
    int socket(const QSqlDatabase &) const override { return -1; }
    // Takes the write lock at once: a transaction that reads first and writes later could be refused half-way.
    QString beginWrite() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    QString beginRead() const override { return QStringLiteral("BEGIN"); }
    QStringList beginMigration() const override { return { beginWrite() }; }
    QString hasMetadata() const override;
    QString list(const QStringList &items) const override; // JSON
    QString list(const QList<qint64> &items) const override;
    QString isTextIn(const QString &column) const override { return isIn(column, "IN"); }
    QString isNumberIn(const QString &column) const override { return isIn(column, "IN"); }
    QString isNumberNotIn(const QString &column) const override { return isIn(column, "NOT IN"); }
    QString now() const override { return QStringLiteral("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"); }
    Fragment eventsReaching(const QStringList &calendarIds, const QString &from, const QString &until,
        const QString &words) const override;
    QString indexWords() const override;
    QString instant(const QString &expression) const override { return expression; }
    QString isTrueIn(const QString &column, const QString &member) const override;
    QString eventTime(const QString &which) const override { return QStringLiteral("e.%1_time").arg(which); }
    // Statements need no round trip here.
    QString rowsOf(const QStringList &) const override { return {}; }
    QString valueIn(const QString &column) const override { return column; }
    QString newEventIds() const override { return {}; }
    // The newest message is never removed.
    QString nextMessageId() const override
    {
        return QStringLiteral("(SELECT COALESCE(max(x.id), 0) + 1 FROM aria_calendar_event_log x)");
    }
    QString rowsInLog(const QString &column, const QStringList &columns) const override;
    QString newId(const QString &table) const override { return freshId(table); }
    QString freshId(const QString &table) const override;
    QStringList lowerCounters() const override;
    QString deferReferences() const override { return QStringLiteral("PRAGMA defer_foreign_keys = ON"); }
    QStringList mendCounters() const override { return {}; } // adopting rows does it
    QString isStrayId() const override;
    QVariant storable(const QVariant &value) const override { return stored(value, Escapes::ForSqlite); }
    Error toError(const QSqlError &error) const override;

private:
    static QString isIn(const QString &column, const char *comparison);

    QString m_path;
};

} // namespace aria::store
