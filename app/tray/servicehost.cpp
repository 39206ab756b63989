#include "tray/servicehost.h"

using namespace Qt::StringLiterals;

namespace aria::tray {

using program::Demo;
using program::ServiceProcess;

ServiceHost::ServiceHost(SettingsInput input, Demo *demo, QObject *parent)
    : QObject(parent)
    , m_input(std::move(input))
    , m_demo(demo)
{
    if (!m_demo)
        return;
    connect(m_demo, &Demo::failed, this, &ServiceHost::failed);
    connect(m_demo, &Demo::stopped, this, &ServiceHost::stopped);
    connect(m_demo, &Demo::started, this, [this] {
        m_isDemoReady = true;
        startService();
    });
}

void ServiceHost::usePort(quint16 port)
{
    m_input.commandLine.insert(u"CALENDAR_SYNC_PORT"_s, QString::number(port));
}

void ServiceHost::start()
{
    if (m_demo && !m_isDemoReady)
        m_demo->start();
    else
        startService();
}

void ServiceHost::startService()
{
    if (m_isEnding || m_process)
        return;
    if (m_demo)
        m_input.demo = m_demo->settings();
    const Expected<LoadedSettings> loaded = loadSettings(m_input);
    if (!loaded)
        return Q_EMIT failed(loaded.error());
    m_settings = loaded->settings;
    auto process = std::make_unique<ServiceProcess>(*loaded, m_tokens);
    if (const Expected<void> ready = process->start(); !ready) {
        process.reset();
        return Q_EMIT failed(ready.error());
    }
    m_process = std::move(process);
    connect(m_process.get(), &ServiceProcess::stopped, this, &ServiceHost::serviceStopped);
    connect(m_process.get(), &ServiceProcess::failed, this, [this](const Error &error) {
        stop();
        Q_EMIT failed(error);
    });
    m_hasStarted = true;
    Q_EMIT started(&m_process->service(), m_process->url());
}

void ServiceHost::restart()
{
    if (m_isEnding || m_startAgain)
        return;
    if (!m_process)
        return start();
    m_startAgain = true;
    Q_EMIT stopping();
    m_process->stop();
}

void ServiceHost::stop()
{
    if (m_isEnding)
        return;
    m_isEnding = true;
    if (m_process && !m_startAgain) {
        Q_EMIT stopping();
        m_process->stop();
    } else if (!m_process) {
        serviceStopped();
    }
}

void ServiceHost::serviceStopped()
{
    if (m_process)
        m_process.release()->deleteLater(); // this is its signal
    if (std::exchange(m_startAgain, false) && !m_isEnding)
        return startService();
    // After the service, which may send a last request to Google.
    if (m_demo)
        m_demo->stop();
    else
        QMetaObject::invokeMethod(this, &ServiceHost::stopped, Qt::QueuedConnection);
}

} // namespace aria::tray
