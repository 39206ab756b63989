// What is secret is for this user alone: settings, credentials, the database.
#pragma once

#include "base/settings.h"

namespace aria::common {

// Before anything is created, whatever umask the program was started with.
void keepNewFilesPrivate();

// Closes those that are there to other users, and warns in the log of what it found open: what it has closed, and what
// a person must close.
void closeSecretFiles(const SettingsInput &input, const Settings &settings);

} // namespace aria::common
