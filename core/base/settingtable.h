// The table of settings: loading, error messages, --print-config and the command line's options all come from it.
#pragma once

#include "base/settings.h"

namespace aria {

struct SettingSpec
{
    QString name; // CALENDAR_SYNC_…
    bool isSecret = false; // shown only as "…"
    QString summary; // for --help
    QString allowed; // completes "must be …"
    QString (*defaultValue)(const SettingsInput &input);
    // Stores the value if it is allowed. Gets an empty text only if nothing is set and the default is empty, or if
    // the command line gave an empty one.
    bool (*apply)(const QString &value, Settings &settings);

    // --database-url for CALENDAR_SYNC_DATABASE_URL, without the dashes.
    QString optionName() const;
    // database_url, as in settings.ini.
    QString fileKey() const;
};

// In the order of the contract.
const QList<SettingSpec> &settingTable();

inline constexpr QStringView settingPrefix = u"CALENDAR_SYNC_";

} // namespace aria
