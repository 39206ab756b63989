// Keeps secrets for this user alone: settings, credentials, the database.
#pragma once

#include "base/settings.h"

namespace aria::program {

// Called before anything is created, whatever umask the program was started with.
void keepNewFilesPrivate();

// Closes existing secret files to other users. Logs a warning for each that was open: those it has closed, and those
// that a person must close.
void closeSecretFiles(const SettingsInput &input, const Settings &settings);

} // namespace aria::program
