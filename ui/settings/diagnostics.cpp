#include "settings/diagnostics.h"

#include <QGuiApplication>
#include <QLocale>
#include <QSysInfo>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace aria::settings {

namespace {

// Values that reveal nothing about anybody.
const QStringList harmless{ u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"CALENDAR_SYNC_PORT"_s,
    u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"CALENDAR_SYNC_PUSH_WAIT_MS"_s,
    u"CALENDAR_SYNC_HISTORY_RETENTION_DAYS"_s, u"CALENDAR_SYNC_DELETED_RETENTION_DAYS"_s,
    u"CALENDAR_SYNC_LOG_LEVEL"_s, u"CALENDAR_SYNC_LOG_FORMAT"_s };

QString yesOrNo(bool value)
{
    return value ? u"yes"_s : u"no"_s;
}

QString timeOrNever(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : u"never"_s;
}

// The file's path would reveal the person's name.
QString kindOf(const QString &source)
{
    return source.section(u" ("_s, 0, 0);
}

QStringList aboutSettings(const LoadedSettings &loaded)
{
    QStringList lines;
    for (const SettingSource &source : loaded.sources) {
        QString value = u"…"_s;
        if (harmless.contains(source.name))
            value = source.value;
        else if (source.name == "CALENDAR_SYNC_DATABASE_URL"_L1)
            value = loaded.settings.databaseUrl.section(u"://"_s, 0, 0);
        else if (source.value.isEmpty())
            value = u"not set"_s;
        lines.append(u"%1: %2 [%3]"_s.arg(source.name, value, kindOf(source.source)));
    }
    return lines;
}

} // namespace

QString diagnostics(const LoadedSettings &loaded, const DiagnosticsInput &input)
{
    QStringList lines{ u"aria-calendar-sync %1"_s.arg(input.version),
        u"Qt %1, built with %2, platform %3"_s.arg(
            QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR), QGuiApplication::platformName()),
        u"%1, %2"_s.arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()),
        u"locale %1"_s.arg(QLocale().name()) };
    lines += aboutSettings(loaded);
    lines.append(u"calendars: %1"_s.arg(loaded.settings.calendarIds.size()));
    if (!input.isKnown)
        return lines.join(u'\n') + u"\nservice: not running\n"_s;
    const google::AuthStatus &auth = input.health.auth;
    const store::Statistics &counts = input.status.statistics;
    lines += { u"service: %1"_s.arg(toString(input.status.state)),
        u"database healthy: %1"_s.arg(yesOrNo(input.health.databaseHealthy)),
        u"client file: %1, token: %2, valid: %3, refresh token: %4, problem: %5"_s.arg(
            yesOrNo(auth.clientSecretsConfigured), yesOrNo(auth.tokenExists), yesOrNo(auth.credentialsValid),
            yesOrNo(auth.hasRefreshToken), auth.problemCode.isEmpty() ? u"none"_s : auth.problemCode),
        u"events: %1, synced %2, to Google %3, to ARIA %4, conflicts %5, errors %6"_s.arg(counts.total)
            .arg(counts.synced)
            .arg(counts.pendingToGoogle)
            .arg(counts.pendingToAria)
            .arg(counts.conflicts)
            .arg(counts.errors),
        u"last sync: %1, next: %2"_s.arg(
            timeOrNever(input.status.lastSyncTime), timeOrNever(input.status.nextSyncTime)),
        u"webhook: %1, role: %2"_s.arg(yesOrNo(input.status.webhookActive), input.status.role),
        u"last error: %1"_s.arg(input.status.lastError.isEmpty() ? u"none"_s : u"there is one"_s) };
    return lines.join(u'\n') + u'\n';
}

} // namespace aria::settings
