// One run of the service under signals, systemd and, if asked for, the demo: start, ready line, stop within 5 s.
#pragma once

#include "base/settings.h"
#include "program/serviceprocess.h"
#include "program/unixsignals.h"
#include "program/watchdogfeeder.h"

#include <memory>

class QCoreApplication;

namespace aria::program {

class Demo;

class ServiceRun : public QObject
{
    Q_OBJECT
public:
    // demo: null, or not yet started and outliving this.
    ServiceRun(QString program, SettingsInput input, Demo *demo);
    ~ServiceRun() override;

    // Spins the application's event loop. The error is the first thing that went wrong.
    Expected<void> untilStopped(QCoreApplication &application);

private:
    class Deadline;

    void startService();
    void stop();
    void fail(const Error &error);
    void finish();

    QString m_program;
    SettingsInput m_input;
    Demo *m_demo;
    UnixSignals m_signals;
    std::unique_ptr<Deadline> m_deadline; // of the end; outlives the service
    std::unique_ptr<ServiceProcess> m_service;
    std::unique_ptr<WatchdogFeeder> m_feeder; // only while m_service runs
    bool m_isStopping = false;
    std::optional<Error> m_error;
};

} // namespace aria::program
