#include "program/servicerun.h"

#include "base/logging.h"
#include "program/demo.h"
#include "program/exitcodes.h"
#include "program/systemdnotify.h"

#include <QCoreApplication>
#include <QSemaphore>
#include <QThread>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

// The contract allows 5 s from the signal to the end.
constexpr std::chrono::milliseconds stopLimit{ 4500 };

} // namespace

// A thread of its own: this one may be waiting for a part that does not end, and then no timer of it runs.
class ServiceRun::Deadline
{
public:
    explicit Deadline(std::chrono::milliseconds limit)
        : m_thread(QThread::create([this, limit] {
            if (m_ended.tryAcquire(1, static_cast<int>(limit.count())))
                return;
            qCCritical(lcBase, "some part did not stop in time, ending without it");
            std::_Exit(ExitSoftware); // every write is a transaction, so nothing is half done
        }))
    {
        m_thread->start();
    }
    ~Deadline()
    {
        m_ended.release();
        m_thread->wait();
    }
    Q_DISABLE_COPY_MOVE(Deadline)

private:
    QSemaphore m_ended;
    const std::unique_ptr<QThread> m_thread;
};

ServiceRun::ServiceRun(QString program, SettingsInput input, Demo *demo)
    : m_program(std::move(program))
    , m_input(std::move(input))
    , m_demo(demo)
{
    connect(&m_signals, &UnixSignals::terminationRequested, this, &ServiceRun::stop);
    if (m_demo) {
        connect(m_demo, &Demo::failed, this, &ServiceRun::fail);
        connect(m_demo, &Demo::started, this, &ServiceRun::startService);
    }
}

ServiceRun::~ServiceRun() = default;

Expected<void> ServiceRun::untilStopped(QCoreApplication &application)
{
    // In the event loop, so that quitting works from the start.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_demo)
                m_demo->start();
            else
                startService();
        },
        Qt::QueuedConnection);
    application.exec();
    if (m_error)
        return Unexpected(*m_error);
    return {};
}

void ServiceRun::startService()
{
    if (m_isStopping)
        return;
    if (m_demo)
        m_input.demo = m_demo->settings();
    const Expected<LoadedSettings> loaded = loadSettings(m_input);
    if (!loaded)
        return fail(loaded.error());
    m_service = std::make_unique<ServiceProcess>(*loaded);
    connect(m_service.get(), &ServiceProcess::failed, this, &ServiceRun::fail);
    connect(m_service.get(), &ServiceProcess::stopped, this, &ServiceRun::finish);
    const Expected<void> started = m_service->start();
    if (!started) {
        m_service.reset();
        return fail(started.error());
    }
    const QUrl url = m_service->url();
    QByteArray text = u"%1 ready at %2\n"_s.arg(m_program, url.toString()).toUtf8();
    if (m_demo)
        text += Demo::hints(url, loaded->settings.apiToken).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fflush(stdout);
    if (!notifySystemd("READY=1\nSTATUS=Listening at " + url.toEncoded()))
        qCWarning(lcBase, "systemd could not be told that the service is ready");
    if (const auto interval = WatchdogFeeder::wantedInterval())
        m_feeder = std::make_unique<WatchdogFeeder>(m_service->members(), *interval);
}

void ServiceRun::stop()
{
    if (m_isStopping)
        return;
    m_isStopping = true;
    m_feeder.reset();
    notifySystemd("STOPPING=1"); // it waits for the end anyway
    m_deadline = std::make_unique<Deadline>(stopLimit);
    if (m_service)
        m_service->stop();
    else
        finish();
}

void ServiceRun::fail(const Error &error)
{
    if (!m_error)
        m_error = error;
    stop();
}

void ServiceRun::finish()
{
    if (!m_demo)
        return QCoreApplication::quit();
    // After the service, which may send a last request to Google. The simulator writes its state before it ends.
    connect(m_demo, &Demo::stopped, this, &QCoreApplication::quit);
    m_demo->stop();
}

} // namespace aria::program
