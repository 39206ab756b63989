#include "google/scopes.h"

#include "google/oauth.h"

namespace aria::google {

const QString scopeCalendarEvents = QStringLiteral("https://www.googleapis.com/auth/calendar.events");
const QString scopeCalendarListReadonly =
    QStringLiteral("https://www.googleapis.com/auth/calendar.calendarlist.readonly");
const QString scopeCalendar = QStringLiteral("https://www.googleapis.com/auth/calendar");

QStringList requestedScopes()
{
    return { scopeCalendarEvents, scopeCalendarListReadonly };
}

QStringList missingScopes(const QStringList &granted)
{
    if (granted.contains(scopeCalendar))
        return {};
    QStringList missing;
    if (!granted.contains(scopeCalendarEvents))
        missing.append(scopeCalendarEvents);
    const bool lists = granted.contains(scopeCalendarListReadonly)
        || granted.contains(scopeCalendar + QLatin1String(".calendarlist"))
        || granted.contains(scopeCalendar + QLatin1String(".readonly"));
    if (!lists)
        missing.append(scopeCalendarListReadonly);
    return missing;
}

QString missingScopeMessage(const QStringList &missing)
{
    if (missing.isEmpty())
        return {};
    QStringList names;
    for (const QString &scope : missing)
        names.append(scope.section(QLatin1Char('/'), -1));
    if (names.size() == 1)
        return QStringLiteral("The scope %1 is missing; sign in again and allow it.").arg(names.first());
    return QStringLiteral("The scopes %1 are missing; sign in again and allow them.")
        .arg(names.join(QLatin1String(" and ")));
}

QStringList splitScopes(const QString &text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace aria::google
