#include "program/secretfiles.h"

#include "base/envfile.h"
#include "base/filemode.h"
#include "base/logging.h"
#include "base/settingvalues.h"

#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

void report(const std::optional<OpenFile> &found)
{
    if (found)
        qCWarning(lcBase).noquote() << found->message;
}

// The path of an SQLite database; empty for PostgreSQL.
QString databaseFile(const QString &url)
{
    const QString scheme = u"sqlite://"_s;
    return url.startsWith(scheme) ? QUrl::fromPercentEncoding(url.mid(scheme.size()).toUtf8()) : QString();
}

// A .env file can be anywhere, and much of what is in one is not secret.
bool holdsSecret(const QString &envFile)
{
    const Expected<QList<EnvAssignment>> assignments = readEnvFile(envFile);
    return assignments
        && std::any_of(assignments->begin(), assignments->end(), [](const EnvAssignment &assignment) {
               return assignment.name == u"CALENDAR_SYNC_API_TOKEN"_s
                   || (assignment.name == u"CALENDAR_SYNC_DATABASE_URL"_s
                       && settingvalue::hasPassword(assignment.value));
           });
}

// They look open to root's group where systemd lets this user in by an access control list.
bool isSystemdCredential(const SettingsInput &input, const QString &file)
{
    const QString folder = input.environment.value(u"CREDENTIALS_DIRECTORY"_s);
    return !folder.isEmpty() && file.startsWith(folder + u'/');
}

} // namespace

void keepNewFilesPrivate()
{
    ::umask(S_IRWXG | S_IRWXO);
}

void closeSecretFiles(const SettingsInput &input, const Settings &settings)
{
    report(closeToOthers(settings.credentialsDir));
    for (const QString &name : { u"client_secrets.json"_s, u"token.json"_s })
        report(closeToOthers(settings.credentialsDir + u'/' + name));
    report(closeToOthers(input.settingsFile));
    if (!input.envFile.isEmpty() && holdsSecret(input.envFile))
        report(seeWhetherOpen(input.envFile));
    if (!settings.apiTokenFile.isEmpty() && !isSystemdCredential(input, settings.apiTokenFile))
        report(seeWhetherOpen(settings.apiTokenFile));
    // ARIA may share the database through its group.
    const QString database = databaseFile(settings.databaseUrl);
    if (database.isEmpty())
        return;
    for (const QString &suffix : { u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s })
        report(closeToOthers(database + suffix, KeptFrom::Strangers));
}

} // namespace aria::program
