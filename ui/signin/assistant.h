// The first steps: client file, sign-in, choices, first sync; or only the sign-in if there was one before.
#pragma once

#include "choices/autostart.h"
#include "choices/settingsaccess.h"
#include "signin/browsersignin.h"
#include "uicommon/serviceactions.h"
#include "uicommon/uiformat.h"

#include <QWizard>

namespace aria::signin {

// References outlive the window.
struct AssistantContext
{
    uicommon::ServiceLink &link;
    const uicommon::StatusWatch &watch;
    uicommon::ServiceActions &actions;
    choices::SettingsAccess &access;
    choices::Autostart autostart;
    uicommon::UiFormat format;
    BrowserSignIn::Landings landings;
    BrowserSignIn::Browser browser;
};

class Assistant : public QWizard
{
    Q_OBJECT
public:
    enum Page { ClientFile, SignIn, Choices, FirstSync };

    explicit Assistant(const AssistantContext &context, QWidget *parent = nullptr);
    ~Assistant() override; // a first sync that was held back goes on

Q_SIGNALS:
    void restartWanted(); // calendars or strategy changed
    void demoWanted();
    void agendaWanted();

private:
    void startAt(Page page);
    void followSignIn();
    void holdFirstSync();
    void letFirstSyncGo(bool restart);

    uicommon::ServiceLink &m_link;
    const uicommon::StatusWatch &m_watch;
    uicommon::ServiceActions &m_actions;
    BrowserSignIn m_browser;
    bool m_isFirst;
    bool m_holds = false;
};

} // namespace aria::signin
