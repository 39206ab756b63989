// Several services on one PostgreSQL database, each as if on a machine of its own, and one Google.
#pragma once

#include "e2e/rig.h"
#include "support/postgrescluster.h"

namespace aria::e2e {

class Team
{
public:
    explicit Team(int size);
    ~Team();

    // Google, and all services, signed in. False: something did not start.
    bool start();
    bool startMember(int member);
    int size() const { return int(m_members.size()); }
    Program &member(int index) { return *m_members[size_t(index)]; }

    Answer api(int member, const QByteArray &method, const QString &target, const QByteArray &body = {},
        const Headers &headers = {});
    QNetworkReply *startApi(int member, const QByteArray &method, const QString &target,
        const QByteArray &body = {}, const Headers &headers = {});
    QString role(int member); // empty: no answer
    int leader(); // the one that says so, of those that run; -1: none, -2: several
    void signal(int member, int signal);

    // Rows of a query, one text each; columns separated by |.
    QStringList rows(const QString &sql);

    // All must end within 5 s of SIGTERM with exit code 0; otherwise says what went wrong.
    QString stop();

    Rig rig; // Google, and what the services' environments have in common

private:
    QString folder(int member, const QString &below) const;

    test::PostgresCluster &m_cluster; // one for all tests of the program
    const QString m_database;
    test::PostgresSession m_session; // to it
    std::vector<std::unique_ptr<Program>> m_members;
    QSet<int> m_stopped; // by SIGSTOP
};

} // namespace aria::e2e
