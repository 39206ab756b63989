#include "google/pendingauthorizations.h"

#include <algorithm>

namespace aria::google {

void PendingAuthorizations::add(PendingAuthorization pending)
{
    dropExpired();
    forget(pending.state);
    if (m_pending.size() >= limit)
        m_pending.pop_front();
    pending.begun = m_clock.monotonic();
    m_pending.push_back(std::move(pending));
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
