#include "google/scopes.h"

#include "google/oauth.h"

using namespace Qt::StringLiterals;

namespace aria::google {

const QString scopeCalendarEvents = u"https://www.googleapis.com/auth/calendar.events"_s;
const QString scopeCalendarListReadonly = u"https://www.googleapis.com/auth/calendar.calendarlist.readonly"_s;
const QString scopeCalendar = u"https://www.googleapis.com/auth/calendar"_s;

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
        || granted.contains(scopeCalendar + ".calendarlist"_L1)
        || granted.contains(scopeCalendar + ".readonly"_L1);
    if (!lists)
        missing.append(scopeCalendarListReadonly);
    return missing;
}

bool allowsFreeBusy(const QStringList &granted)
{
    if (granted.contains(scopeCalendar))
        return true;
    for (const auto *name : { ".readonly", ".freebusy", ".events.freebusy" }) {
        if (granted.contains(scopeCalendar + QLatin1StringView(name)))
            return true;
    }
    return false;
}

QString missingScopeMessage(const QStringList &missing)
{
    if (missing.isEmpty())
        return {};
    QStringList names;
    for (const QString &scope : missing)
        names.append(scope.section(QLatin1Char('/'), -1));
    if (names.size() == 1)
        return u"The scope %1 is missing; sign in again and allow it."_s.arg(names.first());
    return u"The scopes %1 are missing; sign in again and allow them."_s.arg(names.join(" and "_L1));
}

QStringList splitScopes(const QString &text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace aria::google
