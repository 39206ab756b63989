// The daemon as a process: how it starts, what it says, how it ends, what it leaves on the disk.
#include "e2e/rig.h"

#include "support/testmain.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QNetworkReply>
#include <QTcpServer>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tst_process {

using namespace Qt::StringLiterals;
using namespace aria::e2e;

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void refusesToStart_data();
    void refusesToStart();
    void portInUse();
    void unreadableDatabase();
    void databaseInUse();
    void newerSchema();
    void unusableCredentials();
    void printConfig();
    void precedence();
    void cleanupOption();
    void helpAndVersion();
    void endsOnSignals_data();
    void endsOnSignals();
    void endsWhileGoogleHangs();
    void endsWhileTheDatabaseIsSilent();
    void tellsSystemd();
    void privateFiles();
    void keepsSecrets_data();
    void keepsSecrets();

private:
    // Starts the service, which must end by itself, with one line that holds all of `words`.
    void mustRefuse(int exitCode, const QByteArrayList &words);
    std::unique_ptr<Rig> rig;
};

namespace {

const char *const anEvent =
    "{'title':'x','start_time':'2031-03-04T09:00:00Z','end_time':'2031-03-04T10:00:00Z'}";

bool sql(const QString &file, const QString &statement)
{
    QProcess python;
    python.start(u"python3"_s,
        { u"-c"_s,
            u"import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=10); c.execute(sys.argv[2]); c.commit()"_s,
            file, statement });
    return python.waitForFinished(20'000) && python.exitCode() == 0;
}

} // namespace

void TestProcess::init()
{
    rig = std::make_unique<Rig>();
}

void TestProcess::cleanup()
{
    const QString problem = rig->stopAll();
    rig.reset();
    QCOMPARE(problem, QString());
}

void TestProcess::mustRefuse(int exitCode, const QByteArrayList &words)
{
    QVERIFY(!rig->startService());
    const Program::End end = rig->service.waitForEnd();
    QVERIFY(end.ended);
    QVERIFY(end.normal);
    QVERIFY2(end.exitCode == exitCode, QByteArray::number(end.exitCode) + ' ' + rig->service.errors());
    QByteArrayList lines;
    for (const QByteArray &line : rig->service.errors().split('\n')) {
        if (line.startsWith("aria-calendar-syncd: "))
            lines.append(line);
    }
    QVERIFY2(lines.size() == 1, rig->service.errors());
    for (const QByteArray &word : words)
        QVERIFY2(lines.first().contains(word), word + " is not in " + lines.first());
    QCOMPARE(rig->service.output(), QByteArray());
}

void TestProcess::refusesToStart_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArrayList>("words");
    const auto bad = [](const char *name, const char *value) {
        QTest::newRow((QByteArray(name) + '=' + value).constData())
            << QStringList() << QString::fromLatin1(name) << QString::fromUtf8(value) << 78
            << QByteArrayList{ name, value, "environment" };
    };
    bad("CALENDAR_SYNC_PORT", "99999");
    bad("CALENDAR_SYNC_PORT", "web");
    bad("CALENDAR_SYNC_DATABASE_URL", "mysql://x/y");
    bad("CALENDAR_SYNC_CONFLICT_RESOLUTION", "best");
    bad("CALENDAR_SYNC_INTERVAL_SECONDS", "0");
    bad("CALENDAR_SYNC_TIME_ZONE", "Mars/Olympus");
    bad("CALENDAR_SYNC_LOG_LEVEL", "loud");
    bad("CALENDAR_SYNC_WEBHOOK_BASE_URL", "http://example.com");
    bad("CALENDAR_SYNC_GOOGLE_API_URL", "http://example.com");
    QTest::newRow("beyond loopback without a token")
        << QStringList() << u"CALENDAR_SYNC_HOST"_s << u"0.0.0.0"_s << 78
        << QByteArrayList{ "CALENDAR_SYNC_HOST", "0.0.0.0", "CALENDAR_SYNC_API_TOKEN" };
    QTest::newRow("unknown option") << QStringList{ u"--nonsense"_s } << QString() << QString() << 64
                                    << QByteArrayList{ "nonsense" };
    QTest::newRow("argument") << QStringList{ u"nonsense"_s } << QString() << QString() << 64
                              << QByteArrayList{ "nonsense" };
    QTest::newRow("--env-file that is not there")
        << QStringList{ u"--env-file"_s, u"nowhere.env"_s } << QString() << QString() << 78
        << QByteArrayList{ "nowhere.env" };
    QTest::newRow("on the command line") << QStringList{ u"--port"_s, u"x"_s } << QString() << QString() << 78
                                         << QByteArrayList{ "CALENDAR_SYNC_PORT", "command line" };
}

