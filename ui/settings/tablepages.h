// The pages that are little more than rows of the settings' table: API, Database, Advanced.
#pragma once

#include "settings/settingspage.h"

class QLineEdit;

namespace aria::settings {

class ApiPage : public SettingsPage
{
    Q_OBJECT
public:
    // newToken: makes an unguessable one.
    explicit ApiPage(std::function<QString()> newToken, QWidget *parent = nullptr);

private:
    SettingRow *makeTokenRow();

    std::function<QString()> m_newToken;
};

class DatabasePage : public SettingsPage
{
    Q_OBJECT
public:
    explicit DatabasePage(QWidget *parent = nullptr);
};

class AdvancedPage : public SettingsPage
{
    Q_OBJECT
public:
    explicit AdvancedPage(QWidget *parent = nullptr);
};

} // namespace aria::settings
