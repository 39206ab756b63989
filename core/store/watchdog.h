// Ends the wait for a server that is there but never answers. Nothing else does: its kernel goes on acknowledging,
// and its own time limits do not run.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace aria::store {

// Thread-safe. Shuts the socket down when the time is up, so that whoever waits on it gets an error.
class Watchdog
{
public:
    Watchdog() = default;
    ~Watchdog();
    Watchdog(const Watchdog &) = delete;
    Watchdog &operator=(const Watchdog &) = delete;

    void watch(int socket); // from now on; it keeps a descriptor of its own. -1: nothing
    void arm(std::chrono::milliseconds limit); // replaces the current limit
    void disarm();
    void hurry(); // the program is ending: no limit is longer than two seconds and a half

private:
    using Instant = std::chrono::steady_clock::time_point;
    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::thread m_thread; // started with the first socket
    int m_socket = -1;
    std::optional<Instant> m_deadline;
    std::optional<Instant> m_wakesAt; // the thread wakes by itself then; a later limit needs no call
    bool m_hurries = false;
    bool m_ends = false;
};

} // namespace aria::store