void TestProcess::refusesToStart()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(int, exitCode);
    QFETCH(QByteArrayList, words);
    rig->arguments = arguments;
    if (!variable.isEmpty())
        rig->environment.insert(variable, value);
    mustRefuse(exitCode, words);
    QVERIFY(!QFile::exists(rig->databaseFile()));
}

void TestProcess::portInUse()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    rig->environment.insert(u"CALENDAR_SYNC_PORT"_s, QString::number(other.serverPort()));
    mustRefuse(69, { QByteArray::number(other.serverPort()) });
}

void TestProcess::unreadableDatabase()
{
    QVERIFY(QDir().mkpath(QFileInfo(rig->databaseFile()).path()));
    QFile file(rig->databaseFile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    mustRefuse(66, { "calendar.db" });
}

void TestProcess::databaseInUse()
{
    // The same file by another name, and no port that could be in the way.
    QVERIFY(rig->startService());
    Program second(daemonPath());
    QProcessEnvironment environment = rig->environment;
    const QString alias = rig->path(u"alias.db"_s);
    QVERIFY(QFile::link(rig->databaseFile(), alias));
    environment.insert(u"CALENDAR_SYNC_DATABASE_URL"_s, u"sqlite://"_s + alias);
    second.launch({}, environment, rig->path(u"work"_s));
    const Program::End end = second.waitForEnd();
    QVERIFY2(end.ended && end.normal && end.exitCode == 69, second.errors());
    QVERIFY2(second.errors().contains("another service works on the database"), second.errors());
    QVERIFY(!second.output().contains("ready"));
    // The first one is not disturbed, and its place is free as soon as it is dead.
    QCOMPARE(rig->api("GET", u"/health"_s).status, 200);
    rig->service.killHard();
    QVERIFY(rig->startService());
}

void TestProcess::newerSchema()
{
    QVERIFY(rig->startService());
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(sql(
        rig->databaseFile(), u"UPDATE aria_calendar_metadata SET value='9999' WHERE key='schema_version'"_s));
    mustRefuse(65, { "9999" });
}

void TestProcess::unusableCredentials()
{
    const QString file = rig->path(u"not-a-folder"_s);
    QFile touched(file);
    QVERIFY(touched.open(QIODevice::WriteOnly));
    rig->environment.insert(u"CALENDAR_SYNC_CREDENTIALS_DIR"_s, file);
    mustRefuse(77, { "not-a-folder", "CALENDAR_SYNC_CREDENTIALS_DIR" });
}

void TestProcess::printConfig()
{
    rig->environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, u"secret-token-4711"_s);
    rig->environment.insert(
        u"CALENDAR_SYNC_DATABASE_URL"_s, u"postgresql://user:hidden-word@db.example.org/aria"_s);
    rig->arguments = { u"--print-config"_s, u"--interval-seconds"_s, u"77"_s };
    QVERIFY(!rig->startService());
    const Program::End end = rig->service.waitForEnd();
    QCOMPARE(end.exitCode, 0);
    const QByteArray output = rig->service.output();
    QVERIFY(!output.contains("secret-token-4711"));
    QVERIFY(!output.contains("hidden-word"));
    QVERIFY2(output.contains("CALENDAR_SYNC_INTERVAL_SECONDS=77"), output);
    QVERIFY(output.contains("command line") && output.contains("environment") && output.contains("default"));
    for (const char *name : { "DATABASE_URL", "GOOGLE_CALENDAR_ID", "CONFLICT_RESOLUTION", "WEBHOOK_BASE_URL",
             "HOST", "PORT", "API_TOKEN", "CREDENTIALS_DIR", "INTERVAL_SECONDS", "PUSH_WAIT_MS", "TIME_ZONE",
             "HISTORY_RETENTION_DAYS", "DELETED_RETENTION_DAYS", "NOTIFY_URL", "NOTIFY_SECRET", "LOG_LEVEL",
             "LOG_FORMAT", "DB_POOL_MIN", "DB_POOL_MAX", "GOOGLE_API_URL", "GOOGLE_REVOKE_URL" })
        QVERIFY2(output.contains(QByteArray("CALENDAR_SYNC_") + name + '='), name);
}

