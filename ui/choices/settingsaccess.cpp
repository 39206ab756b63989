#include "choices/settingsaccess.h"

#include "base/settingtable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::choices {

SettingsAccess::SettingsAccess(SettingsInput input, LoadedSettings loaded)
    : m_input(std::move(input))
    , m_loaded(std::move(loaded))
{
}

Expected<SettingsAccess> SettingsAccess::opened(const SettingsInput &input)
{
    Expected<LoadedSettings> loaded = loadSettings(input);
    if (loaded)
        return SettingsAccess(input, std::move(*loaded));
    SettingsInput mended = input;
    for (const Fault &fault : loaded.error().faults)
        mended.edited.insert(fault.loc.value(1), QString());
    loaded = loadSettings(mended);
    if (!loaded)
        return Unexpected(loaded.error());
    SettingsAccess access(input, std::move(*loaded));
    access.m_wrong = mended.edited.keys();
    return access;
}

QString SettingsAccess::text(const QString &name) const
{
    const Settings &settings = m_loaded.settings;
    // Other values are shown as they are; these are masked or cut short.
    if (name == "CALENDAR_SYNC_DATABASE_URL"_L1)
        return settings.databaseUrl;
    if (name == "CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_L1)
        return settings.calendarIds.join(u',');
    if (name == "CALENDAR_SYNC_API_TOKEN"_L1)
        return settings.apiToken;
    if (name == "CALENDAR_SYNC_CREDENTIALS_DIR"_L1)
        return settings.credentialsDir;
    if (name == "CALENDAR_SYNC_WEBHOOK_BASE_URL"_L1)
        return settings.webhookBaseUrl.toString();
    const auto source = std::find_if(m_loaded.sources.begin(), m_loaded.sources.end(),
        [&](const SettingSource &each) { return each.name == name; });
    return source == m_loaded.sources.end() ? QString() : source->value;
}

QString SettingsAccess::defaultText(const QString &name) const
{
    const QList<SettingSpec> &table = settingTable();
    const auto spec =
        std::find_if(table.begin(), table.end(), [&](const SettingSpec &each) { return each.name == name; });
    return spec == table.end() ? QString() : spec->defaultValue(m_input);
}

QString SettingsAccess::lockedBy(const QString &name) const
{
    const auto source = std::find_if(m_loaded.sources.begin(), m_loaded.sources.end(),
        [&](const SettingSource &each) { return each.name == name; });
    if (source == m_loaded.sources.end() || source->source == "default"_L1
        || source->source.startsWith("settings.ini"_L1))
        return QString();
    if (source->source == "environment"_L1)
        //: Completes “Set by %1”: environment variables.
        return tr("the environment");
    if (source->source == "command line"_L1)
        //: Completes “Set by %1”.
        return tr("the command line");
    if (source->source == "demo mode"_L1)
        //: Completes “Set by %1”: the program runs against a made-up Google.
        return tr("the demo");
    return source->source; // .env with its path
}

Expected<bool> SettingsAccess::save(const QHash<QString, QString> &values)
{
    QHash<QString, QString> changes;
    for (const auto &[name, value] : values.asKeyValueRange()) {
        const QString trimmed = value.trimmed();
        if (trimmed == text(name) || !lockedBy(name).isEmpty())
            continue;
        changes.insert(name, trimmed == defaultText(name) ? QString() : trimmed);
    }
    for (const QString &name : std::as_const(m_wrong)) {
        if (!changes.contains(name))
            changes.insert(name, QString());
    }
    if (changes.isEmpty())
        return false;
    Expected<LoadedSettings> saved = saveSettings(m_input, changes);
    if (!saved)
        return Unexpected(saved.error());
    m_loaded = std::move(*saved);
    m_wrong.clear();
    return true;
}

} // namespace aria::choices
