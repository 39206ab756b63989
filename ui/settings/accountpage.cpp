#include "settings/accountpage.h"

#include "base/whenfinished.h"
#include "signin/signinwords.h"
#include "uicommon/errorwords.h"
#include "uicommon/icons.h"

#include <QApplication>
#include <QFileDialog>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::settings {

AccountPage::AccountPage(
    uicommon::ServiceLink &link, const uicommon::StatusWatch &watch, TokenStorage *storage, QWidget *parent)
    : SettingsPage(tr("Account"), u"people"_s, parent)
    , m_link(link)
    , m_watch(watch)
    , m_storage(storage)
    , m_state(new QLabel(this))
    , m_why(new QLabel(this))
    , m_signIn(new QPushButton(uicommon::icon(u"signin"_s), QString(), this))
    , m_signOut(new QPushButton(uicommon::icon(u"signout"_s), tr("Sign ou&t…"), this))
    , m_inFile(new QRadioButton(tr("In a &file that only you can read, token.json"), this))
    , m_inKeyring(new QRadioButton(tr("In the system &keyring"), this))
    , m_storageNote(new QLabel(this))
{
    for (QLabel *label : { m_state, m_why, m_storageNote }) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto *account = new QGroupBox(tr("Google"), this);
    auto *column = new QVBoxLayout(account);
    column->addWidget(m_state);
    column->addWidget(m_why);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_signIn);
    buttons->addWidget(m_signOut);
    buttons->addStretch(1);
    column->addLayout(buttons);
    addWide(account);
    makeStorage();
    addRow(tr("Folder of the &credentials:"), makeFolderRow());
    connect(m_signIn, &QPushButton::clicked, this, &AccountPage::signInWanted);
    connect(m_signOut, &QPushButton::clicked, this, &AccountPage::signOutWanted);
    connect(&m_watch, &uicommon::StatusWatch::updated, this, &AccountPage::follow);
    follow();
}

void AccountPage::makeStorage()
{
    auto *group = new QGroupBox(tr("Where the sign-in is kept"), this);
    auto *column = new QVBoxLayout(group);
    column->addWidget(m_inFile);
    column->addWidget(m_inKeyring);
    column->addWidget(m_storageNote);
    addWide(group);
    group->setVisible(m_storage != nullptr);
    for (QRadioButton *button : { m_inFile, m_inKeyring })
        connect(button, &QRadioButton::clicked, this, &SettingsPage::changed);
}

SettingRow *AccountPage::makeFolderRow()
{
    auto *box = new QWidget(this);
    auto *edit = new QLineEdit(box);
    edit->setAccessibleName(tr("Folder of the credentials"));
    auto *browse = new QPushButton(tr("&Browse…"), box);
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(edit, 1);
    line->addWidget(browse);
    box->setFocusProxy(edit);
    auto *row = new SettingRow(u"CALENDAR_SYNC_CREDENTIALS_DIR"_s,
        { box, [edit](const QString &value) { edit->setText(value); }, [edit] { return edit->text(); } },
        this);
    connect(edit, &QLineEdit::textEdited, row, &SettingRow::changed);
    connect(browse, &QPushButton::clicked, row, [this, edit, row] {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Folder of the credentials"), edit->text());
        if (folder.isEmpty())
            return;
        edit->setText(folder);
        Q_EMIT row->changed();
    });
    return row;
}

void AccountPage::load(const choices::SettingsAccess &access)
{
    SettingsPage::load(access);
    showPlace();
}

void AccountPage::showPlace()
{
    if (!m_storage)
        return;
    const bool inKeyring = m_storage->place() == TokenPlace::Keyring;
    (inKeyring ? m_inKeyring : m_inFile)->setChecked(true);
    m_storageNote->setText(tr(
        "With the keyring, only this program finds the sign-in, and only while you are logged in; a service "
        "without windows does not."));
}

Expected<void> AccountPage::apply()
{
    const TokenPlace place = m_inKeyring->isChecked() ? TokenPlace::Keyring : TokenPlace::File;
    if (!m_storage || place == m_storage->place())
        return {};
    m_storageNote->setText(tr("Moving the sign-in…"));
    // The window may be closed by then; errors are reported all the same.
    whenFinished(m_storage->moveTo(place), qApp,
        [page = QPointer<AccountPage>(this)](const QFuture<Expected<void>> &future) {
            if (page)
                page->showPlace();
            if (future.resultCount() == 0)
                return;
            const Expected<void> moved = future.result();
            if (moved)
                return;
            const QString text =
                tr("The sign-in stays where it was: %1").arg(uicommon::errorText(moved.error()));
            if (page && page->isVisible())
                return page->m_storageNote->setText(text);
            auto *box = new QMessageBox(QMessageBox::Warning, tr("Keyring"), text, QMessageBox::Close);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->setTextFormat(Qt::PlainText);
            box->open();
        });
    return {};
}

void AccountPage::follow()
{
    const google::AuthStatus &auth = m_watch.health().auth;
    const bool hasEnded = signin::SignInWords::hasEnded(auth);
    m_signIn->setText(auth.tokenExists ? tr("&Reconnect…") : tr("&Sign in…"));
    m_signIn->setEnabled(m_watch.isKnown());
    m_signOut->setVisible(auth.tokenExists);
    if (!m_watch.isKnown())
        m_state->setText(tr("The service is starting."));
    else if (auth.credentialsValid)
        m_state->setText(m_address.isEmpty()
                ? tr("You are signed in.")
                : tr("You are signed in as %1.", "an e-mail address").arg(m_address));
    else if (auth.tokenExists)
        m_state->setText(tr("Google wants a new sign-in."));
    else
        m_state->setText(tr("Nobody is signed in."));
    if (!auth.credentialsValid)
        m_address.clear(); // the next sign-in may be another account's
    else if (m_address.isEmpty())
        readAddress();
    m_why->setText(hasEnded ? signin::SignInWords::whyItEnded() : auth.problem);
    m_why->setVisible(m_watch.isKnown() && !m_why->text().isEmpty());
}

// The main calendar of an account is called by its address.
void AccountPage::readAddress()
{
    auto *service = m_link.service();
    if (!service || std::exchange(m_isAsking, true))
        return;
    using Calendars = QList<google::CalendarInfo>;
    whenFinished(service->calendars(), this, [this](const QFuture<Expected<Calendars>> &future) {
        m_isAsking = false;
        if (future.resultCount() == 0)
            return;
        const Expected<Calendars> calendars = future.result();
        if (!calendars)
            return; // offline: the page says so much less until then
        for (const google::CalendarInfo &calendar : *calendars) {
            if (calendar.primary)
                m_address = calendar.id;
        }
        if (!m_address.isEmpty())
            follow();
    });
}

} // namespace aria::settings
