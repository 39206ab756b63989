// Calendars that Google lets this account only read (access role reader or freeBusyReader): they sync one way.
#pragma once

#include "store/session.h"

namespace aria::sync {

bool isReadOnlyRole(const QString &accessRole);

// As the latest list said; false before the first one.
Expected<bool> isReadOnly(store::Session &session, const QString &calendarId);

// Forbidden "read_only_calendar", in words for a person.
Error readOnlyError(const QString &calendarId);

} // namespace aria::sync
