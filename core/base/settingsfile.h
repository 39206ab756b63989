// settings.ini, as the settings dialog changes it.
#pragma once

#include "base/settings.h"

namespace aria {

// No cache: another program may write the file at any time. Blocks while it reads or writes one small file.
class SettingsFile
{
public:
    explicit SettingsFile(QString path);

    // Empty if it is not set. Settings of the service are top-level keys (SettingSpec::fileKey); what matters only to
    // a window is in a group: "window/quiet_hours".
    QString value(const QString &key) const;

    // All or nothing. The file is readable by its owner only (it may hold the API token), and its folder is made if
    // it is missing. An empty value removes the key; keys and groups that are not named stay as they are. Internal
    // "settings_file_unwritable"; InvalidInput "settings_file_broken" if the existing file is not a settings file,
    // which is then left alone.
    Expected<void> write(const QHash<QString, QString> &changes) const;

private:
    QString m_path;
};

// What loadSettings would say if `changes` (by variable name; empty: back to the default) were in settings.ini: the
// same table, every fault at once, each with loc {"settings", variable}.
Expected<LoadedSettings> checkSettings(SettingsInput input, const QHash<QString, QString> &changes);

// The same check; writes the changes if there is no fault.
Expected<LoadedSettings> saveSettings(const SettingsInput &input, const QHash<QString, QString> &changes);

} // namespace aria
