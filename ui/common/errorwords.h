// What went wrong, in the person's language. The service, its API and its log speak English.
#pragma once

#include "service/types.h"

namespace aria::uicommon {

// By the error's code, else by its kind; what only its own words can say stays as it is.
QString errorText(const Error &error);

// Why the state is what it is; empty: nothing went wrong.
QString problemText(const service::StatusView &status);

} // namespace aria::uicommon
