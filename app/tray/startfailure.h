// The service cannot start: says why, and what can be done about it.
#pragma once

#include "base/error.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace aria::tray {

class StartFailure : public QDialog
{
    Q_OBJECT
public:
    explicit StartFailure(QWidget *parent = nullptr);

    // canOpenSettings: false if they cannot be shown, because what is wrong stands elsewhere.
    void show(const Error &error, bool canOpenSettings);

Q_SIGNALS:
    void settingsWanted();
    void retryWanted();
    void quitWanted();
    void closed(); // without a choice

private:
    QLabel *m_reason;
    QPushButton *m_settings;
};

} // namespace aria::tray
