#include "store/watchdog.h"

#include "base/logging.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace aria::store {

namespace {
constexpr std::chrono::milliseconds longestInAHurry{ 2500 };
}

Watchdog::~Watchdog()
{
    watch(-1);
    {
        const std::lock_guard lock(m_mutex);
        m_ends = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Watchdog::watch(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_deadline.reset();
    if (m_socket >= 0)
        ::close(m_socket);
    // The driver may close its descriptor at any time, and somebody else may get the same number.
    m_socket = socket < 0 ? -1 : ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (m_socket >= 0 && !m_thread.joinable())
        m_thread = std::thread([this] { run(); });
}

void Watchdog::arm(std::chrono::milliseconds limit)
{
    const std::lock_guard lock(m_mutex);
    if (m_socket < 0)
        return;
    m_deadline = std::chrono::steady_clock::now() + (m_hurries ? std::min(limit, longestInAHurry) : limit);
    if (!m_wakesAt || *m_deadline < *m_wakesAt)
        m_changed.notify_all();
}

void Watchdog::disarm()
{
    const std::lock_guard lock(m_mutex);
    m_deadline.reset();
}

void Watchdog::hurry()
{
    {
        const std::lock_guard lock(m_mutex);
        m_hurries = true;
        if (m_deadline)
            m_deadline = std::min(*m_deadline, std::chrono::steady_clock::now() + longestInAHurry);
    }
    m_changed.notify_all();
}

void Watchdog::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_ends) {
        if (!m_deadline) {
            m_wakesAt.reset();
            m_changed.wait(lock);
        } else if (std::chrono::steady_clock::now() < *m_deadline) {
            const auto deadline = *m_deadline;
            m_wakesAt = deadline;
            m_changed.wait_until(lock, deadline);
        } else {
            qCWarning(lcStore) << "the database does not answer; giving this connection up";
            ::shutdown(m_socket, SHUT_RDWR);
            m_deadline.reset();
        }
    }
}

} // namespace aria::store
