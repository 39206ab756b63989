// Calendars that Google lets this account only read (access role reader or freeBusyReader): they sync one way.
#pragma once

#include "google/accessrole.h"
#include "store/session.h"

namespace aria::sync {

bool isReadOnlyRole(google::AccessRole role);

// As the latest list said; false before the first one.
Expected<bool> isReadOnly(store::Session &session, const QString &calendarId);

// Forbidden "read_only_calendar", in words for a person.
Error readOnlyError(const QString &calendarId);

} // namespace aria::sync
