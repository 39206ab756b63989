// What a proxy says about the request it passes on.
#pragma once

#include "api/message.h"

#include <QByteArray>
#include <QList>

namespace aria::api {

struct Forwarded
{
    bool isForwarded = false; // a proxy has left a trace
    bool isClear = true; // every step says in a readable form who asked or for which host
    QList<QByteArray> hosts = {}; // host[:port], as clients named them
    QList<QByteArray> clients = {}; // address[:port], or a word in place of one
};

// Reads Forwarded (RFC 7239) and the older headers: X-Forwarded-Host, X-Forwarded-For and the like.
Forwarded forwardedOf(const HeaderFields &headers);

} // namespace aria::api
