// The table of settings: loading, errors, --print-config and the command line's options all follow from it.
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
    // Stores the value if it is allowed. Gets an empty text only where nothing is set and the default is
    // empty, or where the command line gave one.
    bool (*apply)(const QString &value, Settings &settings);

    // --database-url for CALENDAR_SYNC_DATABASE_URL, without the dashes.
    QString optionName() const;
    // database_url, as settings.ini has it.
    QString fileKey() const;
};

// In the contract's order.
const QList<SettingSpec> &settingTable();

inline constexpr QStringView settingPrefix = u"CALENDAR_SYNC_";

} // namespace aria
