#include "signin/signinpage.h"

#include "signin/assistant.h"
#include "uicommon/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::signin {

using Step = BrowserSignIn::Step;

SignInPage::SignInPage(BrowserSignIn &browser, const QString &explanation, QWidget *parent)
    : QWizardPage(parent)
    , m_browser(browser)
    , m_isAgain(!explanation.isEmpty())
    , m_mark(new QLabel(this))
    , m_message(new QLabel(this))
    , m_start(new QPushButton(uicommon::icon(u"signin"_s), QString(), this))
    , m_copy(new QPushButton(tr("Copy &link"), this))
    , m_open(new QPushButton(uicommon::icon(u"open"_s), tr("&Open the browser again"), this))
    , m_cancel(new QPushButton(tr("&Stop waiting"), this))
    , m_other(new QPushButton(tr("Use another client_&secrets.json…"), this))
{
    setTitle(m_isAgain ? tr("Connect to Google again") : tr("Sign in to Google"));
    setSubTitle(tr(
        "Your password stays in the browser. This program gets the right to see and edit events and to see "
        "the list of your calendars, nothing else."));
    auto *why = new QLabel(explanation, this);
    why->setWordWrap(true);
    why->setVisible(m_isAgain);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *column = new QVBoxLayout(this);
    column->addWidget(why);
    auto *said = new QHBoxLayout;
    said->addWidget(m_mark, 0, Qt::AlignTop);
    said->addWidget(m_message, 1);
    column->addLayout(said);
    auto *row = new QHBoxLayout;
    for (QPushButton *button : { m_start, m_copy, m_open, m_cancel })
        row->addWidget(button);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    column->addWidget(m_other, 0, Qt::AlignLeading);

    connect(m_start, &QPushButton::clicked, &m_browser, &BrowserSignIn::start);
    connect(m_open, &QPushButton::clicked, &m_browser, &BrowserSignIn::openBrowser);
    connect(m_cancel, &QPushButton::clicked, &m_browser, &BrowserSignIn::cancel);
    connect(m_copy, &QPushButton::clicked, this, &SignInPage::copyLink);
    connect(m_other, &QPushButton::clicked, this, &SignInPage::otherFileWanted);
    connect(&m_browser, &BrowserSignIn::changed, this, &SignInPage::follow);
    follow();
}

void SignInPage::follow()
{
    const Step step = m_browser.step();
    const bool waits = step == Step::Waiting;
    QString text;
    QString mark;
    switch (step) {
    case Step::Ready:
        text = tr("The browser opens Google’s own page. Choose your account there and allow what is asked.");
        break;
    case Step::Asking:
        text = tr("Preparing the sign-in…");
        break;
    case Step::Waiting:
        mark = u"waiting"_s;
        text = m_browser.hasBrowser()
            ? tr("Continue in your browser. This page goes on by itself when you are done there.")
            : tr("No browser could be opened. Copy the link and open it in one on this computer.");
        break;
    case Step::Done:
        mark = u"check"_s;
        text = m_isAgain ? tr("You are signed in again, and the sync goes on.") : tr("You are signed in.");
        break;
    case Step::Failed:
        mark = u"error"_s;
        text = m_browser.reason();
        break;
    }
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_mark->setPixmap(
        mark.isEmpty() ? QPixmap() : uicommon::icon(mark).pixmap(QSize(size, size), devicePixelRatio()));
    m_mark->setVisible(!mark.isEmpty());
    m_message->setText(text);
    m_start->setText(step == Step::Failed ? tr("&Try again") : tr("Sign in with &Google"));
    m_start->setVisible(step == Step::Ready || step == Step::Asking || step == Step::Failed);
    m_start->setEnabled(step != Step::Asking);
    for (QPushButton *button : { m_copy, m_open, m_cancel })
        button->setVisible(waits);
    m_other->setVisible(step == Step::Ready || step == Step::Failed);
    if (waits && isVisible())
        m_cancel->setFocus();
    else if ((step == Step::Failed || step == Step::Ready) && isVisible())
        m_start->setFocus();
    Q_EMIT completeChanged();
}

void SignInPage::copyLink()
{
    QGuiApplication::clipboard()->setText(m_browser.url().toString(QUrl::FullyEncoded));
    m_message->setText(tr("The link is copied. Open it in a browser on this computer."));
}

bool SignInPage::isComplete() const
{
    return m_browser.step() == Step::Done;
}

int SignInPage::nextId() const
{
    return m_isAgain ? -1 : int(Assistant::Choices);
}

} // namespace aria::signin
