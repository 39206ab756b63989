// The small page on which the browser lands after signing in at Google.
#pragma once

#include "api/message.h"

namespace aria::api {

// Self-contained: no scripts and nothing from another host. Both texts are escaped.
Response callbackPage(int status, const QString &heading, const QString &text);

} // namespace aria::api
