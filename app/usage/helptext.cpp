#include "usage/helptext.h"

#include "usage/optiontable.h"

using namespace Qt::StringLiterals;

namespace aria::usage {

namespace {

constexpr qsizetype width = 79;
constexpr qsizetype column = 8; // where explanations begin

QString wrapped(const QString &text, qsizetype indent)
{
    const QString margin(indent, u' ');
    QString out;
    QString line = margin;
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (line.size() > indent && line.size() + 1 + word.size() > width) {
            out += line + u'\n';
            line = margin;
        }
        line += (line.size() > indent ? u" "_s : QString()) + word;
    }
    return out + line + u'\n';
}

QString optionLines(const Option &option)
{
    QString head = u"  "_s;
    if (!option.letter.isEmpty())
        head += u"-%1, "_s.arg(option.letter);
    head += u"--"_s + option.name;
    if (option.value != Value::None)
        head += u' ' + option.placeholder();
    QString text = option.summary;
    if (!option.allowed.isEmpty())
        text += u" Allowed: %1."_s.arg(option.allowed);
    if (!option.variable.isEmpty())
        text += u" [%1]"_s.arg(option.variable);
    return head + u'\n' + wrapped(text, column);
}

QString section(const QString &title, Group group)
{
    QString out = u'\n' + title + u":\n"_s;
    for (const Option &option : optionTable()) {
        if (option.group == group)
            out += optionLines(option);
    }
    return out;
}

} // namespace

QString helpText(const QString &program)
{
    return u"Usage: %1 [options]\n\n"_s.arg(program) + wrapped(introduction(), 0)
        + section(u"Do one thing and end"_s, Group::Command) + section(u"Run the service"_s, Group::Running)
        + section(u"Settings, each also a variable of the environment"_s, Group::Setting);
}

} // namespace aria::usage
