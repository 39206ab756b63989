#include "support/postgressession.h"

#include <libpq-fe.h>

namespace aria::test {

namespace {

using Result = std::unique_ptr<PGresult, void (*)(PGresult *)>;

bool isDone(const Result &result)
{
    const auto status = PQresultStatus(result.get());
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

} // namespace

PostgresSession::PostgresSession(QString url)
    : m_url(std::move(url))
    , m_connection(nullptr, &PQfinish)
{
}

PostgresSession::~PostgresSession() = default;

QList<QStringList> PostgresSession::run(const QString &sql)
{
    const auto execute = [&] {
        return Result(PQexec(m_connection.get(), sql.toUtf8().constData()), &PQclear);
    };
    const auto connect = [this] {
        m_connection.reset(PQconnectdb(m_url.toUtf8().constData()));
        PQsetClientEncoding(m_connection.get(), "UTF8");
        PQsetNoticeProcessor(
            m_connection.get(), [](void *, const char *) {}, nullptr);
    };
    const bool isNew = !m_connection;
    if (isNew)
        connect();
    auto result = execute();
    if (!isDone(result) && !isNew && PQstatus(m_connection.get()) != CONNECTION_OK) {
        connect(); // the server was stopped meanwhile; nothing was done
        result = execute();
    }
    if (!isDone(result))
        qFatal("%s: %s", qPrintable(sql), PQerrorMessage(m_connection.get()));
    QList<QStringList> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        QStringList values;
        for (int column = 0; column < PQnfields(result.get()); ++column)
            values << QString::fromUtf8(PQgetvalue(result.get(), row, column));
        rows << values;
    }
    return rows;
}

} // namespace aria::test
