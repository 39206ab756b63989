// What the settings take from the process: environment, home directories, files.
#pragma once

#include "base/settings.h"
#include "common/commandline.h"

namespace aria::common {

SettingsInput settingsInput(const CommandLine &line);

} // namespace aria::common
