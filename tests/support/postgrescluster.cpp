#include "support/postgrescluster.h"

#include "support/postgresprograms.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QRandomGenerator>
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

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

constexpr int startTries = 1500; // of 20 ms
constexpr int portTries = 5;

const passwd *serverUser()
{
    if (::geteuid() != 0)
        return nullptr;
    const auto *user = ::getpwnam("postgres");
    return user ? user : ::getpwnam("nobody");
}

QString findBinaries()
{
    const auto folder = postgresPrograms(qEnvironmentVariable("PATH"), u"/usr/lib/postgresql"_s);
    if (folder.isEmpty())
        qFatal(
            "PostgreSQL's server is missing, which this test starts for itself: run packaging/install-deps");
    return folder;
}

// Memory where there is enough of it: nothing here outlives the test.
QString quickFolder()
{
    constexpr qint64 enough = 1'000'000'000;
    const QStorageInfo memory(u"/dev/shm"_s);
    return memory.isValid() && memory.bytesAvailable() > enough ? memory.rootPath() : QDir::tempPath();
}

// Not one of those that the kernel gives to whoever asks for any: a test may stop its server and start it on the same again.
quint16 freePort()
{
    constexpr int first = 10'000;
    constexpr int last = 32'000;
    for (;;) {
        QTcpServer server;
        if (server.listen(QHostAddress::LocalHost, quint16(QRandomGenerator::system()->bounded(first, last))))
            return server.serverPort();
    }
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
    : m_directory(quickFolder() + u"/aria-pg-XXXXXX"_s)
    , m_binaries(findBinaries())
{
    if (const auto *user = serverUser();
        user && ::chown(qPrintable(m_directory.path()), user->pw_uid, user->pw_gid) != 0)
        qFatal("%s cannot be given to %s", qPrintable(m_directory.path()), user->pw_name);
    makeDataFolder();
    start();
}

PostgresCluster::~PostgresCluster()
{
    stop(SIGQUIT);
}

QString PostgresCluster::dataFolder() const
{
    return m_directory.filePath(u"data"_s);
}

// initdb computes for longer than most tests. What it made once is kept in the build folder, and copied.
void PostgresCluster::makeDataFolder() const
{
    const QDir kept(QStringLiteral(ARIA_POSTGRES_FOLDERS));
    QDir().mkpath(kept.path());
    const QFileInfo server(m_binaries + u"postgres"_s);
    const auto made = kept.filePath(u"%1-%2"_s.arg(server.absolutePath().replace(u'/', u'_'),
        QString::number(server.lastModified().toSecsSinceEpoch())));
    QLockFile lock(kept.filePath(u"lock"_s));
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
    const auto unfinished = made + u".part"_s;
    QDir(unfinished).removeRecursively();
    copyFolder(dataFolder(), unfinished);
    if (!QDir().rename(unfinished, made))
        fail("the new data folder cannot be kept");
}

void PostgresCluster::initialise() const
{
    const auto made = launch(u"initdb"_s,
        { u"-D"_s, dataFolder(), u"-U"_s, u"aria"_s, u"-A"_s, u"trust"_s, u"-E"_s, u"UTF8"_s,
            u"--locale=C.UTF-8"_s, u"--wal-segsize=1"_s, u"--no-sync"_s },
        u"initdb.log"_s);
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
    if (m_port != 0) { // who knows the port expects it again
        if (!startServer(settings))
            fail("the PostgreSQL server did not start");
        return;
    }
    // Another test may take a free port before the server does.
    for (int i = 0; i < portTries; ++i) {
        m_port = freePort();
        if (startServer(settings))
            return;
    }
    fail("the PostgreSQL server did not start, on any port");
}

// False: it ended at once.
bool PostgresCluster::startServer(const QStringList &settings)
{
    QStringList arguments{ u"-D"_s, dataFolder(), u"-k"_s, m_directory.path(), u"-p"_s,
        QString::number(m_port) };
    for (const auto &setting :
        QStringList{ u"listen_addresses=127.0.0.1"_s, u"fsync=off"_s, u"synchronous_commit=off"_s,
            u"full_page_writes=off"_s, u"shared_buffers=32MB"_s, u"max_connections=40"_s,
            u"dynamic_shared_memory_type=mmap"_s, u"timezone=UTC"_s, u"autovacuum=off"_s,
            u"wal_level=minimal"_s, u"max_wal_senders=0"_s, u"max_logical_replication_workers=0"_s }
            + settings)
        arguments << u"-c"_s << setting;
    m_server = launch(u"postgres"_s, arguments, u"server.log"_s);
    const auto pidFile = dataFolder() + u"/postmaster.pid"_s;
    for (int i = 0; i < startTries; ++i) {
        QFile file(pidFile); // its eighth line tells the state
        if (file.open(QIODevice::ReadOnly)) {
            const auto lines = file.readAll().split('\n');
            if (lines.size() > 7 && lines.at(0).toInt() == m_server && lines.at(7).startsWith("ready"))
                return true;
        }
        if (::waitpid(m_server, nullptr, WNOHANG) == m_server) {
            m_server = -1;
            return false;
        }
        ::poll(nullptr, 0, 20);
    }
    fail("the PostgreSQL server did not start in time");
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
    QFile file(u"/proc/%1/task/%1/children"_s.arg(m_server));
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
    return u"postgresql://aria@"_s + host + u':' + QString::number(m_port) + u'/' + database;
}

QString PostgresCluster::createDatabase(const QString &copied)
{
    const auto name = u"test%1"_s.arg(++m_databases);
    auto statement = u"CREATE DATABASE %1 TEMPLATE %2"_s.arg(name, copied);
    static const bool hasStrategies = sql(u"SHOW server_version_num"_s).first().first().toInt() >= 150000;
    if (hasStrategies)
        statement += u" STRATEGY file_copy"_s; // a third of the time; older servers know nothing else
    sql(statement);
    return name;
}

void PostgresCluster::dropDatabase(const QString &name)
{
    if (m_server > 0)
        sql(u"DROP DATABASE %1 WITH (FORCE)"_s.arg(name));
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
    QStringList all{ u"-h"_s, m_directory.path(), u"-p"_s, QString::number(m_port), u"-U"_s, u"aria"_s,
        u"-d"_s, database };
    if (program == u"psql")
        all << u"-X"_s << u"-q"_s << u"-v"_s << u"ON_ERROR_STOP=1"_s;
    process.start(m_binaries + program, all + arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0)
        qFatal("%s %s failed", qPrintable(program), qPrintable(arguments.join(u' ')));
    return process.readAllStandardOutput();
}

} // namespace aria::test
