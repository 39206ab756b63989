#include "base/settingsfile.h"

#include "base/settingtable.h"
#include "base/smallfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

Unexpected unwritable(const QString &why)
{
    return makeError(ErrorCategory::Internal, u"settings_file_unwritable"_s,
        u"settings.ini cannot be written: %1."_s.arg(why));
}

// QSettings chooses its own permissions for a new file, and keeps those of an existing one.
Expected<void> makePrivate(const QString &path)
{
    if (const auto obstacle = obstacleAt(path))
        return unwritable(u"what is there %1"_s.arg(*obstacle));
    QFile file(path);
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir(folder).exists()) {
        if (!QDir().mkpath(folder))
            return unwritable(u"its folder cannot be made"_s);
        QFile::setPermissions(folder, ownerOnly | QFile::ExeOwner);
    }
    if (!file.exists()) {
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly))
            return unwritable(file.errorString());
        return {};
    }
    const bool isPrivate =
        (file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther))
        == QFile::Permissions();
    if (!isPrivate && !file.setPermissions(ownerOnly))
        return unwritable(file.errorString());
    return {};
}

} // namespace

SettingsFile::SettingsFile(QString path)
    : m_path(std::move(path))
{
}

QString SettingsFile::value(const QString &key) const
{
    if (!readSmallFile(m_path))
        return QString(); // QSettings would block on a pipe
    const QVariant value = QSettings(m_path, QSettings::IniFormat).value(key);
    // A person who edits the file by hand need not know that commas must be quoted.
    return value.typeId() == QMetaType::QStringList ? value.toStringList().join(u',') : value.toString();
}

Expected<void> SettingsFile::write(const QHash<QString, QString> &changes) const
{
    if (auto prepared = makePrivate(m_path); !prepared)
        return prepared;
    QSettings file(m_path, QSettings::IniFormat);
    file.setAtomicSyncRequired(true);
    if (file.status() == QSettings::FormatError)
        return makeError(ErrorCategory::InvalidInput, u"settings_file_broken"_s,
            u"settings.ini is not a settings file; it was left as it is."_s);
    for (const auto &[key, value] : changes.asKeyValueRange()) {
        if (value.isEmpty())
            file.remove(key);
        else
            file.setValue(key, value);
    }
    file.sync();
    if (file.status() != QSettings::NoError)
        return unwritable(u"no permission, or the disk is full"_s);
    return {};
}

Expected<LoadedSettings> checkSettings(SettingsInput input, const QHash<QString, QString> &changes)
{
    input.edited = changes;
    return loadSettings(input);
}

Expected<LoadedSettings> saveSettings(const SettingsInput &input, const QHash<QString, QString> &changes)
{
    Expected<LoadedSettings> loaded = checkSettings(input, changes);
    if (!loaded)
        return loaded;
    QHash<QString, QString> keys;
    for (const SettingSpec &spec : settingTable()) {
        if (changes.contains(spec.name))
            keys.insert(spec.fileKey(), changes.value(spec.name).trimmed());
    }
    if (const auto written = SettingsFile(input.settingsFile).write(keys); !written)
        return Unexpected(written.error());
    return loaded;
}

} // namespace aria
