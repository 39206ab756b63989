#include "usage/optiontable.h"

#include "base/settingtable.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::usage {

namespace {

// "text or json" and "debug, info, warning or error" are lists of words; "an https URL" is not.
QStringList wordsOf(const QString &allowed)
{
    static const QRegularExpression aList(u"^[a-z_]+(, [a-z_]+)* or [a-z_]+$"_s);
    static const QRegularExpression between(u", | or "_s);
    return aList.match(allowed).hasMatch() ? allowed.split(between) : QStringList();
}

Option optionOf(const SettingSpec &spec)
{
    Option option{ spec.optionName(), QString(), Value::Any, wordsOf(spec.allowed), spec.summary,
        spec.allowed, spec.name, Group::Setting };
    if (!option.words.isEmpty())
        option.value = Value::Word;
    else if (spec.allowed == u"the path of a file"_s)
        option.value = Value::File;
    else if (spec.allowed == u"the path of a folder"_s)
        option.value = Value::Folder;
    else if (spec.allowed.startsWith(u"a whole number"_s))
        option.value = Value::Number;
    return option;
}

QList<Option> makeTable()
{
    const auto command = [](const QString &name, const QString &summary, const QString &letter = {}) {
        return Option{ name, letter, Value::None, {}, summary, {}, {}, Group::Command };
    };
    const auto toPath = [](const QString &name, Value value, const QString &summary) {
        return Option{ name, {}, value, {}, summary, {}, {}, Group::Command };
    };
    const auto running = [](const QString &name, const QString &summary, Value value = Value::None) {
        return Option{ name, {}, value, {}, summary, {}, {}, Group::Running };
    };
    QList<Option> table{
        command(u"help"_s, u"Shows this help."_s, u"h"_s),
        command(u"version"_s, u"Shows the version."_s, u"v"_s),
        command(
            u"print-config"_s, u"Shows every setting, its value and where it comes from, secrets masked."_s),
        command(u"doctor"_s,
            u"Checks everything that the service needs, says what to do about it and ends: 0 without a problem, else 1."_s),
        command(u"dry-run"_s, u"Shows what a sync would write on either side, and writes nothing."_s),
        command(u"cleanup"_s, u"Removes old history and deleted events from the database once."_s),
        command(u"rebuild-occurrences"_s, u"Makes the table of occurrences anew from the events."_s),
        toPath(u"export"_s, Value::Folder,
            u"Writes the whole state without secrets into a new folder: iCalendar files, and JSON for --import."_s),
        toPath(u"import"_s, Value::Folder, u"Brings such a folder into an empty database of either kind."_s),
        toPath(u"backup"_s, Value::File,
            u"Copies an SQLite database into a new file, also while a service runs."_s),
        running(u"headless"_s, u"Runs without windows and tray icon, as aria-calendar-syncd always does."_s),
        running(u"demo"_s, u"Runs against the bundled Google simulator with a sample calendar."_s),
        running(u"env-file"_s, u"Reads this file instead of .env in the working directory."_s, Value::File),
    };
    for (const SettingSpec &spec : settingTable())
        table.append(optionOf(spec));
    return table;
}

} // namespace

QString Option::placeholder() const
{
    switch (value) {
    case Value::None:
        break;
    case Value::Any:
        return u"VALUE"_s;
    case Value::Number:
        return u"NUMBER"_s;
    case Value::File:
        return u"FILE"_s;
    case Value::Folder:
        return u"DIR"_s;
    case Value::Word:
        return u"WORD"_s;
    }
    return QString();
}

const QList<Option> &optionTable()
{
    static const QList<Option> table = makeTable();
    return table;
}

bool needsNoScreen(const QString &argument)
{
    const QString name = argument.section(u'=', 0, 0);
    return std::any_of(optionTable().begin(), optionTable().end(), [&](const Option &option) {
        const bool isIt =
            name == u"--"_s + option.name || (!option.letter.isEmpty() && name == u"-"_s + option.letter);
        return isIt && (option.group == Group::Command || option.name == u"headless"_s);
    });
}

QString summaryOf(const QString &program)
{
    return program == u"aria-calendar-syncd"_s
        ? u"keeps ARIA and Google Calendar in step, as a service without a window"_s
        : u"keeps ARIA and Google Calendar in step, with a tray icon and windows"_s;
}

QString introduction()
{
    return u"Keeps ARIA and Google Calendar in step, both ways. Settings come from the command line, the "
           u"environment, "
           "a .env file, settings.ini and defaults, in this order."_s;
}

const QList<ExitMeaning> &exitMeanings()
{
    static const QList<ExitMeaning> meanings{
        { 0, u"ended as asked (SIGTERM, SIGINT)"_s },
        { 1, u"--doctor found a problem"_s },
        { 64, u"wrong option"_s },
        { 65,
            u"the database was written by a newer version of this program, or what is to be imported is damaged"_s },
        { 66, u"the database cannot be opened, and waiting does not help; or there is nothing to import"_s },
        { 69, u"the port is in use, or something that the program needs cannot be reached"_s },
        { 70, u"a fault of this program"_s },
        { 73, u"what --export, --import or --backup would write to cannot be written, or is not empty"_s },
        { 77, u"the credentials folder cannot be used"_s },
        { 78, u"a setting is wrong; the line names it, its value, where it came from and what is allowed"_s },
    };
    return meanings;
}

} // namespace aria::usage
