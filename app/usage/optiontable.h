// The table of options of both programs. Reading the command line, --help, the manual pages and the completions of the
// shells all come from it.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace aria::usage {

enum class Group {
    Command, // does one thing and ends
    Running, // how the service runs
    Setting, // one of base/settingtable.h
};

// What a shell can offer for the value.
enum class Value { None, Any, Number, File, Folder, Word };

struct Option
{
    QString name; // without the dashes
    QString letter; // the short form; empty: none
    Value value = Value::None;
    QStringList words; // Value::Word: all that are allowed
    QString summary; // one sentence
    QString allowed; // completes "Allowed: …"; empty: nothing to say
    QString variable; // CALENDAR_SYNC_…; empty: it is no setting
    Group group = Group::Command;

    QString placeholder() const; // of the value: FILE; empty: it takes none
};

const QList<Option> &optionTable();

// Whether the tray program needs no screen for this argument (`--export=DIR` counts as --export).
bool needsNoScreen(const QString &argument);

// One line for each program, and what stands at the top of --help.
QString summaryOf(const QString &program);
QString introduction();

// What the program's exit codes mean, as in README.md.
struct ExitMeaning
{
    int code;
    QString meaning;
};
const QList<ExitMeaning> &exitMeanings();

} // namespace aria::usage
