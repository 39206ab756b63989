// Secrets that systemd hands over in $CREDENTIALS_DIRECTORY (LoadCredential=), which only this service can read.
#pragma once

#include "base/settings.h"

namespace aria::program {

// "api-token" there is the API token, unless the environment names one itself.
void addCredentials(SettingsInput &input);

// "client_secrets.json" there is copied into the credentials folder (0700, the file 0600) if it is not there already.
// Precondition "credentials_unusable". Without such a file there is nothing to do.
Expected<void> takeClientFile(const SettingsInput &input, const QString &credentialsDir);

} // namespace aria::program
