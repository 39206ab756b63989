// Shows which program this is, and what to put into a bug report.
#pragma once

#include "settings/settingspage.h"
#include "uicommon/servicelink.h"

class QLabel;

namespace aria::settings {

class AboutPage : public SettingsPage
{
    Q_OBJECT
public:
    AboutPage(
        const uicommon::ServiceLink &link, const choices::SettingsAccess &access, QWidget *parent = nullptr);

private:
    void copyDiagnostics();
    void copy(const std::optional<service::Diagnosis> &diagnosis);

    const uicommon::ServiceLink &m_link;
    const choices::SettingsAccess &m_access;
    QLabel *m_copied;
};

} // namespace aria::settings
