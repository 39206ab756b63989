// Entity tags for reading: a client that has the answer already is told so instead of getting it again (RFC 9110 8.8.3,
// 13.1.2).
#pragma once

#include "api/message.h"

namespace aria::api {

// Adds a strong ETag to a 200. It is made from the body, so that it changes exactly when the body does. Other answers,
// and one that has a tag already, stay as they are.
Response withTag(Response response);
// The same, but made from `digest`, which is shorter than the body and determines it.
Response withTag(Response response, const QByteArray &digest);

// 304 without a body if `ifNoneMatch`, the value of that header, names the tag of a 200.
Response unlessKnown(Response response, const QByteArray &ifNoneMatch);

// Whether the value of an If-None-Match names the tag: "*", or a list with it. Weak tags count too, as the RFC demands.
bool namesTag(const QByteArray &ifNoneMatch, const QByteArray &tag);

} // namespace aria::api
