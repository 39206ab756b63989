// The authorizations that wait for a browser to come back. In memory only: a restart forgets them.
#pragma once

#include "base/clock.h"

#include <QString>

#include <list>
#include <memory>
#include <optional>

namespace aria::google {

class AuthorizationFlow;

struct PendingAuthorization
{
    QString state;
    QString redirectUri;
    std::shared_ptr<AuthorizationFlow> flow; // holds client and verifier
    std::chrono::milliseconds begun{ 0 }; // on the monotonic clock; set by add()
};

// Each lives 10 minutes and is taken once. At most 20: the oldest make room, so nobody can fill the memory.
class PendingAuthorizations
{
public:
    static constexpr std::chrono::minutes lifetime{ 10 };
    static constexpr std::size_t limit = 20;

    explicit PendingAuthorizations(Clock &clock)
        : m_clock(clock)
    {
    }

    // An older one with the same state is replaced.
    void add(PendingAuthorization pending);
    // Removes and returns it; nullopt: unknown, used, expired, or begun with another redirectUri. An empty
    // redirectUri is not compared; a wrong one leaves the authorization pending.
    std::optional<PendingAuthorization> take(const QString &state, const QString &redirectUri = {});
    // The only one pending with that redirectUri; nullopt where there are none or several.
    std::optional<PendingAuthorization> takeOnly(const QString &redirectUri);
    void forget(const QString &state);

private:
    void dropExpired();

    Clock &m_clock;
    std::list<PendingAuthorization> m_pending; // oldest first
};

} // namespace aria::google
