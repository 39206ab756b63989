// Shows which program this is, and what to put into a bug report.
#pragma once

#include "settings/settingspage.h"
#include "uicommon/statuswatch.h"

class QLabel;

namespace aria::settings {

class AboutPage : public SettingsPage
{
    Q_OBJECT
public:
    AboutPage(
        const uicommon::StatusWatch &watch, const choices::SettingsAccess &access, QWidget *parent = nullptr);

private:
    void copyDiagnostics();

    const uicommon::StatusWatch &m_watch;
    const choices::SettingsAccess &m_access;
    QLabel *m_copied;
};

} // namespace aria::settings
