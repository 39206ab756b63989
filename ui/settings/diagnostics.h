// What a helper needs to know, without titles, addresses and tokens.
#pragma once

#include "base/settings.h"
#include "service/types.h"

namespace aria::settings {

struct DiagnosticsInput
{
    QString version; // of this program
    bool isKnown = false; // whether the following two are
    service::HealthView health;
    service::StatusView status;
};

// English, one fact per line, for a bug report. For settings that may name a person, a host, a calendar or a secret,
// only their source is shown; of errors only that there is one, because they may name an event.
QString diagnostics(const LoadedSettings &loaded, const DiagnosticsInput &input);

} // namespace aria::settings
