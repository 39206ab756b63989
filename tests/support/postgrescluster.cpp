#include "support/postgrescluster.h"

#include "support/postgresprograms.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QStorageInfo>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <csignal>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace aria::test {

namespace {

constexpr int startTries = 1500; // of 20 ms

const passwd *serverUser()
{
    if (::geteuid() != 0)
        return nullptr;
    const auto *user = ::getpwnam("postgres");
    return user ? user : ::getpwnam("nobody");
}

QString findBinaries()
{
    const auto folder = postgresPrograms(qEnvironmentVariable("PATH"), QStringLiteral("/usr/lib/postgresql"));
    if (folder.isEmpty())
        qFatal(
            "PostgreSQL's server is missing, which this test starts for itself: run packaging/install-deps");
    return folder;
}

// Memory where there is enough of it: nothing here outlives the test.
QString quickFolder()
{
    constexpr qint64 enough = 1'000'000'000;
    const QStorageInfo memory(QStringLiteral("/dev/shm"));
    return memory.isValid() && memory.bytesAvailable() > enough ? memory.rootPath() : QDir::tempPath();
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

void copyFolder(const QString &from, const QString &to)
{
    std::error_code error;
    std::filesystem::copy(
        from.toStdString(), to.toStdString(), std::filesystem::copy_options::recursive, error);
    if (error)
        qFatal("%s cannot be copied to %s: %s", qPrintable(from), qPrintable(to), error.message().c_str());
}

void giveToServer(const QString &folder)
{
    const auto *user = serverUser();
    if (!user)
        return;
    const auto give = [user](const std::filesystem::path &path) {
        if (::lchown(path.c_str(), user->pw_uid, user->pw_gid) != 0)
            qFatal("%s cannot be given to %s", path.c_str(), user->pw_name);
    };
    give(folder.toStdString());
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder.toStdString()))
        give(entry.path());
}

} // namespace

PostgresCluster::PostgresCluster()
    : m_directory(quickFolder() + QStringLiteral("/aria-pg-XXXXXX"))
    , m_binaries(findBinaries())
    , m_port(freePort())
{
    if (const auto *user = serverUser())
        static_cast<void>(::chown(qPrintable(m_directory.path()), user->pw_uid, user->pw_gid));
    makeDataFolder();
    start();
}

PostgresCluster::~PostgresCluster()
{
    stop(SIGQUIT);
}

QString PostgresCluster::dataFolder() const
{
    return m_directory.filePath(QStringLiteral("data"));
}

// initdb computes for longer than most tests. What it made once is kept in the build folder, and copied.
void PostgresCluster::makeDataFolder() const
{
    const QDir kept(QStringLiteral(ARIA_POSTGRES_FOLDERS));
    QDir().mkpath(kept.path());
    const QFileInfo server(m_binaries + QStringLiteral("postgres"));
    const auto made = kept.filePath(QStringLiteral("%1-%2").arg(server.absolutePath().replace(u'/', u'_'),
        QString::number(server.lastModified().toSecsSinceEpoch())));
    QLockFile lock(kept.filePath(QStringLiteral("lock")));
    lock.setStaleLockTime(0);
    if (!lock.lock()) { // somebody else's build folder
        initialise();
        return;
    }
    if (QFileInfo::exists(made)) {
        lock.unlock();
        copyFolder(made, dataFolder());
        giveToServer(dataFolder());
        return;
    }
    initialise();
    const auto unfinished = made + QStringLiteral(".part");
    QDir(unfinished).removeRecursively();
    copyFolder(dataFolder(), unfinished);
    if (!QDir().rename(unfinished, made))
        fail("the new data folder cannot be kept");
}

void PostgresCluster::initialise() const
{
    const auto made = launch(QStringLiteral("initdb"),
        { QStringLiteral("-D"), dataFolder(), QStringLiteral("-U"), QStringLiteral("aria"),
            QStringLiteral("-A"), QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
            QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--wal-segsize=1"),
            QStringLiteral("--no-sync") },
        QStringLiteral("initdb.log"));
    int status = 0;
    if (::waitpid(made, &status, 0) != made || status != 0)
        fail("initdb failed");
}

void PostgresCluster::fail(const char *what) const
{
    for (const auto *name : { "initdb.log", "server.log" }) {
        QFile log(m_directory.filePath(QLatin1String(name)));
        if (log.open(QIODevice::ReadOnly))
            qWarning("%s", log.readAll().constData());
    }
    qFatal("%s", what);
}

