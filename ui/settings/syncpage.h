// How often to sync, what to do if both sides changed, and starting with the session.
#pragma once

#include "choices/autostart.h"
#include "settings/settingspage.h"

class QCheckBox;

namespace aria::settings {

class SyncPage : public SettingsPage
{
    Q_OBJECT
public:
    explicit SyncPage(choices::Autostart autostart, QWidget *parent = nullptr);

    void load(const choices::SettingsAccess &access) override;
    Expected<void> apply() override;

private:
    choices::Autostart m_autostart;
    QCheckBox *m_starts;
};

} // namespace aria::settings
