// Mails that our writes made Google send (guarantee 9): counted in the database, so that a person can see them.
#pragma once

#include "google/calendarapi.h"
#include "store/session.h"

namespace aria::sync {

// How many guests Google is asked to mail about a write from `before` to `after`. Guests that are removed are told
// too; nobody is told about himself. Google does not say whom externalOnly leaves out; its own addresses are assumed.
qint64 mailsOf(
    calendar::SendUpdates sendUpdates, const calendar::Event &before, const calendar::Event &after);

// Inside Store::write.
Expected<void> countMails(store::Session &session, const QString &calendarId, qint64 mails);

// All of these calendars together.
Expected<qint64> mailsCaused(store::Session &session, const QStringList &calendarIds);

} // namespace aria::sync
