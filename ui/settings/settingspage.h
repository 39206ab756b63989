// What the pages of the settings window have in common.
#pragma once

#include "settings/settingrow.h"

class QFormLayout;

namespace aria::settings {

class SettingsPage : public QWidget
{
    Q_OBJECT
public:
    SettingsPage(const QString &title, const QString &icon, QWidget *parent = nullptr);

    const QString &title() const { return m_title; }
    const QString &icon() const { return m_icon; } // of resources/icons

    // Shows the values in force.
    virtual void load(const choices::SettingsAccess &access);
    // The service's settings as shown on this page, by variable name.
    virtual QHash<QString, QString> values() const;
    // Of values(): marks the faulty ones and clears the marks of the rest. Value: whether there are any.
    bool showFaults(const QList<Fault> &faults);
    // Applies what is not a setting of the service. An error's message is for a person.
    virtual Expected<void> apply() { return {}; }

Q_SIGNALS:
    void changed(); // by the person

protected:
    QFormLayout *form() const { return m_form; }
    // With a label in front of it.
    void addRow(const QString &label, SettingRow *row);
    // A row that is placed elsewhere.
    void adopt(SettingRow *row);
    // A sentence across the page.
    void addNote(const QString &text);
    // Across the page.
    void addWide(QWidget *widget, bool isTall = false);

private:
    QString m_title;
    QString m_icon;
    QFormLayout *m_form;
    QList<SettingRow *> m_rows;
};

} // namespace aria::settings
