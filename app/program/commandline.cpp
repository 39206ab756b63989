#include "program/commandline.h"

#include "usage/optiontable.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace aria::program {

namespace {

using usage::Group;
using usage::Option;

const QString demoOption = u"demo"_s;
const QString envFileOption = u"env-file"_s;

void addOptions(QCommandLineParser &parser)
{
    for (const Option &option : usage::optionTable()) {
        const QStringList names =
            option.letter.isEmpty() ? QStringList{ option.name } : QStringList{ option.letter, option.name };
        parser.addOption({ names, option.summary, option.placeholder() });
    }
}

Unexpected refused(const QString &why)
{
    return makeError(
        ErrorCategory::InvalidInput, u"bad_command_line"_s, why + u" (--help lists the options)"_s);
}

// Commands that do one thing and end, and the demo: only one of them can be done. Help and the like come first, whatever
// else is asked for.
QString clash(const QCommandLineParser &parser)
{
    QStringList asked;
    for (const Option &option : usage::optionTable()) {
        const bool isAlone = option.group == Group::Command && option.name != u"help"_s
            && option.name != u"version"_s && option.name != u"print-config"_s;
        if ((isAlone || option.name == demoOption) && parser.isSet(option.name))
            asked.append(u"--"_s + option.name);
    }
    return asked.size() > 1 ? u"%1 and %2 do not go together"_s.arg(asked.at(0), asked.at(1)) : QString();
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
    line.wantsHelp = parser.isSet(u"help"_s);
    line.wantsVersion = parser.isSet(u"version"_s);
    line.wantsConfig = parser.isSet(u"print-config"_s);
    line.wantsCleanup = parser.isSet(u"cleanup"_s);
    line.wantsRebuild = parser.isSet(u"rebuild-occurrences"_s);
    line.wantsDryRun = parser.isSet(u"dry-run"_s);
    line.wantsDoctor = parser.isSet(u"doctor"_s);
    line.wantsHeadless = parser.isSet(u"headless"_s);
    line.wantsDemo = parser.isSet(demoOption);
    line.exportFolder = parser.value(u"export"_s);
    line.importFolder = parser.value(u"import"_s);
    line.backupFile = parser.value(u"backup"_s);
    line.envFile = parser.value(envFileOption);
    for (const Option &option : usage::optionTable()) {
        if (option.variable.isEmpty() && option.value != usage::Value::None && parser.isSet(option.name)
            && parser.value(option.name).isEmpty())
            return refused(u"--%1 needs the name of a %2"_s.arg(
                option.name, option.value == usage::Value::Folder ? u"folder"_s : u"file"_s));
    }
    if (const QString why = clash(parser); !why.isEmpty())
        return refused(why);
    for (const Option &option : usage::optionTable()) {
        if (!option.variable.isEmpty() && parser.isSet(option.name))
            line.settings.insert(option.variable, parser.value(option.name));
    }
    return line;
}

} // namespace aria::program
