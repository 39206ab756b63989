// What went wrong, in the person's language. The service, its API and its log speak English.
#pragma once

#include "service/types.h"

namespace aria::uicommon {

// By the error's code, otherwise by its category; if only its own words can say it, they stay as they are.
QString errorText(const Error &error);

// Why the state is what it is; empty: nothing went wrong.
QString problemText(const service::StatusView &status);

} // namespace aria::uicommon
