// One setting of the service in the window: an editor and, below it, its fault or who sets it.
#pragma once

#include "choices/settingsaccess.h"

#include <QWidget>

#include <functional>

class QLabel;

namespace aria::settings {

class SettingRow : public QWidget
{
    Q_OBJECT
public:
    // How an editor shows a value in the form of settings.ini, and returns it.
    struct Binding
    {
        QWidget *editor = nullptr;
        std::function<void(const QString &)> show;
        std::function<QString()> value;
    };
    // name: CALENDAR_SYNC_…; a focus proxy for the editor.
    SettingRow(const QString &name, Binding binding, QWidget *parent = nullptr);

    static SettingRow *line(const QString &name, const QString &placeholder, QWidget *parent);
    static SettingRow *secret(const QString &name, QWidget *parent); // a line that shows no letters
    static SettingRow *number(
        const QString &name, int lowest, int highest, const QString &suffix, QWidget *parent);
    // choices: what is shown and what is stored. A stored value that is none of them is shown unchanged.
    static SettingRow *choice(
        const QString &name, const QList<std::pair<QString, QString>> &choices, QWidget *parent);

    const QString &name() const { return m_name; }
    QWidget *editor() const { return m_binding.editor; }
    QString value() const { return m_binding.value(); }
    bool isLocked() const { return m_isLocked; }

    void load(const choices::SettingsAccess &access);
    void setFault(const QString &fault); // empty: there is none

Q_SIGNALS:
    void changed(); // by the person

private:
    QString m_name;
    Binding m_binding;
    QLabel *m_mark;
    QLabel *m_note;
    QString m_lock;
    bool m_isLocked = false;
    bool m_isLoading = false;
};

} // namespace aria::settings
