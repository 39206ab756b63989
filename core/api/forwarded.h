// What a proxy says about the request it passes on.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

namespace aria::api {

struct Forwarded
{
    bool isForwarded = false; // a proxy has left a trace
    bool isClear = true; // and says of every step who asked or for which host, in a form that can be read
    QList<QByteArray> hosts = {}; // host[:port], as clients named them
    QList<QByteArray> clients = {}; // address[:port], or a word that hides it
};

// Reads Forwarded (RFC 7239) and what was usual before it: X-Forwarded-Host, X-Forwarded-For and their kin.
// `headers`: names in lower case.
Forwarded forwardedOf(const QHash<QByteArray, QByteArray> &headers);

} // namespace aria::api
