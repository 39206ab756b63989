// Shows who is signed in, and where the sign-in is kept.
#pragma once

#include "settings/settingspage.h"
#include "settings/tokenstorage.h"
#include "uicommon/statuswatch.h"

class QLabel;
class QPushButton;
class QRadioButton;

namespace aria::settings {

class AccountPage : public SettingsPage
{
    Q_OBJECT
public:
    // storage: null if there is no choice (the demo).
    AccountPage(uicommon::ServiceLink &link, const uicommon::StatusWatch &watch, TokenStorage *storage,
        QWidget *parent = nullptr);

    void load(const choices::SettingsAccess &access) override;
    Expected<void> apply() override;

Q_SIGNALS:
    void signInWanted();
    void signOutWanted();

private:
    void makeStorage();
    void follow();
    void readAddress();
    SettingRow *makeFolderRow();
    void showPlace();

    uicommon::ServiceLink &m_link;
    const uicommon::StatusWatch &m_watch;
    QString m_address; // of the account; empty: not known yet
    bool m_isAsking = false;
    TokenStorage *m_storage;
    QLabel *m_state;
    QLabel *m_why;
    QPushButton *m_signIn;
    QPushButton *m_signOut;
    QRadioButton *m_inFile;
    QRadioButton *m_inKeyring;
    QLabel *m_storageNote;
};

} // namespace aria::settings
