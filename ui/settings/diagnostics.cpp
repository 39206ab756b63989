#include "settings/diagnostics.h"

#include <QGuiApplication>
#include <QLocale>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace aria::settings {

QString diagnostics(const LoadedSettings &loaded, const std::optional<service::Diagnosis> &diagnosis)
{
    const QStringList lines{ u"aria-calendar-sync "_s + QStringLiteral(ARIA_VERSION),
        u"Qt %1, built with %2, platform %3"_s.arg(
            QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR), QGuiApplication::platformName()),
        u"%1, %2"_s.arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()),
        u"locale %1"_s.arg(QLocale().name()), diagnosis ? u"service: running"_s : u"service: not running"_s };
    service::Diagnosis shown;
    shown.settings = service::shownSettings(loaded);
    return lines.join(u'\n') + u'\n' + service::textOf(diagnosis.value_or(shown));
}

} // namespace aria::settings
