#include "e2e/rig.h"

#include "support/postgrescluster.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>

namespace aria::e2e {

using namespace Qt::StringLiterals;

namespace {

const QString connection = u"e2e"_s;

QString ended(const char *name, const Program::End &end)
{
    if (!end.ended)
        return u"%1 did not end within 5 s of the signal"_s.arg(QLatin1String(name));
    if (!end.normal || end.exitCode != 0)
        return u"%1 ended %2 with %3"_s.arg(QLatin1String(name),
            end.normal ? u"normally"_s : u"by a signal"_s, QString::number(end.exitCode));
    return {};
}

} // namespace

Rig::Rig()
    : googleProgram(simulatorPath())
    , service(daemonPath())
{
    QDir().mkpath(path(u"work"_s));
    environment.insert(u"HOME"_s, path(u"home"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
    environment.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
    environment.insert(u"CALENDAR_SYNC_PORT"_s, u"0"_s);
    environment.insert(u"CALENDAR_SYNC_LOG_LEVEL"_s, u"debug"_s);
}

bool Rig::startGoogle(const QStringList &more)
{
    googleProgram.launch(
        QStringList{ u"--port"_s, QString::number(m_googlePort), u"--state"_s, path(u"google.json"_s) }
            + googleArguments + more,
        {}, path(u"work"_s));
    if (!googleProgram.waitUntilReady())
        return false;
    m_googlePort = quint16(googleProgram.url().port());
    environment.insert(u"CALENDAR_SYNC_GOOGLE_API_URL"_s, googleProgram.url().toString());
    environment.insert(u"CALENDAR_SYNC_GOOGLE_REVOKE_URL"_s, googleProgram.url().toString() + u"/revoke"_s);
    return true;
}

Answer Rig::google(const QByteArray &method, const QString &target, const QByteArray &body)
{
    return http.send(googleProgram.url(), method, target, body);
}

Answer Rig::control(const QByteArray &method, const QString &target, const QByteArray &body)
{
    return google(method, u"/control/"_s + target, body);
}

QJsonArray Rig::googleEventsWithTombstones()
{
    return control("GET", u"calendars/primary"_s)["events"].toArray();
}

QJsonArray Rig::googleEvents()
{
    QJsonArray events;
    const QJsonArray all = googleEventsWithTombstones();
    for (const QJsonValue event : all) {
        if (event[u"status"_s] != u"cancelled"_s)
            events.append(event);
    }
    return events;
}

QJsonObject Rig::googleEvent(const QString &id)
{
    const Answer answer = control("GET", u"calendars/primary/events/"_s + id);
    return answer.status == 200 ? answer.json() : QJsonObject();
}

QJsonObject Rig::counters()
{
    return control("GET", u"counters"_s)["counters"].toObject();
}

bool Rig::start()
{
    return startGoogle({ u"--write-client-secrets"_s, credentials(), u"--write-token"_s, credentials() })
        && startService();
}

bool Rig::startService()
{
    service.launch(arguments, environment, path(u"work"_s));
    return service.waitUntilReady();
}

Answer Rig::api(
    const QByteArray &method, const QString &target, const QByteArray &body, const Headers &headers)
{
    return http.send(service.url(), method, target, body, headers);
}

QNetworkReply *Rig::startApi(const QByteArray &method, const QString &target, const QByteArray &body)
{
    return http.start(service.url(), method, target, body);
}

void Rig::usePostgres(test::PostgresCluster &cluster)
{
    m_cluster = &cluster;
    m_database = cluster.createDatabase();
    environment.insert(u"CALENDAR_SYNC_DATABASE_URL"_s, cluster.url(m_database));
}

Rig::~Rig()
{
    service.killHard();
    QSqlDatabase::removeDatabase(connection);
    if (m_cluster)
        m_cluster->dropDatabase(m_database);
}

// SQLite's is opened for each statement, so that it keeps no file; PostgreSQL's costs a process and stays.
bool Rig::execute(const QString &sql, QList<QStringList> *rows)
{
    const bool isNew = !QSqlDatabase::contains(connection);
    if (isNew && m_cluster) {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, connection);
        database.setHostName(m_cluster->folder());
        database.setPort(m_cluster->port());
        database.setUserName(u"aria"_s);
        database.setDatabaseName(m_database);
        database.setConnectOptions(u"application_name=e2e"_s);
    } else if (isNew) {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(databaseFile());
        database.setConnectOptions(rows ? u"QSQLITE_OPEN_READONLY"_s : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    }
    bool done = false;
    bool isLost = false; // the server was stopped meanwhile
    {
        QSqlDatabase database = QSqlDatabase::database(connection);
        if (!database.isOpen())
            qWarning("the database cannot be opened: %s", qPrintable(database.lastError().text()));
        QSqlQuery query(database);
        done = query.exec(sql);
        const QString state = query.lastError().nativeErrorCode();
        isLost = !done && m_cluster && !isNew && (state.isEmpty() || state.startsWith(u"57P"));
        if (!done && !isLost)
            qWarning("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        while (rows && query.next()) {
            QStringList row;
            for (int i = 0; i < query.record().count(); ++i)
                row.append(query.value(i).toString());
            rows->append(row);
        }
    }
    if (isLost || !m_cluster)
        QSqlDatabase::removeDatabase(connection);
    return isLost ? execute(sql, rows) : done;
}

QList<QStringList> Rig::rows(const QString &sql)
{
    QList<QStringList> result;
    execute(sql, &result);
    return result;
}

bool Rig::sql(const QString &statement)
{
    return execute(statement, nullptr);
}

qint64 Rig::count(const QString &table)
{
    return rows(u"SELECT count(*) FROM "_s + table).value(0).value(0, u"-1"_s).toLongLong();
}

QString Rig::stopService()
{
    return service.isRunning() ? ended("the service", service.stop()) : QString();
}

QString Rig::surprises()
{
    const Answer counters = control("GET", u"counters"_s);
    if (counters.status != 200)
        return {}; // it hangs, as the test told it to
    if (const int silent = counters["counters"][u"sendUpdates"_s][u"absent"_s].toInt(); silent > 0)
        return u"%1 writes without sendUpdates"_s.arg(silent);
    const QJsonArray requests = control("GET", u"requests"_s)["requests"].toArray();
    for (const QJsonValue request : requests) {
        if (request[u"reason"_s] == u"forbiddenForNonOrganizer"_s
            && request[u"body"_s].toObject().contains(u"attendees"_s))
            return u"guests of somebody else's event were written"_s;
    }
    return {};
}

QString Rig::stopGoogle()
{
    if (!googleProgram.isRunning())
        return {};
    const QString surprise = surprises();
    const QString problem = ended("the simulator", googleProgram.stop());
    return problem.isEmpty() ? surprise : problem;
}

QString Rig::stopAll()
{
    const QString first = stopService();
    const QString second = stopGoogle();
    return first.isEmpty() ? second : first;
}

} // namespace aria::e2e
