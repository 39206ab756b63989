#include "program/processinput.h"

#include "program/systemdcredentials.h"

#include <QDir>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

// A relative path must be ignored (XDG Base Directory Specification, Basics).
QString baseDirectory(
    const QProcessEnvironment &environment, const QString &variable, const QString &underHome)
{
    const QString given = environment.value(variable);
    return QDir::isAbsolutePath(given) ? QDir::cleanPath(given) : QDir::homePath() + u'/' + underHome;
}

} // namespace

SettingsInput settingsInput(const CommandLine &line)
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    SettingsInput input;
    input.commandLine = line.settings;
    const QStringList names = environment.keys();
    for (const QString &name : names)
        input.environment.insert(name, environment.value(name));
    addCredentials(input);
    input.envFileRequired = !line.envFile.isEmpty();
    input.envFile = QDir::current().absoluteFilePath(line.envFile.isEmpty() ? u".env"_s : line.envFile);
    input.configHome = baseDirectory(environment, u"XDG_CONFIG_HOME"_s, u".config"_s);
    input.dataHome = baseDirectory(environment, u"XDG_DATA_HOME"_s, u".local/share"_s);
    input.settingsFile = input.configHome + u"/aria-calendar-sync/settings.ini"_s;
    return input;
}

} // namespace aria::program
