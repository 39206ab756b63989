// The service and the fake Google side by side, as on a person's machine.
#pragma once

#include "e2e/httpclient.h"
#include "e2e/programs.h"

#include <QTemporaryDir>

namespace aria::e2e {

class Rig
{
public:
    Rig();

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
    // Rows of a query on the database file, opened read-only; each a list of texts.
    QList<QStringList> rows(const QString &sql);
    qint64 count(const QString &table);

    // Both end within 5 s of SIGTERM with exit code 0; otherwise what went wrong.
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
    QTemporaryDir m_home;
    quint16 m_googlePort = 0;
    bool m_faultsAccepted = false;
};

} // namespace aria::e2e
