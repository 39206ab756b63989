// Page 2: the sign-in happens in the browser; this page waits, and reports the result.
#pragma once

#include "signin/browsersignin.h"

#include <QWizardPage>

class QLabel;
class QPushButton;

namespace aria::signin {

class SignInPage : public QWizardPage
{
    Q_OBJECT
public:
    // explanation: why a new sign-in is needed; empty: it is the first.
    SignInPage(BrowserSignIn &browser, const QString &explanation, QWidget *parent = nullptr);

    bool isComplete() const override;
    int nextId() const override;

Q_SIGNALS:
    void otherFileWanted(); // another client_secrets.json

private:
    void follow();
    void copyLink();

    BrowserSignIn &m_browser;
    bool m_isAgain;
    QLabel *m_mark;
    QLabel *m_message;
    QPushButton *m_start;
    QPushButton *m_copy;
    QPushButton *m_open;
    QPushButton *m_cancel;
    QPushButton *m_other;
};

} // namespace aria::signin
