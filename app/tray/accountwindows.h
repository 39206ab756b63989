// The windows that need more than the service: the sign-in assistant and the settings.
#pragma once

#include "base/random.h"
#include "choices/settingsaccess.h"
#include "keyring/tokenkeeper.h"
#include "tray/servicehost.h"
#include "trayicon/desktop.h"

namespace aria::signin {
class Assistant;
}
namespace aria::settings {
class SettingsWindow;
}

namespace aria::tray {

// Lives on the UI thread; the references outlive it.
class AccountWindows : public QObject
{
    Q_OBJECT
public:
    AccountWindows(uicommon::ServiceLink &link, trayicon::Desktop &desktop, const ServiceHost &host,
        RandomSource &random, keyring::TokenKeeper &keeper, QObject *parent = nullptr);
    ~AccountWindows() override;

    // Where the API listens now: Google sends the browser back there.
    void setServiceUrl(const QUrl &url) { m_url = url; }

    void openAssistant();
    void openSettings();
    Expected<choices::SettingsAccess>
    access() const; // the settings as they are now; error: they cannot be shown
    void closeAll();

Q_SIGNALS:
    void restartWanted();
    void quitWanted(); // the demo runs instead
    void preferencesChanged();

private:
    QStringList landings() const;
    QString newToken();
    void startDemo();
    static void raise(QWidget *window);

    uicommon::ServiceLink &m_link;
    trayicon::Desktop &m_desktop;
    const ServiceHost &m_host;
    RandomSource &m_random;
    keyring::TokenKeeper &m_keeper;
    QUrl m_url;
    std::optional<choices::SettingsAccess> m_assistantAccess; // outlive their windows
    std::optional<choices::SettingsAccess> m_settingsAccess;
    QPointer<signin::Assistant> m_assistant;
    QPointer<settings::SettingsWindow> m_settings;
};

} // namespace aria::tray