void TestProcess::precedence()
{
    const auto write = [&](const QString &path, const QByteArray &text) {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write(rig->path(u"config/aria-calendar-sync/settings.ini"_s),
        "interval_seconds=10\npush_wait_ms=10\nlog_format=json\n"));
    QVERIFY(write(rig->path(u"work/.env"_s),
        "# comment\nCALENDAR_SYNC_INTERVAL_SECONDS=20\nexport "
        "CALENDAR_SYNC_PUSH_WAIT_MS=\"20\"\nCALENDAR_SYNC_LOG_LEVEL=error\n"));
    rig->environment.insert(u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"30"_s);
    const auto config = [&](const QStringList &arguments) {
        rig->arguments = QStringList{ u"--print-config"_s } + arguments;
        (void)rig->startService();
        (void)rig->service.waitForEnd();
        return rig->service.output();
    };
    QByteArray shown = config({});
    QVERIFY2(shown.contains("INTERVAL_SECONDS=30"), shown); // environment over .env
    QVERIFY2(shown.contains("PUSH_WAIT_MS=20"), shown); // .env over settings.ini
    QVERIFY2(shown.contains("LOG_FORMAT=json"), shown); // settings.ini over the default
    shown = config({ u"--interval-seconds"_s, u"40"_s });
    QVERIFY2(shown.contains("INTERVAL_SECONDS=40"), shown);
    // Another file instead of .env.
    QVERIFY(write(rig->path(u"other.env"_s), "CALENDAR_SYNC_PUSH_WAIT_MS=21\n"));
    shown = config({ u"--env-file"_s, rig->path(u"other.env"_s) });
    QVERIFY2(shown.contains("PUSH_WAIT_MS=21"), shown);
}

void TestProcess::cleanupOption()
{
    QVERIFY(rig->start());
    QCOMPARE(rig->api("POST", u"/events/create"_s, json(anEvent)).status, 200);
    QCOMPARE(rig->stopService(), QString());
    QVERIFY(rig->count(u"aria_calendar_sync_history"_s) > 0);
    QVERIFY(sql(rig->databaseFile(),
        u"UPDATE aria_calendar_sync_history SET created_at='2020-01-01T00:00:00.000Z'"_s));
    rig->arguments = { u"--cleanup"_s };
    QVERIFY(!rig->startService());
    QCOMPARE(rig->service.waitForEnd().exitCode, 0);
    QCOMPARE(rig->count(u"aria_calendar_sync_history"_s), 0);
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
    QVERIFY2(rig->service.output().contains("1 rows"), rig->service.output());
}

void TestProcess::helpAndVersion()
{
    for (const char *option : { "--help", "--version" }) {
        rig->arguments = { QLatin1String(option) };
        QVERIFY(!rig->startService());
        QCOMPARE(rig->service.waitForEnd().exitCode, 0);
        QVERIFY(rig->service.output().contains("aria-calendar-syncd"));
    }
}

