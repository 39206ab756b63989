// A database for one life after another of the service: SQLite in a temporary folder, or one of a PostgreSQL server
// where ARIA_TEST_DATABASE says postgresql. And the way ARIA's own SQL reaches it.
#pragma once

#include "store/store.h"

#include <QSqlDatabase>
#include <QTemporaryDir>

#include <memory>

namespace aria::soak {

class Database
{
public:
    Database();
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    static bool isPostgres();
    // The server. Started by the first call and stopped by the last.
    static void startServer();
    static void stopServer();

    QString url() const;
    std::unique_ptr<store::Store> open() const;

    // From now on, opens what a process that ends at this moment would leave behind; nothing that `dying` still
    // writes counts. Its owner destroys it before allowAgain().
    void killWith(store::Store &dying);
    void allowAgain();
    // The server breaks off every connection, as a restart does.
    void breakConnections();

    // ARIA's SQL; values are bound in order. False where it was refused.
    bool exec(const QString &sql, const QVariantList &values = {});
    QList<QVariantMap> rows(const QString &sql);
    void disconnect();

private:
    QSqlDatabase plain();
    QString path() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_next; // of the next life
    QString m_name; // of the database, or of the connection
};

} // namespace aria::soak
