#include "program/unixsignals.h"

#include "base/logging.h"

#include <QSocketNotifier>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace aria::program {

namespace {

// A handler may touch only lock-free atomics and call async-signal-safe functions (signal-safety(7)).
std::atomic<int> writeEnd = -1;
std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void onTermination(int number)
{
    const int savedErrno = errno;
    if (received.fetch_add(1) > 0)
        _exit(128 + number);
    const char byte = 1;
    // The socket is empty, so one byte fits; if it did not, nothing could be done here.
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
    errno = savedErrno;
}

void handle(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, nullptr);
}

} // namespace

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, m_sockets) != 0) {
        // The default actions stay in place: the process still ends, only less cleanly.
        qCWarning(lcBase, "no socket pair for signals, errno %d", errno);
        return;
    }
    m_notifier = new QSocketNotifier(m_sockets[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UnixSignals::read);
    received = 0;
    writeEnd = m_sockets[0];
    handle(SIGTERM, onTermination);
    handle(SIGINT, onTermination);
    handle(SIGHUP, SIG_IGN);
    handle(SIGPIPE, SIG_IGN);
}

UnixSignals::~UnixSignals()
{
    if (!m_notifier)
        return;
    for (const int number : { SIGTERM, SIGINT, SIGHUP, SIGPIPE })
        handle(number, SIG_DFL);
    writeEnd = -1;
    delete m_notifier; // before its descriptor is closed
    ::close(m_sockets[0]);
    ::close(m_sockets[1]);
}

void UnixSignals::read()
{
    char byte = 0;
    if (::read(m_sockets[1], &byte, 1) == 1)
        Q_EMIT terminationRequested();
}

} // namespace aria::program
