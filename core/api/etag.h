// Entity tags for reading: who has the answer already is told so instead of getting it again (RFC 9110 8.8.3, 13.1.2).
#pragma once

#include "api/router.h"

namespace aria::api {

// The same answers with a strong ETag, made from the body, so that it changes exactly when the body does. A request whose
// If-None-Match names it gets 304 and no body.
Router::Handler tagged(Router::Handler handler);

// Whether the value of an If-None-Match names the tag: "*", or a list with it. Weak tags count too, as the RFC wants it.
bool namesTag(const QByteArray &ifNoneMatch, const QByteArray &tag);

} // namespace aria::api
