// Entity tags for reading: who has the answer already is told so instead of getting it again (RFC 9110 8.8.3, 13.1.2).
#pragma once

#include "api/message.h"

namespace aria::api {

// A 200 with a strong ETag, made from the body, so that it changes exactly when the body does; others, and one that is
// tagged, as they are.
Response withTag(Response response);
// The same for a body that follows from `digest`, which is shorter.
Response withTag(Response response, const QByteArray &digest);

// 304 without a body if `ifNoneMatch`, the value of that header, names the tag of a 200.
Response unlessKnown(Response response, const QByteArray &ifNoneMatch);

// Whether the value of an If-None-Match names the tag: "*", or a list with it. Weak tags count too, as the RFC wants it.
bool namesTag(const QByteArray &ifNoneMatch, const QByteArray &tag);

} // namespace aria::api
