// The service and the fake Google side by side, as on a person's machine.
#pragma once

#include "e2e/httpclient.h"
#include "e2e/programs.h"

#include <QTemporaryDir>

namespace aria::test {
class PostgresCluster;
}

namespace aria::e2e {

class Rig
{
public:
    Rig();
    ~Rig();

    // -- Google ---------------------------------------------------------------------------------------------
    // Arguments on top of the port and the state file. Started again it has the same port and state.
    bool startGoogle(const QStringList &more = {});
    Answer google(const QByteArray &method, const QString &target, const QByteArray &body = {});
    Answer control(const QByteArray &method, const QString &target, const QByteArray &body = {});
    void fault(const char *json)
    {
        m_faultsAccepted = control("POST", QStringLiteral("faults"), e2e::json(json)).status == 200;
    }
    bool faultsAccepted() const { return m_faultsAccepted; }
    // The requests that they were for have come.
    bool faultsBegan() { return control("GET", QStringLiteral("faults"))["faults"].toArray().isEmpty(); }
    // Events of the primary calendar that are not cancelled, and all of them with tombstones.
    QJsonArray googleEvents();
    QJsonArray googleEventsWithTombstones();
    QJsonObject googleEvent(const QString &id); // empty where there is none
    QJsonObject counters();
    int googleWrites() { return counters().value(QStringLiteral("eventWrites")).toInt(); }

    // -- the service ----------------------------------------------------------------------------------------
    // Signs in beforehand: client_secrets.json and token.json come from the simulator.
    bool start(); // Google, signed in, and the service
    bool startService(); // waits until it is ready
    Answer api(const QByteArray &method, const QString &target, const QByteArray &body = {},
        const Headers &headers = {});
    QNetworkReply *startApi(const QByteArray &method, const QString &target, const QByteArray &body = {});
    Answer syncNow() { return api("POST", QStringLiteral("/sync/now")); }
    QJsonObject status() { return api("GET", QStringLiteral("/sync/status")).json(); }
    // From the next start on, use a database of this cluster, which is dropped with the rig. Otherwise it is SQLite.
    void usePostgres(test::PostgresCluster &cluster);
    QString postgresDatabase() const { return m_database; }
    // Queries the database as ARIA, n8n or a person would. Rows are lists of texts; a failure is a warning and false.
    QList<QStringList> rows(const QString &sql);
    bool sql(const QString &statement);
    qint64 count(const QString &table);

    // Both must end within 5 s of SIGTERM with exit code 0; otherwise says what went wrong. Every test ends by
    // stopping Google, so this also checks what no write may ever do: leave out sendUpdates, or name guests of
    // somebody else's event.
    QString stopAll();
    QString stopService();
    QString stopGoogle();

    QString path(const QString &below) const { return m_home.filePath(below); }
    QString credentials() const { return path(QStringLiteral("config/aria-calendar-sync/credentials")); }
    QString databaseFile() const { return path(QStringLiteral("data/aria-calendar-sync/calendar.db")); }

    QProcessEnvironment environment; // of the service; tests add settings
    QStringList arguments; // of the service
    QStringList googleArguments; // of the simulator, on top
    HttpClient http;
    Program googleProgram;
    Program service;

private:
    bool execute(const QString &sql, QList<QStringList> *rows);
    QString surprises(); // empty: none

    QTemporaryDir m_home;
    test::PostgresCluster *m_cluster = nullptr; // null: SQLite
    QString m_database;
    quint16 m_googlePort = 0;
    bool m_faultsAccepted = false;
};

} // namespace aria::e2e
