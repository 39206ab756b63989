// Who may call (contract: Who may call). Checks the Host and what proxies say about it, the page that asks, and the
// API token, in this order.
#pragma once

#include "api/message.h"

#include <QHostAddress>

namespace aria::api {

struct GuardOptions
{
    QHostAddress boundAddress;
    QString apiToken; // empty: none is required
    QString publicHost; // the host of the webhook's base URL; empty: none
};

// Pure. Thread-safe.
class Guard
{
public:
    explicit Guard(GuardOptions options)
        : m_options(std::move(options))
    {
    }

    // The answer to a request that must not go on; nullopt for one that may. Sets the
    // request's publicHost and authorized.
    std::optional<Response> check(Request &request) const;

private:
    enum class Reach { Local, Public, Foreign };
    Reach reachOf(const QByteArray &authority) const;
    bool cameFromElsewhere(const Request &request) const;
    std::optional<Response> checkHost(Request &request) const;
    std::optional<Response> checkPage(const Request &request) const;
    std::optional<Response> checkToken(Request &request) const;

    GuardOptions m_options;
};

// Takes the same time wherever the texts differ.
bool equalInConstantTime(const QByteArray &a, const QByteArray &b);

} // namespace aria::api
