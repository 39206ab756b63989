// Every setting of the contract, read from the command line, the environment, .env, settings.ini and
// defaults.
#pragma once

#include "base/error.h"

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QUrl>

namespace aria {

enum class ConflictStrategy { GoogleWins, AriaWins, MostRecent, Manual };

QString toString(ConflictStrategy strategy);
std::optional<ConflictStrategy> conflictStrategyFromString(QStringView text);

// Plain values, validated; copied freely between threads.
struct Settings
{
    // Not a QUrl, which cannot hold PostgreSQL's lists of hosts. sqlite:// URLs are percent-encoded.
    QString databaseUrl;
    QStringList calendarIds;
    ConflictStrategy conflictStrategy = ConflictStrategy::GoogleWins;
    QUrl webhookBaseUrl; // empty: poll only
    QHostAddress host;
    quint16 port = 8068; // 0: any free port
    QString apiToken; // empty: none. Also holds a token that was read from a file
    QString apiTokenFile; // empty: none
    QString credentialsDir;
    std::chrono::seconds interval{ 300 };
    std::chrono::milliseconds pushWait{ 5000 };
    QByteArray timeZone; // IANA id; empty: the calendar's own
    int historyRetentionDays = 90;
    int deletedRetentionDays = 30;
    QUrl notifyUrl; // where changes are POSTed; empty: nowhere
    QByteArray notifyKey; // what they are signed with, decoded
    QString logLevel; // debug, info, warning, error
    QString logFormat; // text, json
    QUrl googleApiUrl;
    QUrl googleRevokeUrl;
};

// Where a value came from, for --print-config and for error messages.
struct SettingSource
{
    QString name; // CALENDAR_SYNC_…
    QString value; // as given; secrets masked
    // "demo mode", "command line", "environment", ".env (path)", "settings.ini (path)", "default"
    QString source;
};

struct LoadedSettings
{
    Settings settings;
    QList<SettingSource> sources; // one per setting, in the order of the contract
    QStringList notices; // worth a line in the log, such as settings that have no effect
};

// What the settings are read from; production fills it from the process, tests from literals.
struct SettingsInput
{
    QHash<QString, QString> demo; // by variable name; set by the program itself, stronger than all else
    QHash<QString, QString> commandLine; // by variable name
    QHash<QString, QString> environment;
    QString envFile; // path; empty: none
    bool envFileRequired = false; // named on the command line, so a missing file is an error
    QString settingsFile; // path of settings.ini; a missing file is fine
    // By variable name: what is about to be written to settings.ini. Replaces what is in the file; an empty value
    // counts as not set.
    QHash<QString, QString> edited;
    QString configHome; // $XDG_CONFIG_HOME
    QString dataHome; // $XDG_DATA_HOME
};

// InvalidInput "bad_setting": the message has one line for every fault, with name, value, source and what is allowed.
// An empty value in the environment, .env or settings.ini counts as not set. Keys of settings.ini are the variables'
// names without CALENDAR_SYNC_, in lower case; its groups are not read.
Expected<LoadedSettings> loadSettings(const SettingsInput &input);

// One line per setting: NAME=value  [source]. Secrets and passwords in URLs are masked.
QString printConfig(const LoadedSettings &loaded);

} // namespace aria
