// Everything a person may change, as pages.
#pragma once

#include "choices/autostart.h"
#include "settings/settingspage.h"
#include "settings/tokenstorage.h"
#include "uicommon/statuswatch.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QListWidget;
class QStackedWidget;

namespace aria::settings {

// References outlive the window.
struct SettingsContext
{
    uicommon::ServiceLink &link;
    const uicommon::StatusWatch &watch;
    choices::SettingsAccess &access;
    choices::Autostart autostart;
    TokenStorage *storage = nullptr; // null: there is no choice
    std::function<QString()> newToken; // for the API
};

class SettingsWindow : public QDialog
{
    Q_OBJECT
    Q_PROPERTY(bool isUnsaved READ isUnsaved)
public:
    explicit SettingsWindow(const SettingsContext &context, QWidget *parent = nullptr);
    ~SettingsWindow() override;

    bool isUnsaved() const; // something is changed and not applied
    void accept() override; // applies first, and stays open if that fails
    void reject() override; // asks if something would be lost

Q_SIGNALS:
    void restartWanted(); // the service has to start again to follow
    void preferencesChanged(); // choices::Preferences in settings.ini
    void logWanted(const QString &level, const QString &format); // applies without a restart
    void signInWanted();
    void signOutWanted();

private:
    void add(SettingsPage *page);
    QHash<QString, QString> values() const;
    void check();
    bool showFaults(const QList<Fault> &faults, bool turnToThem);
    bool apply();
    void say(const QString &text);

    choices::SettingsAccess &m_access;
    QListWidget *m_titles;
    QStackedWidget *m_stack;
    QLabel *m_message;
    QDialogButtonBox *m_buttons = nullptr;
    QList<SettingsPage *> m_pages;
};

} // namespace aria::settings
