// The service's settings as a dialog sees them: shows which values are in force and which may be
// changed, and writes them.
#pragma once

#include "base/settingsfile.h"

#include <QCoreApplication>

namespace aria::choices {

// Lives on the UI thread; reads and writes one small file.
class SettingsAccess
{
    Q_DECLARE_TR_FUNCTIONS(aria::choices::SettingsAccess)
public:
    // `input` is what the program was started with, `loaded` the settings that resulted from it.
    SettingsAccess(SettingsInput input, LoadedSettings loaded);

    // As loadSettings(). For a value that is wrong in settings.ini, shows the default; the value is removed from the
    // file when something is saved.
    static Expected<SettingsAccess> opened(const SettingsInput &input);

    const SettingsInput &input() const { return m_input; }
    const LoadedSettings &loaded() const { return m_loaded; }
    const Settings &settings() const { return m_loaded.settings; }
    SettingsFile file() const { return SettingsFile(m_input.settingsFile); }

    // The value in force, as settings.ini would hold it; secrets and passwords in full. By variable name.
    QString text(const QString &name) const;
    QString defaultText(const QString &name) const;

    // If something stronger sets the value, so that settings.ini cannot change it: that source in words, such as "the
    // environment". Empty: it may be changed here.
    QString lockedBy(const QString &name) const;

    // Writes the values that differ from those in force and are not locked. A value that equals the default is
    // removed from the file, so that a better default of a later version takes effect. InvalidInput "bad_setting"
    // with a fault for each wrong value: nothing is written. Value: whether anything changed.
    Expected<bool> save(const QHash<QString, QString> &values);

private:
    SettingsInput m_input;
    LoadedSettings m_loaded;
    QStringList m_wrong; // names of settings whose value in the file is none
};

} // namespace aria::choices
