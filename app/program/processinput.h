// What the settings take from the process: environment, home directories, files.
#pragma once

#include "base/settings.h"
#include "program/commandline.h"

namespace aria::program {

SettingsInput settingsInput(const CommandLine &line);

} // namespace aria::program
