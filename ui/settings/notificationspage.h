// What the program reports by itself, and when it stays quiet.
#pragma once

#include "choices/preferences.h"
#include "settings/settingspage.h"

class QCheckBox;
class QKeySequenceEdit;
class QLabel;

namespace aria::globalkey {
class KeySupport;
}
namespace aria::when {
class TimeField;
}

namespace aria::settings {

class NotificationsPage : public SettingsPage
{
    Q_OBJECT
public:
    explicit NotificationsPage(const SettingsFile &file, QWidget *parent = nullptr);

    void load(const choices::SettingsAccess &access) override;
    Expected<void> apply() override;

Q_SIGNALS:
    void preferencesChanged(); // they are in the file

private:
    choices::Preferences chosen() const;
    void addJoinKey();
    void followSupport();

    SettingsFile m_file;
    QCheckBox *m_changes;
    QCheckBox *m_reminders;
    QCheckBox *m_quiet;
    when::TimeField *m_from;
    when::TimeField *m_until;
    QKeySequenceEdit *m_joinKey;
    QLabel *m_joinNote; // why there can be no such key
    globalkey::KeySupport *m_support;
};

} // namespace aria::settings
