// SQLite 3.35 or later, one file with its -wal and -shm.
#pragma once

#include "store/dialect.h"

namespace aria::store {

class SqliteDialect final : public Dialect
{
public:
    explicit SqliteDialect(QString path)
        : m_path(std::move(path))
    {
    }

    QString driver() const override { return QStringLiteral("QSQLITE"); }
    QString migrationFolder() const override { return QStringLiteral(":/aria/sql/sqlite"); }
    QStringList statements(const QString &script) const override;
    Expected<void> open(QSqlDatabase &database, Access access, Storage storage) const override;
    QByteArray identity() const override; // device and inode
    Expected<qint64> outsideVersion(const QSqlDatabase &database) const override; // PRAGMA data_version
    // Takes the write lock at once: a transaction that reads first and writes later could be refused
    // half-way.
    QString beginWrite() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    QString beginRead() const override { return QStringLiteral("BEGIN"); }
    QString listItems() const override { return QStringLiteral("SELECT value FROM json_each(?)"); }
    QString now() const override { return QStringLiteral("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"); }
    Error toError(const QSqlError &error) const override;

private:
    QString m_path;
};

} // namespace aria::store
