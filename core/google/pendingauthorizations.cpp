#include "google/pendingauthorizations.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria::google {

const PendingAuthorization *PendingAuthorizations::renew(const QString &state, const QString &redirectUri)
{
    dropExpired();
    const auto found =
        std::find_if(m_pending.begin(), m_pending.end(), [&](const PendingAuthorization &pending) {
            return pending.state == state && pending.redirectUri == redirectUri;
        });
    if (found == m_pending.end())
        return nullptr;
    found->begun = m_clock.monotonic();
    m_pending.splice(m_pending.end(), m_pending, found);
    return &m_pending.back();
}

Expected<void> PendingAuthorizations::add(PendingAuthorization pending)
{
    dropExpired();
    const auto now = m_clock.monotonic();
    const bool isTaken = std::any_of(m_pending.begin(), m_pending.end(),
        [&](const PendingAuthorization &other) { return other.state == pending.state; });
    if (isTaken) {
        return makeError(ErrorCategory::Conflict, u"state_in_use"_s,
            u"Another sign-in with this state is under way; choose another state."_s);
    }
    if (m_pending.size() >= limit) {
        return Unexpected(Error{ ErrorCategory::Unavailable, u"too_many_authorizations"_s,
            u"Too many sign-ins are under way; try again later."_s,
            lifetime - (now - m_pending.front().begun) });
    }
    pending.begun = now;
    m_pending.push_back(std::move(pending));
    return {};
}

std::optional<PendingAuthorization> PendingAuthorizations::take(
    const QString &state, const QString &redirectUri)
{
    dropExpired();
    const auto found =
        std::find_if(m_pending.begin(), m_pending.end(), [&](const PendingAuthorization &pending) {
            return pending.state == state && (redirectUri.isEmpty() || pending.redirectUri == redirectUri);
        });
    if (found == m_pending.end())
        return std::nullopt;
    PendingAuthorization pending = std::move(*found);
    m_pending.erase(found);
    return pending;
}

std::optional<PendingAuthorization> PendingAuthorizations::takeOnly(const QString &redirectUri)
{
    dropExpired();
    QString state;
    int count = 0;
    for (const PendingAuthorization &pending : m_pending) {
        if (pending.redirectUri == redirectUri) {
            state = pending.state;
            ++count;
        }
    }
    if (count != 1)
        return std::nullopt;
    return take(state);
}

void PendingAuthorizations::forget(const QString &state)
{
    m_pending.remove_if([&](const PendingAuthorization &pending) { return pending.state == state; });
}

void PendingAuthorizations::dropExpired()
{
    const auto now = m_clock.monotonic();
    m_pending.remove_if([&](const PendingAuthorization &pending) { return now - pending.begun >= lifetime; });
}

} // namespace aria::google
