// A plain connection to PostgreSQL that stays open: starting psql, and a backend for it, costs more than what a test asks.
#pragma once

#include <QList>
#include <QStringList>

#include <memory>

struct pg_conn;

namespace aria::test {

// Use it from one thread at a time. It connects when it is asked, and again where the server ended the connection.
class PostgresSession
{
public:
    explicit PostgresSession(QString url);
    ~PostgresSession();
    Q_DISABLE_COPY_MOVE(PostgresSession)

    // The rows of the last statement as PostgreSQL prints them, NULL as an empty text. A failure ends the test program.
    QList<QStringList> run(const QString &sql);

private:
    QString m_url;
    std::unique_ptr<pg_conn, void (*)(pg_conn *)> m_connection;
};

} // namespace aria::test
