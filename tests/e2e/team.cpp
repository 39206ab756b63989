#include "e2e/team.h"

#include <QDir>
#include <QFile>

namespace aria::e2e {

using namespace Qt::StringLiterals;

namespace {

test::PostgresCluster &cluster()
{
    static test::PostgresCluster cluster;
    return cluster;
}

} // namespace

Team::Team(int size)
    : m_cluster(cluster())
    , m_database(m_cluster.createDatabase())
    , m_session(m_cluster.url(m_database))
{
    for (int i = 0; i < size; ++i)
        m_members.push_back(std::make_unique<Program>(daemonPath()));
}

Team::~Team()
{
    const QSet<int> stopped = m_stopped;
    for (const int member : stopped)
        signal(member, SIGCONT);
    for (const auto &member : m_members)
        member->killHard();
    m_cluster.dropDatabase(m_database);
}

QString Team::folder(int member, const QString &below) const
{
    return rig.path(u"member%1/%2"_s.arg(member).arg(below));
}

bool Team::start()
{
    if (!rig.startGoogle(
            { u"--write-client-secrets"_s, rig.credentials(), u"--write-token"_s, rig.credentials() }))
        return false;
    for (int i = 0; i < size(); ++i) {
        const QString credentials = folder(i, u"config/aria-calendar-sync/credentials"_s);
        QDir().mkpath(credentials);
        for (const QString &name : { u"client_secrets.json"_s, u"token.json"_s }) {
            if (!QFile::copy(rig.credentials() + u'/' + name, credentials + u'/' + name))
                return false;
        }
        if (!startMember(i))
            return false;
    }
    return true;
}

bool Team::startMember(int index)
{
    QProcessEnvironment environment = rig.environment;
    environment.insert(u"HOME"_s, folder(index, u"home"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, folder(index, u"config"_s));
    environment.insert(u"XDG_DATA_HOME"_s, folder(index, u"data"_s));
    environment.insert(u"CALENDAR_SYNC_DATABASE_URL"_s, m_cluster.url(m_database));
    member(index).launch({}, environment, rig.path(u"work"_s));
    return member(index).waitUntilReady();
}

Answer Team::api(int index, const QByteArray &method, const QString &target, const QByteArray &body,
    const Headers &headers)
{
    return rig.http.send(member(index).url(), method, target, body, headers);
}

QNetworkReply *Team::startApi(int index, const QByteArray &method, const QString &target,
    const QByteArray &body, const Headers &headers)
{
    return rig.http.start(member(index).url(), method, target, body, headers);
}

QString Team::role(int index)
{
    return api(index, "GET", u"/sync/status"_s).text("role");
}

int Team::leader()
{
    int leader = -1;
    for (int i = 0; i < size(); ++i) {
        if (!member(i).isRunning() || m_stopped.contains(i) || role(i) != u"leader")
            continue;
        if (leader >= 0)
            return -2;
        leader = i;
    }
    return leader;
}

void Team::signal(int index, int signal)
{
    ::kill(static_cast<pid_t>(member(index).pid()), signal);
    if (signal == SIGSTOP)
        m_stopped.insert(index);
    if (signal == SIGCONT)
        m_stopped.remove(index);
}

QStringList Team::rows(const QString &sql)
{
    QStringList lines;
    const QList<QStringList> found = m_session.run(sql);
    for (const QStringList &row : found)
        lines << row.join(u'|');
    return lines;
}

QString Team::stop()
{
    QStringList problems;
    for (int i = 0; i < size(); ++i) {
        if (!member(i).isRunning())
            continue;
        const Program::End end = member(i).stop();
        if (!end.ended || !end.normal || end.exitCode != 0)
            problems << u"service %1 did not end cleanly within 5 s"_s.arg(i);
    }
    problems << rig.stopGoogle();
    problems.removeAll(QString());
    return problems.join(u"; "_s);
}

} // namespace aria::e2e
