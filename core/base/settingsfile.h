// settings.ini as the settings dialog changes it.
#pragma once

#include "base/settings.h"

namespace aria {

// No cache: another program may write the file at any time. Blocks for one small file.
class SettingsFile
{
public:
    explicit SettingsFile(QString path);

    // Empty where it is not set. Settings of the service are top-level keys (SettingSpec::fileKey); what only
    // a window cares about has a group: "window/quiet_hours".
    QString value(const QString &key) const;

    // All or nothing, readable by the owner only (it may hold the API token), in a folder that is made if it
    // is missing. An empty value removes the key; keys and groups that are not named stay as they are.
    // Internal "settings_file_unwritable"; InvalidInput "settings_file_broken" where what is there is no
    // settings file, which is then left alone.
    Expected<void> write(const QHash<QString, QString> &changes) const;

private:
    QString m_path;
};

// What loadSettings would say if `changes` (by variable name; empty: back to the default) stood in
// settings.ini: the same table, every fault at once, each with loc {"settings", variable}.
Expected<LoadedSettings> checkSettings(SettingsInput input, const QHash<QString, QString> &changes);

// The same, and writes them where there is no fault.
Expected<LoadedSettings> saveSettings(const SettingsInput &input, const QHash<QString, QString> &changes);

} // namespace aria
