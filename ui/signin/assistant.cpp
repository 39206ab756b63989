#include "signin/assistant.h"

#include "base/whenfinished.h"
#include "signin/choicespage.h"
#include "signin/clientfilepage.h"
#include "signin/firstsyncpage.h"
#include "signin/signinpage.h"
#include "signin/signinwords.h"
#include "uicommon/screenroom.h"

#include <QAbstractButton>

namespace aria::signin {

namespace {

// A wizard asks its pages for their size before their texts are wrapped.
constexpr QSize roomForText(680, 560);

} // namespace

Assistant::Assistant(const AssistantContext &context, QWidget *parent)
    : QWizard(parent)
    , m_link(context.link)
    , m_watch(context.watch)
    , m_actions(context.actions)
    , m_browser(context.link, context.landings, context.browser)
    , m_isFirst(!context.watch.status().lastSyncTime.isValid())
{
    setWindowTitle(tr("Connect to Google"));
    setWizardStyle(QWizard::ModernStyle); // the same everywhere, in the platform's colours
    setOption(QWizard::NoBackButtonOnStartPage);
    setOption(QWizard::NoBackButtonOnLastPage);
    resize(uicommon::boundedByScreen(*this, roomForText)); // what does not fit is scrolled to
    setButtonText(QWizard::CancelButton, tr("Close"));

    const google::AuthStatus &auth = m_watch.health().auth;
    QString explanation;
    if (SignInWords::hasEnded(auth))
        explanation = SignInWords::whyItEnded();
    else if (!m_isFirst)
        explanation = auth.problem.isEmpty()
            ? tr("The account’s events stay here and are compared after the sign-in.")
            : auth.problem;
    auto *file = new ClientFilePage(context.access.settings().credentialsDir, this);
    auto *browser = new SignInPage(m_browser, explanation, this);
    auto *choices = new ChoicesPage(m_link, context.access, context.autostart, this);
    auto *first = new FirstSyncPage(m_watch, context.format, this);
    for (QWizardPage *page : std::initializer_list<QWizardPage *>{ file, browser, choices, first })
        uicommon::makeScrollable(*page);
    setPage(ClientFile, file);
    setPage(SignIn, browser);
    setPage(Choices, choices);
    setPage(FirstSync, first);
    setStartId(auth.clientSecretsConfigured ? SignIn : ClientFile);

    connect(file, &ClientFilePage::demoWanted, this, &Assistant::demoWanted);
    connect(browser, &SignInPage::otherFileWanted, this, [this] { startAt(ClientFile); });
    connect(choices, &ChoicesPage::chosen, this, &Assistant::letFirstSyncGo);
    connect(&m_browser, &BrowserSignIn::changed, this, &Assistant::followSignIn);
    connect(this, &QDialog::accepted, this, &Assistant::agendaWanted);
}

Assistant::~Assistant()
{
    letFirstSyncGo(false);
}

void Assistant::startAt(Page page)
{
    setStartId(page);
    restart();
}

void Assistant::followSignIn()
{
    if (m_browser.step() == BrowserSignIn::Step::Waiting)
        return holdFirstSync();
    if (m_browser.step() != BrowserSignIn::Step::Done)
        return letFirstSyncGo(false);
    // The person is in the browser.
    raise();
    activateWindow();
    if (m_isFirst && currentId() == SignIn)
        next();
    else
        letFirstSyncGo(false);
}

// Otherwise the events of a calendar that the person is about to untick would already be imported.
void Assistant::holdFirstSync()
{
    if (!m_isFirst || m_holds || !m_link.service() || m_watch.status().state == service::State::Paused)
        return;
    m_holds = true;
    m_actions.holdSync();
}

void Assistant::letFirstSyncGo(bool restart)
{
    const bool held = std::exchange(m_holds, false);
    if (!held || !m_link.service()) {
        if (restart)
            Q_EMIT restartWanted();
        return;
    }
    const auto resumed = m_actions.letSyncGo();
    if (restart) // once the service has noted that it is not paused
        whenFinished(resumed, this, [this](const auto &) { Q_EMIT restartWanted(); });
}

} // namespace aria::signin
