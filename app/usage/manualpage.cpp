#include "usage/manualpage.h"

#include "usage/optiontable.h"

using namespace Qt::StringLiterals;

namespace aria::usage {

namespace {

const QString daemon = u"aria-calendar-syncd"_s;
const QString trayProgram = u"aria-calendar-sync"_s;

// Text as man(7) shows it: "-" would become a hyphen that nobody can copy, and a dot at the start a request.
QString escaped(QString text)
{
    text.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s).replace(u"…"_s, u"..."_s);
    text.replace(u'[', u"\\:["_s); // a long address may be broken here
    if (text.startsWith(u'.') || text.startsWith(u'\''))
        text.prepend(u"\\&"_s);
    return text;
}

QString bold(const QString &text)
{
    return u"\\fB%1\\fR"_s.arg(escaped(text));
}

QString italic(const QString &text)
{
    return u"\\fI%1\\fR"_s.arg(escaped(text));
}

QString entry(const QString &head, const QString &text)
{
    return u".TP\n"_s + head + u'\n' + text + u'\n';
}

QString optionEntry(const Option &option)
{
    QString head = option.letter.isEmpty() ? QString() : bold(u"-"_s + option.letter) + u", "_s;
    head += bold(u"--"_s + option.name);
    if (option.value != Value::None)
        head += u' ' + italic(option.placeholder());
    QString text = escaped(option.summary);
    if (!option.allowed.isEmpty())
        text += u"\nAllowed: "_s + escaped(option.allowed) + u'.';
    if (!option.variable.isEmpty())
        text += u"\nAs a variable: "_s + bold(option.variable) + u'.';
    return entry(head, text);
}

QString options(Group group)
{
    QString out;
    for (const Option &option : optionTable()) {
        if (option.group == group)
            out += optionEntry(option);
    }
    return out;
}

QString description(const QString &program)
{
    QString out = escaped(introduction()) + u"\n.PP\n"_s;
    if (program == daemon) {
        return out
            + escaped(
                u"The service answers requests of ARIA, n8n and scripts on 127.0.0.1:8068, writes their "
                u"events "
                "to Google, and takes over what people change in Google Calendar. It says on standard output "
                "when it is ready, tells systemd so, and logs to standard error."_s)
            + u'\n';
    }
    return out
        + escaped(
            u"The program is the service of aria-calendar-syncd with a tray icon: today's events, an agenda, "
            "notifications, a dialog for conflicts, and an assistant that leads through the sign-in. A "
            "second "
            "start shows the windows of the first."_s)
        + u'\n';
}

QString files()
{
    return entry(italic(u"$XDG_CONFIG_HOME/aria-calendar-sync/settings.ini"_s),
               escaped(u"Settings by their names without CALENDAR_SYNC_, in lower case."_s))
        + entry(italic(u"$XDG_CONFIG_HOME/aria-calendar-sync/credentials/"_s),
            escaped(
                u"client_secrets.json, as Google gives it, and token.json, the sign-in. Both are secret."_s))
        + entry(italic(u"$XDG_DATA_HOME/aria-calendar-sync/calendar.db"_s),
            escaped(u"The events, if no PostgreSQL database is named."_s))
        + entry(italic(u"$CREDENTIALS_DIRECTORY/api-token"_s) + u", "_s
                + italic(u"$CREDENTIALS_DIRECTORY/client_secrets.json"_s),
            escaped(u"What systemd hands over (LoadCredential): the API token, unless a setting names one, "
                    u"and the "
                    "client, which is copied into the credentials folder."_s));
}

QString exitStatus()
{
    QString out;
    for (const ExitMeaning &meaning : exitMeanings())
        out += entry(bold(QString::number(meaning.code)), escaped(meaning.meaning) + u'.');
    return out;
}

QString signalsText()
{
    return entry(bold(u"SIGTERM"_s) + u", "_s + bold(u"SIGINT"_s),
               escaped(u"End within 5 seconds; nothing is lost. A second one ends at once."_s))
        + entry(bold(u"SIGHUP"_s), escaped(u"Is ignored: a closed terminal does not end the service."_s));
}

} // namespace

int manualSection(const QString &program)
{
    return program == daemon ? 8 : 1;
}

QString manualPage(const QString &program)
{
    const QString other = program == daemon ? trayProgram : daemon;
    const QString name = escaped(program);
    return u".\\\" Made from the table of options (app/usage); do not edit.\n"_s
        + u".TH %1 %2 \"\" \"%3 %4\" \"Calendar sync\"\n"_s.arg(escaped(program.toUpper()))
              .arg(manualSection(program))
              .arg(escaped(trayProgram), QStringLiteral(ARIA_VERSION))
        + u".ad l\n.nh\n.SH NAME\n"_s + name + u" \\- "_s + escaped(summaryOf(program))
        + u"\n.SH SYNOPSIS\n"_s + bold(program) + u" ["_s + italic(u"options"_s) + u"]\n.SH DESCRIPTION\n"_s
        + description(program) + u".SH OPTIONS\n.SS Do one thing and end\n"_s + options(Group::Command)
        + u".SS Run the service\n"_s + options(Group::Running)
        + u".SS Settings\nEach is also a variable of the environment and a key of settings.ini.\n"_s
        + options(Group::Setting) + u".SH EXIT STATUS\n"_s + exitStatus() + u".SH SIGNALS\n"_s + signalsText()
        + u".SH FILES\n"_s + files() + u".SH SEE ALSO\n"_s
        + u"%1(%2)\n.PP\n/usr/share/doc/aria\\-calendar\\-sync/README.md\n"_s.arg(bold(other))
              .arg(manualSection(other));
}

} // namespace aria::usage
