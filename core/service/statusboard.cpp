#include "service/statusboard.h"

namespace aria::service {

void StatusBoard::post(const StatusView &status)
{
    const std::lock_guard lock(m_mutex);
    m_status = status;
    ++m_posts;
}

quint64 StatusBoard::posts() const
{
    const std::lock_guard lock(m_mutex);
    return m_posts;
}

StatusView StatusBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void StatusBoard::post(const google::AuthStatus &auth)
{
    const std::lock_guard lock(m_mutex);
    m_auth = auth;
}

google::AuthStatus StatusBoard::auth() const
{
    const std::lock_guard lock(m_mutex);
    return m_auth;
}

void StatusBoard::setReady(bool ready)
{
    const std::lock_guard lock(m_mutex);
    m_ready = ready;
}

bool StatusBoard::isReady() const
{
    const std::lock_guard lock(m_mutex);
    return m_ready;
}

} // namespace aria::service
