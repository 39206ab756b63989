#include "program/commandline.h"

#include "base/settingtable.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

const QString helpOption = u"help"_s;
const QString versionOption = u"version"_s;
const QString configOption = u"print-config"_s;
const QString cleanupOption = u"cleanup"_s;
const QString rebuildOption = u"rebuild-occurrences"_s;
const QString dryRunOption = u"dry-run"_s;
const QString doctorOption = u"doctor"_s;
const QString demoOption = u"demo"_s;
const QString headlessOption = u"headless"_s;
const QString envFileOption = u"env-file"_s;

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Keeps ARIA and Google Calendar in step, both ways.\n\n"
        "Settings come from the command line, the environment, .env, settings.ini and "
        "defaults, in this order."_s);
    parser.addOption({ { u"h"_s, helpOption }, u"Shows this help."_s });
    parser.addOption({ { u"v"_s, versionOption }, u"Shows the version."_s });
    parser.addOption(
        { configOption, u"Shows every setting, its value and where it comes from, secrets masked."_s });
    parser.addOption(
        { cleanupOption, u"Removes old history and deleted events from the database once and ends."_s });
    parser.addOption({ rebuildOption, u"Makes the table of occurrences anew from the events and ends."_s });
    parser.addOption(
        { dryRunOption, u"Shows what a sync would write on either side, writes nothing and ends."_s });
    parser.addOption({ doctorOption,
        u"Checks everything that the service needs, says what to do about it and ends: 0 without a problem, else 1."_s });
    parser.addOption(
        { headlessOption, u"Runs without windows and tray icon, as aria-calendar-syncd always does."_s });
    parser.addOption({ demoOption, u"Runs against the bundled Google simulator with a sample calendar."_s });
    parser.addOption(
        { envFileOption, u"Reads this file instead of .env in the working directory."_s, u"file"_s });
    for (const SettingSpec &spec : settingTable()) {
        parser.addOption({ spec.optionName(),
            u"%1 Allowed: %2. [%3]"_s.arg(spec.summary, spec.allowed, spec.name), u"value"_s });
    }
}

Unexpected refused(const QString &why)
{
    return makeError(
        ErrorCategory::InvalidInput, u"bad_command_line"_s, why + u" (--help lists the options)"_s);
}

} // namespace

Expected<CommandLine> parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments)) {
        QString why = parser.errorText();
        while (why.endsWith(u'.'))
            why.chop(1);
        return refused(why);
    }
    if (!parser.positionalArguments().isEmpty())
        return refused(u"Unexpected argument '%1'"_s.arg(parser.positionalArguments().first()));

    CommandLine line;
    line.wantsHelp = parser.isSet(helpOption);
    line.wantsVersion = parser.isSet(versionOption);
    line.wantsConfig = parser.isSet(configOption);
    line.wantsCleanup = parser.isSet(cleanupOption);
    line.wantsRebuild = parser.isSet(rebuildOption);
    line.wantsDryRun = parser.isSet(dryRunOption);
    line.wantsDoctor = parser.isSet(doctorOption);
    line.wantsHeadless = parser.isSet(headlessOption);
    line.wantsDemo = parser.isSet(demoOption);
    line.envFile = parser.value(envFileOption);
    if (parser.isSet(envFileOption) && line.envFile.isEmpty())
        return refused(u"--env-file needs the name of a file"_s);
    if (line.wantsCleanup && line.wantsDemo)
        return refused(u"--cleanup and --demo do not go together"_s);
    if (line.wantsDryRun && (line.wantsDemo || line.wantsCleanup))
        return refused(u"--dry-run goes with neither --demo nor --cleanup"_s);
    if (line.wantsRebuild && (line.wantsDemo || line.wantsCleanup || line.wantsDryRun))
        return refused(u"--rebuild-occurrences goes with neither --demo, --cleanup nor --dry-run"_s);
    if (line.wantsDoctor && (line.wantsDemo || line.wantsCleanup || line.wantsDryRun || line.wantsRebuild)) {
        return refused(
            u"--doctor goes with neither --demo, --cleanup, --dry-run nor --rebuild-occurrences"_s);
    }
    for (const SettingSpec &spec : settingTable()) {
        if (parser.isSet(spec.optionName()))
            line.settings.insert(spec.name, parser.value(spec.optionName()));
    }
    return line;
}

QString helpText(const QString &program)
{
    QCommandLineParser parser;
    addOptions(parser);
    // QCommandLineParser names the executable by its path.
    QString text = parser.helpText();
    const qsizetype end = text.indexOf(u'\n');
    return u"Usage: %1 [options]"_s.arg(program) + text.mid(end);
}

} // namespace aria::program
