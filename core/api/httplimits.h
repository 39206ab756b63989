// How much the API accepts from a client (contract: Who may call, last line).
#pragma once

#include <chrono>

#include <QtGlobal>

namespace aria::api {

struct HttpLimits
{
    qsizetype maxHeadBytes = 16LL * 1024; // request line and headers; beyond: 431
    qsizetype maxBodyBytes = 1024LL * 1024; // beyond: 413
    int maxConnections = 256; // running requests; beyond: 503. Open ones, running included: see listener.h
    // How long a new connection is left alone. In a burst, each new connection gets this chance to send its request, up
    // to twice maxConnections.
    std::chrono::milliseconds grace{ 1'000 };
    int maxStreams = 100; // open event streams, which are not counted among the connections; beyond: 503
    // A comment in each of them, so that proxies keep them open.
    std::chrono::milliseconds streamComment{ 15'000 };
    std::chrono::milliseconds headTimeout{
        10'000
    }; // from the first byte to the end of the headers; then 408
    std::chrono::milliseconds bodyTimeout{
        30'000
    }; // the whole body; then 408. Also: no byte of an answer taken
    std::chrono::milliseconds idleTimeout{
        60'000
    }; // between requests; then closed (before the first: headTimeout)
    std::chrono::milliseconds lingerTimeout{ 2'000 }; // after an answer that ends the connection
    std::chrono::milliseconds stopTimeout{ 2'000 }; // for requests still running when the server stops
};

} // namespace aria::api
