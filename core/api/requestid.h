// The id of a call: given back as X-Request-Id, and in every line of the log that the call causes.
#pragma once

#include "base/random.h"

#include <QByteArray>

namespace aria::api {

// 1 to 64 letters, digits, dots, hyphens and underscores. A caller's own id of this form is kept, so that a caller can
// find its call in both logs; any other is replaced.
bool isRequestId(const QByteArray &text);

// The caller's id if it is well-formed, else a new one.
QByteArray requestIdFor(const QByteArray &given, RandomSource &random);

} // namespace aria::api
