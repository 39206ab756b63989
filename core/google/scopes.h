// Which OAuth scopes the sync needs, and which others include them (Calendar API, Authorize requests).
#pragma once

#include <QStringList>

namespace aria::google {

// What a sign-in asks for: the least that is sufficient.
QStringList requestedScopes();

// Of requestedScopes(), those that `granted` does not cover. An empty list of granted scopes covers nothing.
QStringList missingScopes(const QStringList &granted);

// Whether freebusy.query may be asked. No sign-in asks for it: the sync needs nobody's free and busy times.
bool allowsFreeBusy(const QStringList &granted);

// "The scope calendar.events is missing; sign in again and allow it." Empty where nothing is missing.
QString missingScopeMessage(const QStringList &missing);

// RFC 6749 3.3: space-separated.
QStringList splitScopes(const QString &text);

} // namespace aria::google
