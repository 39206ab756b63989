// The service inside the tray program: started, stopped, and started again with other settings.
#pragma once

#include "program/demo.h"
#include "program/serviceprocess.h"

namespace aria::tray {

// Lives on the main thread.
class ServiceHost : public QObject
{
    Q_OBJECT
public:
    // demo: null, or not yet started and outliving this.
    ServiceHost(SettingsInput input, program::Demo *demo, QObject *parent = nullptr);

    void start(); // ends in started() or failed()
    void restart(); // reads the settings again; stopping(), then started() or failed()
    void stop(); // stopping(), then stopped(), which never comes from within
    // Of the next start; null: token.json.
    void useTokens(std::shared_ptr<const google::TokenStore> tokens) { m_tokens = std::move(tokens); }
    void usePort(quint16 port); // of the next start, stronger than every setting

    const SettingsInput &input() const { return m_input; }
    const Settings &settings() const { return m_settings; } // as last read
    bool hasStarted() const { return m_hasStarted; } // at least once

Q_SIGNALS:
    void started(aria::service::CalendarService *service, const QUrl &url);
    void stopping(); // the service is not to be used any more
    void stopped();
    void failed(const aria::Error &error); // there is no service; another start() may succeed

private:
    void startService();
    void serviceStopped();

    SettingsInput m_input;
    program::Demo *m_demo;
    bool m_isDemoReady = false;
    Settings m_settings;
    std::shared_ptr<const google::TokenStore> m_tokens;
    std::unique_ptr<program::ServiceProcess> m_process;
    bool m_hasStarted = false;
    bool m_startAgain = false;
    bool m_isEnding = false;
};

} // namespace aria::tray