pid_t PostgresCluster::launch(const QString &program, const QStringList &arguments, const QString &log) const
{
    QList<QByteArray> words{ QFile::encodeName(m_binaries + program) };
    for (const auto &argument : arguments)
        words << argument.toUtf8();
    std::vector<char *> argv;
    for (auto &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const auto logName = QFile::encodeName(m_directory.filePath(log));
    const auto folder = QFile::encodeName(m_directory.path());
    const auto *user = serverUser();
    const pid_t child = ::fork();
    if (child != 0)
        return child;
    // Between fork and exec only what signal handlers may do too.
    if (user && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // forgotten by a change of user, so after it
    const int output = ::open(logName.constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (output < 0 || input < 0 || ::chdir(folder.constData()) != 0)
        ::_exit(126);
    ::dup2(input, 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execv(argv.front(), argv.data());
    ::_exit(127);
}

void PostgresCluster::start(const QStringList &settings)
{
    QStringList arguments{ QStringLiteral("-D"), dataFolder(), QStringLiteral("-k"), m_directory.path(),
        QStringLiteral("-p"), QString::number(m_port) };
    for (const auto &setting :
        QStringList{ QStringLiteral("listen_addresses=127.0.0.1"), QStringLiteral("fsync=off"),
            QStringLiteral("synchronous_commit=off"), QStringLiteral("full_page_writes=off"),
            QStringLiteral("shared_buffers=32MB"), QStringLiteral("max_connections=40"),
            QStringLiteral("dynamic_shared_memory_type=mmap"), QStringLiteral("timezone=UTC"),
            QStringLiteral("autovacuum=off"), QStringLiteral("wal_level=minimal"),
            QStringLiteral("max_wal_senders=0"), QStringLiteral("max_logical_replication_workers=0") }
            + settings)
        arguments << QStringLiteral("-c") << setting;
    m_server = launch(QStringLiteral("postgres"), arguments, QStringLiteral("server.log"));
    const auto pidFile = dataFolder() + QStringLiteral("/postmaster.pid");
    for (int i = 0; i < startTries; ++i) {
        QFile file(pidFile); // its eighth line tells the state
        if (file.open(QIODevice::ReadOnly)) {
            const auto lines = file.readAll().split('\n');
            if (lines.size() > 7 && lines.at(0).toInt() == m_server && lines.at(7).startsWith("ready"))
                return;
        }
        if (::waitpid(m_server, nullptr, WNOHANG) == m_server)
            break;
        ::poll(nullptr, 0, 20);
    }
    fail("the PostgreSQL server did not start");
}

void PostgresCluster::stop(int signal)
{
    if (m_server <= 0)
        return;
    thaw();
    m_session.reset(); // a smart shutdown waits for it
    ::kill(m_server, signal);
    ::waitpid(m_server, nullptr, 0);
    m_server = -1;
}

QList<pid_t> PostgresCluster::processes() const
{
    QList<pid_t> ids{ m_server };
    QFile file(QStringLiteral("/proc/%1/task/%1/children").arg(m_server));
    if (file.open(QIODevice::ReadOnly)) {
        for (const auto &id : file.readAll().simplified().split(' ')) {
            if (const auto child = id.toInt(); child > 0)
                ids << child;
        }
    }
    return ids;
}

void PostgresCluster::freeze()
{
    for (const auto id : processes())
        ::kill(id, SIGSTOP);
}

void PostgresCluster::thaw()
{
    for (const auto id : processes())
        ::kill(id, SIGCONT);
}

QString PostgresCluster::url(const QString &database) const
{
    const auto host = QString::fromUtf8(QUrl::toPercentEncoding(m_directory.path()));
    return QStringLiteral("postgresql://aria@") + host + u':' + QString::number(m_port) + u'/' + database;
}

QString PostgresCluster::createDatabase(const QString &copied)
{
    const auto name = QStringLiteral("test%1").arg(++m_databases);
    auto statement = QStringLiteral("CREATE DATABASE %1 TEMPLATE %2").arg(name, copied);
    static const bool hasStrategies =
        sql(QStringLiteral("SHOW server_version_num")).first().first().toInt() >= 150000;
    if (hasStrategies)
        statement +=
            QStringLiteral(" STRATEGY file_copy"); // a third of the time; older servers know nothing else
    sql(statement);
    return name;
}

void PostgresCluster::dropDatabase(const QString &name)
{
    if (m_server > 0)
        sql(QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(name));
}

QList<QStringList> PostgresCluster::sql(const QString &text, const QString &database)
{
    if (database != u"postgres")
        return PostgresSession(url(database)).run(text);
    if (!m_session)
        m_session = std::make_unique<PostgresSession>(url(database));
    return m_session->run(text);
}

QByteArray PostgresCluster::run(
    const QString &program, const QString &database, const QStringList &arguments) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QStringList all{ QStringLiteral("-h"), m_directory.path(), QStringLiteral("-p"), QString::number(m_port),
        QStringLiteral("-U"), QStringLiteral("aria"), QStringLiteral("-d"), database };
    if (program == u"psql")
        all << QStringLiteral("-X") << QStringLiteral("-q") << QStringLiteral("-v")
            << QStringLiteral("ON_ERROR_STOP=1");
    process.start(m_binaries + program, all + arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        qFatal("%s %s failed", qPrintable(program), qPrintable(arguments.join(u' ')));
    return process.readAllStandardOutput();
}

} // namespace aria::test
