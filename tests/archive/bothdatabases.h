// An SQLite file and a PostgreSQL database, side by side.
#pragma once

#include "store/testdatabase.h"

namespace aria::test {

class BothDatabases
{
public:
    BothDatabases()
        : m_postgres(cluster().createDatabase())
    {
    }
    ~BothDatabases() { cluster().dropDatabase(m_postgres); }
    Q_DISABLE_COPY_MOVE(BothDatabases)

    QString folder(const QString &name) const { return m_folder.filePath(name); }
    QString sqliteFile(const QString &name) const { return folder(name + QStringLiteral("/calendar.db")); }
    QString sqliteUrl(const QString &name) const { return QStringLiteral("sqlite://") + sqliteFile(name); }
    QString postgresName() const { return m_postgres; }
    QString postgresUrl() const { return cluster().url(m_postgres); }

private:
    QTemporaryDir m_folder;
    const QString m_postgres;
};

// Every row of what is asked, as text; NULL is "NULL".
inline QList<QStringList> sqliteRows(const QString &file, const QString &sql)
{
    QList<QStringList> rows;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("rows"));
        database.setDatabaseName(file);
        if (!database.open())
            qFatal("%s cannot be opened", qPrintable(file));
        QSqlQuery query(database);
        if (!query.exec(sql))
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        while (query.next()) {
            QStringList row;
            for (int i = 0; i < query.record().count(); ++i)
                row << (query.value(i).isNull() ? QStringLiteral("NULL") : query.value(i).toString());
            rows << row;
        }
        database.close();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("rows"));
    return rows;
}

} // namespace aria::test
