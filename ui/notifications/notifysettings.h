// What a person wants to be told, and when not.
#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace aria::notifications {

// A value; stored by the settings dialog.
struct NotifySettings
{
    bool changes = true; // what others changed in Google
    bool reminders = true; // of events that begin
    bool attention = true; // conflicts and sign-in
    QTime quietFrom; // invalid, or the same as quietUntil: no quiet hours
    QTime quietUntil;
    bool remindersWhileQuiet = true; // reminders are asked for one by one
    int snoozeMinutes = 5;
};

// The instant at which the quiet hours around `now` end; invalid: it is not quiet now. They may pass midnight.
QDateTime quietEnd(const NotifySettings &settings, const QDateTime &now, const QTimeZone &zone);

} // namespace aria::notifications