void TestProcess::endsOnSignals_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestProcess::endsOnSignals()
{
    QFETCH(int, number);
    QVERIFY(rig->start());
    QCOMPARE(rig->service.output(), "aria-calendar-syncd ready at " + rig->service.url().toEncoded() + '\n');
    const Program::End end = rig->service.stop(number);
    QVERIFY(end.ended);
    QVERIFY(end.normal);
    QCOMPARE(end.exitCode, 0);
}

void TestProcess::endsWhileGoogleHangs()
{
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    rig->fault("{'kind':'delay','ms':60000,'times':-1,'match':{'path':'/calendar/v3'}}");
    QVERIFY(rig->faultsAccepted());
    // One request of each kind hangs: a sync, a write.
    QNetworkReply *sync = rig->startApi("POST", u"/sync/now"_s);
    QNetworkReply *write = rig->startApi("POST", u"/events/create"_s, json(anEvent));
    QTRY_COMPARE(rig->status()[u"total_events"_s], 1);
    QCOMPARE(rig->api("GET", u"/health"_s).status, 200);
    QVERIFY(!sync->isFinished() && !write->isFinished()); // it was answered meanwhile
    const Program::End end = rig->service.stop();
    QVERIFY(end.ended);
    QVERIFY2(end.normal && end.exitCode == 0, rig->service.errors());
    (void)HttpClient::finish(sync);
    (void)HttpClient::finish(write);
    // The event is not lost.
    QCOMPARE(rig->count(u"aria_calendar_events"_s), 1);
    // Closing its sockets lets the simulator end too.
    rig->control("DELETE", u"faults"_s);
}

// Servers that take a connection and say nothing: while one is waited for, nobody hears that it is to end.
void TestProcess::endsWhileTheDatabaseIsSilent()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const QString host = u"127.0.0.1:%1"_s.arg(silent.serverPort());
    rig->environment.insert(
        u"CALENDAR_SYNC_DATABASE_URL"_s, u"postgresql://aria@%1/aria"_s.arg(QStringList(4, host).join(u',')));
    QVERIFY2(rig->startService(), rig->service.errors());
    const Program::End end = rig->service.stop();
    QVERIFY(end.ended);
    QVERIFY(end.normal);
}

void TestProcess::tellsSystemd()
{
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    QVERIFY(socket >= 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const QByteArray path = rig->path(u"notify"_s).toLocal8Bit();
    QVERIFY(path.size() < qsizetype(sizeof(address.sun_path)));
    memcpy(address.sun_path, path.constData(), size_t(path.size()) + 1);
    QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)), 0);
    const auto receive = [socket] {
        QByteArray message(4096, '\0');
        const ssize_t size = ::recv(socket, message.data(), size_t(message.size()), 0);
        return message.left(std::max<ssize_t>(0, size));
    };
    rig->environment.insert(u"NOTIFY_SOCKET"_s, QString::fromLocal8Bit(path));
    QVERIFY(rig->startService());
    QByteArray message;
    QTRY_VERIFY(!message.isEmpty() || !(message = receive()).isEmpty());
    QVERIFY2(message.startsWith("READY=1"), message);
    QCOMPARE(rig->stopService(), QString());
    QVERIFY((message = receive()).contains("STOPPING=1"));
    ::close(socket);
}

void TestProcess::privateFiles()
{
    QVERIFY(rig->start());
    QCOMPARE(rig->syncNow().status, 200);
    QCOMPARE(rig->api("POST", u"/events/create"_s, json(anEvent)).status, 200);
    const auto open = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeOther;
    int seen = 0;
    for (const QString &folder : { rig->path(u"data/aria-calendar-sync"_s), rig->credentials() }) {
        QVERIFY2(!(QFile::permissions(folder) & open), folder.toUtf8());
        QDirIterator files(folder, QDir::Files | QDir::Hidden);
        while (files.hasNext()) {
            const QString file = files.next();
            QVERIFY2(!(QFile::permissions(file) & open), file.toUtf8());
            ++seen;
        }
    }
    QVERIFY(seen >= 3); // the database with its log, token.json, client_secrets.json
}

