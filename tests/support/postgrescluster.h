// A PostgreSQL server of the test's own, in a temporary folder: unix socket, no durability, gone with the test
// program however that ends. The system's clusters are never touched.
#pragma once

#include "support/postgressession.h"

#include <QTemporaryDir>

#include <sys/types.h>

namespace aria::test {

// Runs as user postgres or nobody where the test is root, because PostgreSQL refuses root. Fails the program loudly
// where there is none (see postgresprograms.h). Start it on the main thread: the server goes down
// with the thread that started it.
class PostgresCluster
{
public:
    PostgresCluster(); // made and started
    ~PostgresCluster();
    Q_DISABLE_COPY_MOVE(PostgresCluster)

    void start(const QStringList &settings = {}); // name=value; waits until it takes connections
    void stop(int signal = 2); // SIGTERM smart, SIGINT fast, SIGQUIT at once; waits until it is gone
    void freeze(); // stops the postmaster and every backend where they are
    void thaw();

    QString folder() const { return m_directory.path(); } // of the socket
    quint16 port() const { return m_port; } // also on 127.0.0.1
    // "aria", a superuser without a password, by the unix socket.
    QString url(const QString &database) const;
    // Its name. Empty, or a copy of a database that nobody is connected to.
    QString createDatabase(const QString &copied = QStringLiteral("template1"));
    void dropDatabase(const QString &name); // ends whoever is connected
    // The rows of the last statement, as PostgreSQL prints them. A failure ends the test program.
    QList<QStringList> sql(const QString &text, const QString &database = QStringLiteral("postgres"));
    // psql or pg_dump and the like, against `database`; what it printed. A failure ends the test program.
    QByteArray run(const QString &program, const QString &database, const QStringList &arguments) const;

private:
    QString dataFolder() const;
    void makeDataFolder() const;
    void initialise() const;
    pid_t launch(const QString &program, const QStringList &arguments, const QString &log) const;
    bool startServer(const QStringList &settings);
    [[noreturn]] void fail(const char *what) const;
    QList<pid_t> processes() const;

    QTemporaryDir m_directory;
    QString m_binaries;
    quint16 m_port = 0;
    pid_t m_server = -1;
    int m_databases = 0;
    std::unique_ptr<PostgresSession> m_session; // to "postgres"; null: none since the server was started
};

} // namespace aria::test
