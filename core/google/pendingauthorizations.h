// The authorizations that wait for a browser to return. Kept only in memory: a restart forgets them.
#pragma once

#include "base/clock.h"
#include "base/error.h"

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

// Each lives 10 minutes and can be taken once. None is thrown out earlier, however many more are requested; if there
// are too many, the next one has to wait, so that memory does not fill up.
class PendingAuthorizations
{
public:
    static constexpr std::chrono::minutes lifetime{ 10 };
    static constexpr std::size_t limit = 500;

    explicit PendingAuthorizations(Clock &clock)
        : m_clock(clock)
    {
    }

    // Starts its 10 minutes again; nullptr if there is none. Asking for the same one again, as a reloaded page does,
    // must not make the first address useless.
    const PendingAuthorization *renew(const QString &state, const QString &redirectUri);
    // Conflict "state_in_use" if one with that state is pending; Unavailable "too_many_authorizations" with the time
    // until the oldest expires.
    Expected<void> add(PendingAuthorization pending);
    // Removes and returns it; nullopt: unknown, used, expired, or begun with another redirectUri. An empty
    // redirectUri is not compared; a wrong one leaves the authorization pending.
    std::optional<PendingAuthorization> take(const QString &state, const QString &redirectUri = {});
    // The only one pending with that redirectUri; nullopt if there are none or several.
    std::optional<PendingAuthorization> takeOnly(const QString &redirectUri);
    void forget(const QString &state);

private:
    void dropExpired();

    Clock &m_clock;
    std::list<PendingAuthorization> m_pending; // oldest first
};

} // namespace aria::google
