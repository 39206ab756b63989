// What only the windows care about, in a group of its own in settings.ini.
#pragma once

#include "base/settingsfile.h"

#include <QKeySequence>
#include <QTime>

namespace aria::choices {

// A value. Times are the person's wall clock.
struct Preferences
{
    bool notifyOfChanges = true; // of what others changed in Google
    bool remind = true; // popup reminders of events
    bool hasQuietHours = false; // neither of the two within them
    QTime quietFrom{ 22, 0 };
    QTime quietUntil{ 7, 0 }; // before quietFrom: the next day
    QKeySequence joinKey = {}; // joins the next meeting from anywhere; empty: none

    // Values that cannot be read get their defaults.
    static Preferences read(const SettingsFile &file);
    Expected<void> write(const SettingsFile &file) const;

    bool operator==(const Preferences &) const = default;
};

} // namespace aria::choices
