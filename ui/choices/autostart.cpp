#include "choices/autostart.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace aria::choices {

namespace {

constexpr auto atLogin = "ARIA_AT_LOGIN"; // app/tray/main.cpp reads it

// Desktop Entry Specification, "The Exec key": escapes reserved characters inside double quotes, and then adds the
// escapes of the value itself.
QString quoted(const QString &program)
{
    QString out;
    for (const QChar c : program) {
        if (c == u'\\')
            out += u"\\\\\\\\"_s;
        else if (c == u'"' || c == u'`' || c == u'$')
            out += u"\\\\"_s + c;
        else if (c == u'%')
            out += u"%%"_s;
        else
            out += c;
    }
    return u'"' + out + u'"';
}

Unexpected failed(const QString &why)
{
    return makeError(ErrorCategory::Internal, u"autostart_unwritable"_s, why);
}

} // namespace

Autostart::Autostart(const QString &configHome, QString program)
    : m_path(configHome + u"/autostart/aria-calendar-sync.desktop"_s)
    , m_program(std::move(program))
{
}

bool Autostart::isEnabled() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QList<QByteArray> lines = file.read(64 * 1024).split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray plain = line.simplified().replace(' ', QByteArray());
        if (plain == "Hidden=true" || plain == "X-GNOME-Autostart-enabled=false")
            return false;
    }
    return true;
}

Expected<void> Autostart::setEnabled(bool enabled) const
{
    if (enabled == isEnabled())
        return {};
    if (enabled)
        return write();
    QFile file(m_path);
    if (!file.remove())
        return failed(file.errorString());
    return {};
}

Expected<void> Autostart::renew() const
{
    QFile file(m_path);
    if (!isEnabled() || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray entry = file.read(64 * 1024);
    // One that a person has written or changed stays as it is.
    if (!entry.contains(atLogin) && entry.contains("\nExec=" + quoted(m_program).toUtf8() + '\n'))
        return write();
    return {};
}

Expected<void> Autostart::write() const
{
    if (!QDir().mkpath(QFileInfo(m_path).absolutePath()))
        return failed(tr("The folder cannot be made."));
    const QByteArray entry =
        u"[Desktop Entry]\n"
        "Type=Application\n"
        "Name=ARIA Calendar Sync\n"
        "Icon=aria-calendar-sync\n"
        "Exec=env %1=1 %2\n"
        "Terminal=false\n"
        "X-GNOME-Autostart-enabled=true\n"_s.arg(QLatin1String(atLogin), quoted(m_program))
            .toUtf8();
    QSaveFile target(m_path);
    if (!target.open(QIODevice::WriteOnly) || target.write(entry) != entry.size() || !target.commit())
        return failed(target.errorString());
    return {};
}

} // namespace aria::choices
