#include "usage/completion.h"

#include "usage/optiontable.h"

using namespace Qt::StringLiterals;

namespace aria::usage {

namespace {

// In single quotes, for all three shells. fish alone reads "\'" inside them, so the others get it from outside.
QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString quotedForFish(QString text)
{
    return u'\'' + text.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s) + u'\'';
}

// "--a | --b" of all options with such a value.
QString bashPattern(Value value)
{
    QStringList names;
    for (const Option &option : optionTable()) {
        if (option.value == value)
            names.append(u"--"_s + option.name);
    }
    return names.join(u" | "_s);
}

QString bashCase(const QString &pattern, const QString &command)
{
    return pattern.isEmpty() ? QString()
                             : u"    %1)\n        %2\n        return\n        ;;\n"_s.arg(pattern, command);
}

QString zshValue(const Option &option)
{
    const QString what = option.placeholder().toLower();
    switch (option.value) {
    case Value::None:
        break;
    case Value::Any:
    case Value::Number:
        return u":%1: "_s.arg(what);
    case Value::File:
        return u":%1:_files"_s.arg(what);
    case Value::Folder:
        return u":%1:_files -/"_s.arg(what);
    case Value::Word:
        return u":%1:(%2)"_s.arg(what, option.words.join(u' '));
    }
    return QString();
}

QString fishValue(const Option &option)
{
    switch (option.value) {
    case Value::None:
        break;
    case Value::Any:
    case Value::Number:
        return u" -x"_s;
    case Value::File:
        return u" -r -F"_s;
    case Value::Folder:
        return u" -x -a '(__fish_complete_directories)'"_s;
    case Value::Word:
        return u" -x -a "_s + quotedForFish(option.words.join(u' '));
    }
    return QString();
}

} // namespace

QString bashCompletion(const QString &program)
{
    const QString function = u'_' + QString(program).replace(u'-', u'_');
    QString cases;
    QStringList all;
    for (const Option &option : optionTable()) {
        all.append(u"--"_s + option.name);
        if (option.value == Value::Word) {
            cases += bashCase(all.constLast(),
                u"mapfile -t COMPREPLY < <(compgen -W '%1' -- \"$cur\")"_s.arg(option.words.join(u' ')));
        }
    }
    cases += bashCase(bashPattern(Value::File),
        u"compopt -o filenames 2>/dev/null\n        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"_s);
    cases += bashCase(bashPattern(Value::Folder),
        u"compopt -o filenames 2>/dev/null\n        mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")"_s);
    cases += bashCase(
        QStringList{ bashPattern(Value::Any), bashPattern(Value::Number) }.join(u" | "_s), u"COMPREPLY=()"_s);
    return u"# bash completion for %1. Made from the table of options (app/usage); do not edit.\n"
           "%2()\n{\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
           "    # \"--option=value\" comes as three words.\n"
           "    if [[ $cur == '=' ]]; then\n        cur=''\n"
           "    elif [[ $prev == '=' ]]; then\n        prev=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n"
           "    COMPREPLY=()\n"
           "    case $prev in\n%3    esac\n"
           "    mapfile -t COMPREPLY < <(compgen -W '%4' -- \"$cur\")\n"
           "}\n"
           "complete -F %2 %1\n"_s.arg(program, function, cases, all.join(u' '));
}

QString zshCompletion(const QString &program)
{
    QString out =
        u"#compdef %1\n# Made from the table of options (app/usage); do not edit.\n_arguments"_s.arg(program);
    for (const Option &option : optionTable()) {
        QString text = option.summary;
        text.replace(u'[', u"\\["_s).replace(u']', u"\\]"_s).replace(u':', u"\\:"_s);
        text = u'[' + text + u']';
        if (option.letter.isEmpty()) {
            const QString dashes = u"--"_s + option.name + (option.value == Value::None ? u""_s : u"="_s);
            out += u" \\\n    "_s + quoted(dashes + text + zshValue(option));
        } else {
            out += u" \\\n    '(-%1 --%2)'{-%1,--%2}%3"_s.arg(
                option.letter, option.name, quoted(text + zshValue(option)));
        }
    }
    return out + u'\n';
}

QString fishCompletion(const QString &program)
{
    QString out =
        u"# Made from the table of options (app/usage); do not edit.\ncomplete -c %1 -f\n"_s.arg(program);
    for (const Option &option : optionTable()) {
        out += u"complete -c %1 -l %2"_s.arg(program, option.name);
        if (!option.letter.isEmpty())
            out += u" -s "_s + option.letter;
        out += fishValue(option) + u" -d "_s + quotedForFish(option.summary) + u'\n';
    }
    return out;
}

} // namespace aria::usage
