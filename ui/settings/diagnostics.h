// What a helper needs to know, without titles, addresses and tokens.
#pragma once

#include "base/settings.h"
#include "service/diagnosis.h"

namespace aria::settings {

// English, for a bug report: versions, and what GET /diagnostics and --doctor say too. No diagnosis: no service runs
// here, and only the settings are shown.
QString diagnostics(const LoadedSettings &loaded, const std::optional<service::Diagnosis> &diagnosis);

} // namespace aria::settings
