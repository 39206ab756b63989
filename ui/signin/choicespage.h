// Page 3: which calendars, what to do when both sides changed, start with the session.
#pragma once

#include "choices/autostart.h"
#include "choices/settingsaccess.h"
#include "uicommon/servicelink.h"

#include <QWizardPage>

class QCheckBox;
class QLabel;

namespace aria::choices {
class CalendarPicker;
class StrategyChoice;
} // namespace aria::choices

namespace aria::signin {

class ChoicesPage : public QWizardPage
{
    Q_OBJECT
public:
    ChoicesPage(uicommon::ServiceLink &link, choices::SettingsAccess &access, choices::Autostart autostart,
        QWidget *parent = nullptr);

    void initializePage() override;
    bool isComplete() const override;
    bool validatePage() override; // writes what was chosen
    int nextId() const override;

Q_SIGNALS:
    void chosen(bool changed); // changed: the service must start again to follow

private:
    QLabel *noteAbout(const QString &setting, QWidget *editor);

    choices::SettingsAccess &m_access;
    choices::Autostart m_autostart;
    choices::CalendarPicker *m_calendars;
    choices::StrategyChoice *m_strategy;
    QCheckBox *m_starts;
    QLabel *m_problem;
};

} // namespace aria::signin