void TestProcess::keepsSecrets_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("text") << u"text"_s;
    QTest::newRow("json") << u"json"_s;
}

void TestProcess::keepsSecrets()
{
    QFETCH(QString, format);
    rig->environment.insert(u"CALENDAR_SYNC_LOG_FORMAT"_s, format);
    rig->environment.insert(u"CALENDAR_SYNC_API_TOKEN"_s, u"api-token-very-secret"_s);
    QVERIFY(rig->start());
    const Headers bearer{ { "Authorization", "Bearer api-token-very-secret" } };
    QByteArray answers;
    const auto send = [&](const QByteArray &method, const QString &target, const QByteArray &body,
                          const Headers &headers) {
        const Answer answer = rig->api(method, target, body, headers);
        answers += answer.body;
        for (auto it = answer.headers.begin(); it != answer.headers.end(); ++it)
            answers += it.key() + ": " + it.value() + '\n';
        return answer;
    };
    QCOMPARE(send("POST", u"/sync/now"_s, {}, bearer).status, 200);
    QCOMPARE(send("POST", u"/events/create"_s, json(anEvent), bearer).status, 200);
    // Everything that could tempt somebody to log a secret: refreshes, refusals, broken connections, bad codes.
    rig->control("POST", u"expire"_s, json("{'what':'accessTokens'}"));
    QCOMPARE(send("POST", u"/sync/now"_s, {}, bearer).status, 200);
    rig->fault(
        "[{'match':{'path':'/events'},'kind':'drop_after'},{'match':{'path':'/events'},'kind':'html'}]");
    send("POST", u"/sync/now"_s, {}, bearer);
    send("GET", u"/auth/callback?code=4%2F0Acode-very-secret&state=state-very-secret"_s, {}, {});
    send("POST", u"/auth/callback"_s,
        json(
            "{'code':'4/0Acode-very-secret','redirect_uri':'http://localhost/','state':'state-very-secret'}"),
        bearer);
    send("GET", u"/sync/status"_s, {}, { { "Authorization", "Bearer wrong-token-very-secret" } });
    send("GET", u"/events/today?access_token=query-very-secret"_s, {}, bearer);
    QFile file(rig->credentials() + u"/token.json"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject token = QJsonDocument::fromJson(file.readAll()).object();
    rig->control("POST", u"expire"_s, json("{'what':'refreshTokens'}"));
    QCOMPARE(send("POST", u"/sync/now"_s, {}, bearer).status, 400);
    send("POST", u"/auth/revoke"_s, {}, bearer);
    QCOMPARE(rig->stopService(), QString());

    QByteArray database;
    QDirIterator files(rig->path(u"data"_s), QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile stored(files.next());
        QVERIFY(stored.open(QIODevice::ReadOnly));
        database += stored.readAll();
    }
    QVERIFY(!database.isEmpty());
    QByteArrayList secrets{ "very-secret", "ya29.", "1//0", "GOCSPX-" };
    for (const char *name : { "token", "refresh_token", "client_secret" })
        secrets.append(token[QLatin1String(name)].toString().toUtf8());
    const QByteArray said = rig->service.everything();
    QVERIFY(said.contains("GET /calendar/v3/")); // debug level it is
    for (const QByteArray &secret : std::as_const(secrets)) {
        QVERIFY(secret.size() >= 4);
        QVERIFY2(!said.contains(secret), secret);
        QVERIFY2(!answers.contains(secret), secret);
        QVERIFY2(!database.contains(secret), secret);
    }
}

ARIA_TEST(TestProcess)

} // namespace tst_process

#include "tst_process.moc"
