#include "program/demo.h"

#include "base/logging.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

constexpr QByteArrayView readyPrefix = "google-calendar-simulator ready at ";
constexpr std::chrono::seconds startPatience{ 30 };
constexpr std::chrono::seconds stopPatience{ 2 };

bool makePrivateDirectory(const QString &path)
{
    return QDir().mkpath(path)
        && QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

} // namespace

Demo::Demo(QString simulatorPath, QString directory, QObject *parent)
    : QObject(parent)
    , m_simulatorPath(std::move(simulatorPath))
    , m_directory(std::move(directory))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (m_isOver)
            m_process.kill();
        else
            fail(u"the Google simulator did not get ready in time"_s);
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &Demo::readOutput);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(u"the Google simulator cannot be started: %1"_s.arg(m_process.errorString()));
    });
    connect(&m_process, &QProcess::finished, this, [this](int exitCode) {
        if (!m_isOver)
            fail(u"the Google simulator ended with exit code %1"_s.arg(exitCode));
        m_patience.stop();
        Q_EMIT stopped();
    });
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setChildProcessModifier([] {
        // Ctrl-C in the terminal is only for us; we end the simulator after our last message to it. But it must not
        // outlive us, even if we are killed.
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    });
}

Demo::~Demo()
{
    m_isOver = true;
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning)
        m_process.kill(); // QProcess's destructor then waits for it
}

void Demo::start()
{
    const QString credentials = m_directory + u"/credentials"_s;
    if (!makePrivateDirectory(m_directory) || !makePrivateDirectory(credentials))
        return fail(u"the demo's folder %1 cannot be made"_s.arg(m_directory));
    m_patience.start(startPatience);
    m_process.start(m_simulatorPath,
        { u"--sample"_s, u"--write-client-secrets"_s, credentials, u"--write-token"_s, credentials,
            u"--state"_s, m_directory + u"/google.json"_s, u"--port"_s, u"0"_s });
}

void Demo::stop()
{
    m_isOver = true;
    if (m_process.state() == QProcess::NotRunning) {
        QMetaObject::invokeMethod(this, &Demo::stopped, Qt::QueuedConnection);
        return;
    }
    m_process.terminate();
    m_patience.start(stopPatience);
}

QHash<QString, QString> Demo::settings() const
{
    QHash<QString, QString> settings{
        { u"CALENDAR_SYNC_DATABASE_URL"_s,
            u"sqlite://"_s
                + QString::fromLatin1(QUrl::toPercentEncoding(m_directory + u"/calendar.db"_s, "/")) },
        { u"CALENDAR_SYNC_CREDENTIALS_DIR"_s, m_directory + u"/credentials"_s },
        { u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s, u"primary"_s },
        { u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, QString() },
    };
    if (!m_googleUrl.isEmpty()) {
        settings.insert(u"CALENDAR_SYNC_GOOGLE_API_URL"_s, m_googleUrl.toString());
        settings.insert(u"CALENDAR_SYNC_GOOGLE_REVOKE_URL"_s, m_googleUrl.toString() + u"/revoke"_s);
    }
    return settings;
}

QString Demo::simulatorBeside(const QString &programFolder)
{
    const QString name = u"/google-calendar-simulator"_s;
    const QString beside = programFolder + name;
    return QFile::exists(beside)
        ? beside
        : QDir::cleanPath(programFolder + u"/../libexec/aria-calendar-sync"_s + name);
}

QString Demo::hints(const QUrl &serviceUrl, const QString &apiToken)
{
    // The token itself is kept out of terminals and their history.
    const QString header =
        apiToken.isEmpty() ? QString() : u" -H \"Authorization: Bearer $CALENDAR_SYNC_API_TOKEN\""_s;
    return u"Try:\n"
           "  curl -s%2 '%1/events/today'\n"
           "  curl -s%2 '%1/events/upcoming?days=7'\n"
           "  curl -s%2 '%1/events/create' -H 'Content-Type: application/json' \\\n"
           "       -d '{\"title\": \"Tea\", \"start_time\": \"2030-01-15T14:00:00Z\", \"end_time\": "
           "\"2030-01-15T15:00:00Z\"}'\n"_s.arg(serviceUrl.toString(), header);
}

void Demo::readOutput()
{
    m_output += m_process.readAllStandardOutput();
    qsizetype end = 0;
    while ((end = m_output.indexOf('\n')) >= 0) {
        const QByteArray line = m_output.left(end).trimmed();
        m_output.remove(0, end + 1);
        if (m_isOver || !m_googleUrl.isEmpty() || !line.startsWith(readyPrefix))
            continue;
        const QUrl url(QString::fromUtf8(line.mid(readyPrefix.size())), QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty())
            return fail(u"the Google simulator named no address"_s);
        m_patience.stop();
        m_googleUrl = url;
        Q_EMIT started();
    }
}

void Demo::fail(const QString &why)
{
    if (m_isOver)
        return;
    stop();
    Q_EMIT failed(Error{ ErrorCategory::Unavailable, u"demo_failed"_s, why });
}

} // namespace aria::program
